namespace CoreStudy.Interchange.Tables;

/// <summary>What a column of a file can be taken for.</summary>
/// <param name="Name">As sentences call it, such as “Coder”.</param>
/// <param name="About">What belongs there, in a few words.</param>
/// <param name="MayBeSaidForAll">Whether one value can be given for all rows instead.</param>
public sealed record ColumnMeaning(string Name, string About, bool MayBeSaidForAll = false);

/// <summary>How the columns of a file are to be read.</summary>
/// <param name="Meanings">For each column, from the left, what it is (the name of a <see cref="ColumnMeaning"/>); empty where it is left out.</param>
/// <param name="HasHeading">Whether the first row names the columns; where it does not, it is a row like the others.</param>
public sealed record ColumnChoice(IReadOnlyList<string> Meanings, bool HasHeading = true)
{
    /// <summary>What holds for every row because no column says it, by what it is.</summary>
    public IReadOnlyDictionary<string, string> ForAll { get; init; } = new Dictionary<string, string>();

    /// <summary>What two columns are both said to be; null where nothing is.</summary>
    public string? Twice => Meanings.Where(m => m.Length > 0).GroupBy(m => m, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1)?.Key;

    /// <summary>Whether a column, or a value for all rows, says this.</summary>
    public bool Says(string meaning) => Meanings.Contains(meaning) || (ForAll.TryGetValue(meaning, out var all) && all.Trim().Length > 0);

    /// <summary>The same with one column said to be something; whichever column was it before is left out then.</summary>
    public ColumnChoice With(int column, string meaning) =>
        this with { Meanings = [.. Meanings.Select((m, at) => at == column ? meaning : meaning.Length > 0 && m == meaning ? "" : m)] };

    public override string ToString() => $"{Meanings.Count(m => m.Length > 0)} of {Meanings.Count} columns";
}

/// <summary>The columns of a file as they stand there, and what they are taken for until somebody says otherwise.</summary>
/// <param name="Rows">The first rows, the one with the headings among them; each as long as the longest.</param>
/// <param name="Possible">What columns can be.</param>
/// <param name="Guess">After the headings; a second column of the same meaning is left out.</param>
/// <param name="Wrong">Why the guess does not do, in a sentence; null where it does.</param>
public sealed record ColumnSheet(IReadOnlyList<IReadOnlyList<string>> Rows, IReadOnlyList<ColumnMeaning> Possible, ColumnChoice Guess, string? Wrong)
{
    /// <summary>Rows that are read to show what stands in a column.</summary>
    internal const int RowsShown = 6;

    /// <param name="rows">At least one.</param>
    internal static ColumnSheet Of(IReadOnlyList<Codebooks.TableRow> rows, IReadOnlyList<ColumnMeaning> possible, ColumnChoice guess, string? wrong)
    {
        var width = rows.Max(r => r.Cells.Count);
        return new(
            [.. rows.Take(RowsShown).Select(r => (IReadOnlyList<string>)[.. r.Cells, .. Enumerable.Repeat("", width - r.Cells.Count)])], possible,
            guess with { Meanings = [.. guess.Meanings, .. Enumerable.Repeat("", width - guess.Meanings.Count)] }, wrong);
    }

    public override string ToString() => $"{Guess.Meanings.Count} columns";
}
