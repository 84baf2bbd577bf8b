using System.Globalization;
using CoreStudy.Web.Access;
using Microsoft.AspNetCore.Components;

namespace CoreStudy.Web.Ui;

/// <summary>A column of a <see cref="ListTable{T}"/>.</summary>
/// <param name="Text">What a row says in it, for the screen and the search.</param>
/// <param name="Key">What it is sorted by, where that is not the text.</param>
/// <param name="IsNumber">Set to the right.</param>
/// <param name="Cell">How it is shown, where that is more than text.</param>
/// <param name="IsOurs">Whether the app writes it, or it names people of the team: then it is not looked through when the table leaves as a file.</param>
/// <param name="Attribute">What it says of participants, as <see cref="ExportColumn"/> has it; null where it says nothing of them.</param>
/// <param name="File">What a file says, where that is less than the screen.</param>
/// <param name="IsLabel">Whether it has names of codes or themes, as <see cref="ExportColumn"/> has it.</param>
public sealed record ListColumn<T>(
    string Title, Func<T, string> Text, Func<T, IComparable?>? Key = null, bool IsNumber = false, RenderFragment<T>? Cell = null, bool IsOurs = false,
    string? Attribute = null, Func<T, string>? File = null, bool IsLabel = false)
{
    /// <summary>Whether another column shows it on the screen, which has no room for all: it is sorted by, searched, and in files all the same.</summary>
    public bool IsWithinAnother { get; init; }

    /// <summary>What a spreadsheet is given: numbers without separators and days as 2026-03-02, which no locale misreads.</summary>
    public string ForFile(T row) => File is not null ? File(row) : (IsNumber && Text(row).Length == 0 ? null : Key?.Invoke(row)) switch
    {
        DateTimeOffset at => at.LocalDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable number when IsNumber => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Text(row),
    };

    /// <summary>The column of a file. Days and counts are the app's own and are not looked through; numbers that people typed are.</summary>
    internal ExportColumn ForExport(IReadOnlyList<T> rows) => new(
        Title, !IsOurs && (Attribute is not null || !rows.Any(r => Key?.Invoke(r) is DateTimeOffset or DateOnly || (IsNumber && Key?.Invoke(r) is int or long or double))), Attribute, IsLabel);
}
