using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Interchange.RefiQda;
using CoreStudy.Interchange.Tables;
using CoreStudy.Interchange.Transcripts.Documents;

namespace CoreStudy.Interchange.Codebooks;

/// <summary>A framework as it was read from a file.</summary>
/// <param name="Ignored">The headings of columns that say nothing about a code here.</param>
public sealed record CodebookTable(IReadOnlyList<CodeLine> Lines, IReadOnlyList<string> Ignored)
{
    /// <summary>What else to know of the reading, in sentences: of a codebook of another program, what was left out or renamed.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}

/// <summary>A coding framework as a file for a spreadsheet, out and in.</summary>
public static class CodebookFile
{
    /// <summary>In bytes; a framework of 500 codes with long definitions has below 1 MB.</summary>
    public const int LargestBytes = 5 * 1024 * 1024;

    public const int MostRows = 2000;

    private const long MostCharacters = 10_000_000;

    /// <param name="codes">In any order; they are written in the order of the tree.</param>
    public static byte[] Write(CodebookFormat format, IReadOnlyCollection<CodeSnapshot> codes)
    {
        var rows = FrameworkTree.InOrder(codes).Select(p => CodebookColumns.All.Select(c => c.Write(p)).ToArray());
        return format == CodebookFormat.Csv ? CsvTable.Write(rows) : XlsxTable.Write(rows);
    }

    /// <summary>The same as words: the headings of its columns, and its rows.</summary>
    public static (IReadOnlyList<string> Heading, IReadOnlyList<IReadOnlyList<string>> Rows) Table(IReadOnlyCollection<CodeSnapshot> codes) =>
        ([.. CodebookColumns.All.Select(c => c.Title)], [.. FrameworkTree.InOrder(codes).Select(p => (IReadOnlyList<string>)[.. CodebookColumns.All.Select(c => c.Write(p))])]);

    /// <summary>The same for other programs, as a REFI-QDA codebook (.qdc); refused where there are no codes, since the format has no empty codebook.</summary>
    public static Result<byte[]> WriteExchange(string name, IReadOnlyCollection<CodeSnapshot> codes, CancellationToken cancel)
    {
        using var file = new MemoryStream();
        return ExchangeFile.WriteCodebook(CodebookExchange.ToProject(name, codes), file, cancel).IsRefused(out var refusal, out _) ? refusal : file.ToArray();
    }

    /// <summary>The columns of a table and its first rows, for somebody to say what they are; null for a codebook of another program, which has none. Or the sentence that says why it is no table.</summary>
    public static Result<ColumnSheet?> Look(string fileName, ReadOnlyMemory<byte> content, CancellationToken cancel) => Told<ColumnSheet?>(fileName, () =>
    {
        if (IsExchange(content.Span)) return (ColumnSheet?)null;
        var rows = Rows(content, ColumnSheet.RowsShown, cancel);
        var headed = rows[0].Cells.Select(c => CodebookColumns.Headed(c)?.Title ?? "").ToList();
        var guess = new ColumnChoice([.. headed.Select((title, at) => headed.IndexOf(title) == at ? title : "")]);
        var twice = headed.Where(t => t.Length > 0).GroupBy(t => t).FirstOrDefault(g => g.Count() > 1)?.Key;
        return ColumnSheet.Of(rows, [.. CodebookColumns.All.Select(c => new ColumnMeaning(c.Title, c.About))], guess, twice is not null ? $"Two columns seem to be “{twice}”. Say which of them it is." : WrongWith(guess));
    });

    /// <summary>Why columns cannot be read as somebody said, in a sentence; null where they can.</summary>
    public static string? WrongWith(ColumnChoice choice) =>
        choice.Twice is { } twice ? $"Two columns are said to be “{twice}”. Leave one of them out."
        : choice.Says("Name") ? null : "Missing: the name of the code. Say which column holds it.";

    /// <summary>The rows of a file, or the sentence that says why not. What it is, its bytes say; the name serves for the sentence alone.</summary>
    public static Result<CodebookTable> Read(string fileName, ReadOnlyMemory<byte> content, CancellationToken cancel) => Read(fileName, content, columns: null, cancel);

    /// <summary>The same, by what somebody said that the columns are; by their headings where nobody did.</summary>
    public static Result<CodebookTable> Read(string fileName, ReadOnlyMemory<byte> content, ColumnChoice? columns, CancellationToken cancel) => Told(fileName, () =>
        IsExchange(content.Span) ? ReadExchange(fileName, content, cancel)
        : columns is not null && WrongWith(columns) is { } wrong ? new Refusal(wrong)
        : Table(Rows(content, MostRows + 2, cancel), columns));

    private static Result<T> Told<T>(string fileName, Func<Result<T>> read)
    {
        try
        {
            return read();
        }
        catch (UnreadableFileException e)
        {
            return new Refusal(e.Message.Replace("{0}", NameOf(fileName), StringComparison.Ordinal));
        }
    }

