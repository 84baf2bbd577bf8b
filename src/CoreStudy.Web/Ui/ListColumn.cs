using Microsoft.AspNetCore.Components;

namespace CoreStudy.Web.Ui;

/// <summary>A column of a <see cref="ListTable{T}"/>.</summary>
/// <param name="Text">What a row says in it, for the screen, the search and the file.</param>
/// <param name="Key">What it is sorted by, where that is not the text.</param>
/// <param name="IsNumber">Set to the right.</param>
/// <param name="Cell">How it is shown, where that is more than text.</param>
public sealed record ListColumn<T>(
    string Title, Func<T, string> Text, Func<T, IComparable?>? Key = null, bool IsNumber = false, RenderFragment<T>? Cell = null);
