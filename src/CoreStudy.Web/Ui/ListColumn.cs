using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace CoreStudy.Web.Ui;

/// <summary>A column of a <see cref="ListTable{T}"/>.</summary>
/// <param name="Text">What a row says in it, for the screen and the search.</param>
/// <param name="Key">What it is sorted by, where that is not the text.</param>
/// <param name="IsNumber">Set to the right.</param>
/// <param name="Cell">How it is shown, where that is more than text.</param>
public sealed record ListColumn<T>(
    string Title, Func<T, string> Text, Func<T, IComparable?>? Key = null, bool IsNumber = false, RenderFragment<T>? Cell = null)
{
    /// <summary>What a spreadsheet is given: numbers without separators and days as 2026-03-02, which no locale misreads.</summary>
    public string ForFile(T row) => (IsNumber && Text(row).Length == 0 ? null : Key?.Invoke(row)) switch
    {
        DateTimeOffset at => at.LocalDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable number when IsNumber => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Text(row),
    };
}