    /// <summary>Whether it is a codebook or project of another program: XML that names REFI-QDA, or an archive with a project in it.</summary>
    private static bool IsExchange(ReadOnlySpan<byte> content) =>
        content.StartsWith("PK"u8) ? content[^Math.Min(content.Length, 200_000)..].IndexOf(".qde"u8) >= 0
        : content[..Math.Min(content.Length, 4096)].IndexOf("urn:QDA-XML"u8) >= 0;

    private static Result<CodebookTable> ReadExchange(string fileName, ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        if (content.Length > LargestBytes) throw new UnreadableFileException("“{0}” is larger than 5 MB. Please export the codebook alone (.qdc).");
        if (ExchangeFile.Read(fileName, new MemoryStream(content.ToArray(), writable: false), cancel).IsRefused(out var refusal, out var reading)) return refusal;
        using var _ = reading;
        var framework = CodebookExchange.ToLines(reading.Project);
        if (framework.Lines.Count == 0) throw new UnreadableFileException("There are no codes in “{0}”. Please choose the file with the framework in it.");
        if (framework.Lines.Count > MostRows) throw new UnreadableFileException("“{0}” has more than 2,000 codes. Please divide it.");
        return new CodebookTable(framework.Lines, []) { Remarks = framework.Remarks };
    }

    private static List<TableRow> Rows(ReadOnlyMemory<byte> content, int most, CancellationToken cancel)
    {
        if (content.Length > LargestBytes) throw new UnreadableFileException("“{0}” is larger than 5 MB. A framework is rarely larger than 1 MB: is it the right file?");
        if (content.Span.IndexOfAnyExcept("\0\t\n\r "u8) < 0) throw new UnreadableFileException("“{0}” is empty. Please choose the file with the framework in it.");
        if (content.Span.StartsWith(new byte[] { 0xD0, 0xCF, 0x11, 0xE0 }))
            throw new UnreadableFileException("“{0}” is an old Excel workbook (.xls), or one with a password. Please save it without a password as .xlsx or .csv.");
        var rows = (content.Span.StartsWith("PK"u8) ? XlsxTable.Read(content, cancel, most) : CsvTable.Read(content, cancel)).Where(r => !r.IsEmpty).Take(most).ToList();
        if (rows.Count == 0) throw new UnreadableFileException("There are no rows in “{0}”. Please choose the file with the framework in it.");
        if (rows.Sum(r => r.Cells.Sum(c => (long)c.Length)) > MostCharacters) throw new UnreadableFileException("“{0}” holds far more words than a framework does: is it the right file?");
        return rows;
    }

    private static CodebookTable Table(List<TableRow> rows, ColumnChoice? choice)
    {
        var hasHeading = choice?.HasHeading != false;
        var columns = choice is null ? rows[0].Cells.Select(CodebookColumns.Headed).ToArray() : [.. choice.Meanings.Select(m => CodebookColumns.All.FirstOrDefault(c => c.Title == m))];
        if (!columns.Any(c => c?.Title == "Name"))
            throw new UnreadableFileException("The first row of “{0}” does not name its columns. It needs a column “Name”, and may have " + string.Join(", ", CodebookColumns.All.Where(c => c.Title != "Name").Select(c => $"“{c.Title}”")) + ".");
        var twice = columns.Where(c => c is not null).GroupBy(c => c).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null) throw new UnreadableFileException($"Two columns of “{{0}}” mean “{twice.Key!.Title}”. Please take one of them out.");
        if (rows.Count == 1 && hasHeading) throw new UnreadableFileException("“{0}” has a heading and no rows below it.");
        if (rows.Count - 1 > MostRows) throw new UnreadableFileException("“{0}” has more than 2,000 rows. Please divide it.");

        var lines = rows.Skip(hasHeading ? 1 : 0).Select(row => columns.Select((column, at) => (column, at)).Where(c => c.column is not null)
            .Aggregate(new CodeLine(row.Number, null, null, ""), (line, c) => c.column!.Read(line, c.at < row.Cells.Count ? row.Cells[c.at] : "")));
        return new CodebookTable([.. lines], hasHeading ? [.. rows[0].Cells.Where((heading, at) => columns.ElementAtOrDefault(at) is null && heading.Trim().Length > 0)] : []);
    }

    private static string NameOf(string fileName)
    {
        var name = new string([.. fileName.Replace('\\', '/').Split('/')[^1].Where(c => !char.IsControl(c))]);
        return name.Length > 80 ? name[..77] + "…" : name;
    }
}

/// <summary>A row of a file.</summary>
/// <param name="Number">As the spreadsheet numbers it, from 1.</param>
internal sealed record TableRow(int Number, IReadOnlyList<string> Cells)
{
    public bool IsEmpty => Cells.All(string.IsNullOrWhiteSpace);
}
