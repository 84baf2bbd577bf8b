using System.Globalization;
using CoreStudy.Domain;
using CoreStudy.Interchange.Codebooks;
using CoreStudy.Interchange.RefiQda.Studies;
using CoreStudy.Interchange.Tables;
using CoreStudy.Interchange.Transcripts.Documents;
using TableRow = CoreStudy.Interchange.Codebooks.TableRow;

namespace CoreStudy.Interchange.Codings;

/// <summary>Where a row says that a coding lies: from one offset up to another, or on a whole turn; where it says neither, the words of the row tell.</summary>
/// <param name="Start">Offset of the first character, from 0; the file's own way of counting. Null where the row names a turn, or its words alone.</param>
/// <param name="End">Offset after the last character.</param>
/// <param name="Turn">The turn's number, from 1; null where the row gives offsets.</param>
public readonly record struct CodingPlace(int? Start, int? End, int? Turn)
{
    /// <summary>The place is sought by the words of the row.</summary>
    public static CodingPlace ByWords { get; } = new(null, null, null);
}

/// <summary>A row of a table of codings, as it was read: one coder put one code on one place of one transcript.</summary>
/// <param name="Number">The row, as a spreadsheet numbers it, from 1.</param>
/// <param name="Transcript">As the row calls it.</param>
/// <param name="Code">The code, or its path; empty where the coder looked and put nothing.</param>
/// <param name="Words">What the row says stands there; null where the file does not say.</param>
/// <param name="Wrong">Which column cannot be understood, and what to do; null where all can.</param>
public sealed record CodingLine(int Number, string Transcript, CodingPlace Place, string Code, string Coder, string? Words, string? Wrong)
{
    /// <summary>What the coder wrote about it; empty where nothing.</summary>
    public string Comment { get; init; } = "";

    /// <summary>When it was made, as the file says; null where it does not, or not so that it can be understood. A moment without a zone is taken as UTC.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>What a project knows it by; null in a table.</summary>
    public Guid? Id { get; init; }

    /// <summary>Whether the coder was not sure; tables do not say it.</summary>
    public bool IsUnsure { get; init; }

    /// <summary>What the coder asks the supervisor; empty where nothing. Tables do not say it.</summary>
    public string Question { get; init; } = "";

    public override string ToString() => $"row {Number}";
}

/// <summary>A table of codings as it was read from a file.</summary>
/// <param name="Ignored">The headings of columns that say nothing here.</param>
public sealed record CodingsTable(IReadOnlyList<CodingLine> Lines, IReadOnlyList<string> Ignored)
{
    /// <summary>The program whose export it was recognised as by its headings; empty for none in particular.</summary>
    public string Layout { get; init; } = "";

    /// <summary>Whether it was an Excel workbook; a .csv otherwise.</summary>
    public bool IsWorkbook { get; init; }

    /// <summary>The project that the codings are in; null for a table. It has no lines of its own until it is met with the texts of a study.</summary>
    public ProjectCodings? Project { get; init; }

    public override string ToString() => $"{Lines.Count} rows";
}

/// <summary>A table of codings, .csv or .xlsx: a row a coding, with its transcript, place, code and coder.</summary>
public static class CodingsFile
{
    public const int LargestBytes = 20 * 1024 * 1024;

    public const int MostRows = 100_000;

    private enum Meaning
    {
        Transcript,
        Start,
        End,
        Turn,
        Code,
        Variable,
        Label,
        Coder,
        Words,
        Comment,
        At,
    }

    /// <summary>How a program names the columns of the coded segments that it exports.</summary>
    /// <param name="Signs">Headings that tell it; all of them are there.</param>
    /// <param name="Headings">What its headings mean; the others are left out, such as numbers of paragraphs that look like offsets.</param>
    /// <param name="Between">What stands between several codes in one cell; null where a cell holds one.</param>
    private sealed record Layout(string Name, string[] Signs, Dictionary<string, Meaning> Headings, char? Between = null);

    /// <summary>As the programs' own exports are named, as far as we know them; none of their files has been tried, and a table that has other headings is read by <see cref="Headings"/>.</summary>
    private static readonly Layout[] Layouts =
    [
        new("MAXQDA", ["document name", "segment", "code"], new()
        {
            ["document name"] = Meaning.Transcript, ["segment"] = Meaning.Words, ["code"] = Meaning.Code, ["author"] = Meaning.Coder, ["created by"] = Meaning.Coder, ["comment"] = Meaning.Comment, ["creation date"] = Meaning.At, ["created"] = Meaning.At,
        }),
        new("Dedoose", ["media title", "codes applied combined"], new()
        {
            ["media title"] = Meaning.Transcript, ["excerpt copy"] = Meaning.Words, ["excerpt"] = Meaning.Words, ["codes applied combined"] = Meaning.Code, ["excerpt creator"] = Meaning.Coder, ["excerpt date"] = Meaning.At, ["memo"] = Meaning.Comment,
        }, ','),
        new("Taguette", ["document", "content", "tag"], new() { ["document"] = Meaning.Transcript, ["content"] = Meaning.Words, ["tag"] = Meaning.Code }),
        new("QualCoder", ["codename", "pos0", "pos1"], new()
        {
            ["filename"] = Meaning.Transcript, ["file"] = Meaning.Transcript, ["file or case name"] = Meaning.Transcript, ["codename"] = Meaning.Code, ["pos0"] = Meaning.Start, ["pos1"] = Meaning.End, ["owner"] = Meaning.Coder, ["coder"] = Meaning.Coder,
            ["seltext"] = Meaning.Words, ["coded text"] = Meaning.Words, ["text"] = Meaning.Words, ["memo"] = Meaning.Comment, ["coded memo"] = Meaning.Comment, ["date"] = Meaning.At,
        }),
        new("NVivo", ["hierarchical name", "coded text"], new()
        {
            ["hierarchical name"] = Meaning.Code, ["coded text"] = Meaning.Words, ["file name"] = Meaning.Transcript, ["name"] = Meaning.Transcript, ["source"] = Meaning.Transcript, ["file"] = Meaning.Transcript,
            ["coded by initials"] = Meaning.Coder, ["coded by"] = Meaning.Coder, ["modified on"] = Meaning.At,
        }),
    ];

    private static readonly Dictionary<string, Meaning> Headings = new()
    {
        ["file"] = Meaning.Transcript, ["transcript"] = Meaning.Transcript, ["document"] = Meaning.Transcript, ["title"] = Meaning.Transcript,
        ["start"] = Meaning.Start, ["from"] = Meaning.Start, ["begin"] = Meaning.Start,
        ["end"] = Meaning.End, ["to"] = Meaning.End, ["up to"] = Meaning.End,
        ["turn"] = Meaning.Turn, ["unit"] = Meaning.Turn, ["utterance"] = Meaning.Turn,
        ["code"] = Meaning.Code, ["variable"] = Meaning.Variable, ["label"] = Meaning.Label, ["value"] = Meaning.Label,
        ["coder"] = Meaning.Coder, ["annotator"] = Meaning.Coder, ["rater"] = Meaning.Coder, ["member"] = Meaning.Coder,
        ["words"] = Meaning.Words, ["text"] = Meaning.Words, ["quote"] = Meaning.Words, ["quotation"] = Meaning.Words, ["segment"] = Meaning.Words, ["coded text"] = Meaning.Words, ["excerpt"] = Meaning.Words, ["content"] = Meaning.Words,
        ["comment"] = Meaning.Comment, ["date"] = Meaning.At, ["created"] = Meaning.At, ["created at"] = Meaning.At,
    };

    /// <summary>What a column can be taken for, by the names that sentences use.</summary>
    private static readonly IReadOnlyList<ColumnMeaning> Possible =
    [
        new(nameof(Meaning.Transcript), "the transcript, by its title", MayBeSaidForAll: true),
        new(nameof(Meaning.Words), "the words that were coded"),
        new(nameof(Meaning.Start), "the place of the first character, from 0"),
        new(nameof(Meaning.End), "the place after the last character"),
        new(nameof(Meaning.Turn), "the number of the turn, from 1"),
        new(nameof(Meaning.Code), "the code, or its path"),
        new(nameof(Meaning.Variable), "what excludes each other: the code above the labels"),
        new(nameof(Meaning.Label), "the label below that code"),
        new(nameof(Meaning.Coder), "who coded", MayBeSaidForAll: true),
        new(nameof(Meaning.Comment), "what the coder wrote about it"),
        new(nameof(Meaning.At), "when it was coded"),
    ];

    /// <summary>The columns of a file and its first rows, for somebody to say what they are; or the sentence that says why it is no table.</summary>
    public static Result<ColumnSheet> Look(string fileName, ReadOnlyMemory<byte> content, CancellationToken cancel) => Told<ColumnSheet>(fileName, () =>
    {
        var rows = Rows(content, ColumnSheet.RowsShown, cancel);
        var (columns, layout, twice) = Headed(rows[0]);
        var guess = new ColumnChoice([.. Enumerable.Range(0, rows[0].Cells.Count).Select(at => columns.Where(c => c.Value == at).Select(c => c.Key.ToString()).FirstOrDefault(""))]);
        if (layout is not null && !columns.ContainsKey(Meaning.Coder)) guess = guess with { ForAll = new Dictionary<string, string> { [nameof(Meaning.Coder)] = $"Coder of {layout.Name}" } };
        return ColumnSheet.Of(rows, Possible, guess, twice is { } both ? $"Two columns seem to be “{both}”. Say which of them it is." : WrongWith(guess));
    });

    /// <summary>Why columns cannot be read as somebody said, in a sentence; null where they can.</summary>
    public static string? WrongWith(ColumnChoice choice)
    {
        if (choice.Twice is { } twice) return $"Two columns are said to be “{twice}”. Leave one of them out.";
        return Missing(m => choice.Says(m.ToString())) switch
        {
            null => null,
            Meaning.Transcript => "Missing: the transcript. Say which column holds its title, or name the one that all rows are of.",
            Meaning.Coder => "Missing: the coder. Say which column holds who coded, or name the one whose all rows are.",
            Meaning.Code => "Missing: the code. Say which column holds it.",
            Meaning.End => "Missing: where codings end. Say which column holds it, or leave “Start” out and let their words be sought.",
            _ => "Missing: where codings lie. Say which column holds the words, or the start and the end, or the turn.",
        };
    }

    /// <summary>The rows of a file, or the sentence that says why not. What it is, its bytes say; the name serves for the sentence alone.</summary>
    public static Result<CodingsTable> Read(string fileName, ReadOnlyMemory<byte> content, CancellationToken cancel) => Read(fileName, content, columns: null, cancel);

    /// <summary>The same, by what somebody said that the columns are; by their headings where nobody did.</summary>
    public static Result<CodingsTable> Read(string fileName, ReadOnlyMemory<byte> content, ColumnChoice? columns, CancellationToken cancel)
    {
        if (columns is not null && WrongWith(columns) is { } wrong) return new Refusal(wrong);
        return Told<CodingsTable>(fileName, () => Read(content, columns, cancel));
    }

    private static Result<T> Told<T>(string fileName, Func<T> read)
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

    private static List<TableRow> Rows(ReadOnlyMemory<byte> content, int most, CancellationToken cancel)
    {
        if (content.Length > LargestBytes) throw new UnreadableFileException("“{0}” is larger than 20 MB. Please divide it.");
        if (content.Span.IndexOfAnyExcept("\0\t\n\r "u8) < 0) throw new UnreadableFileException("“{0}” is empty. Please choose the file with the codings in it.");
        if (content.Span.StartsWith(new byte[] { 0xD0, 0xCF, 0x11, 0xE0 }))
            throw new UnreadableFileException("“{0}” is an old Excel workbook (.xls), or one with a password. Please save it without a password as .xlsx or .csv.");
        var rows = (content.Span.StartsWith("PK"u8) ? XlsxTable.Read(content, cancel, most) : CsvTable.Read(content, cancel)).Where(r => !r.IsEmpty).Take(most).ToList();
        return rows.Count > 0 ? rows : throw new UnreadableFileException("There are no rows in “{0}”. Please choose the file with the codings in it.");
    }

    private static CodingsTable Read(ReadOnlyMemory<byte> content, ColumnChoice? choice, CancellationToken cancel)
    {
        var rows = Rows(content, MostRows + 2, cancel);
        var hasHeading = choice?.HasHeading != false;
        var (columns, layout) = choice is null ? Columns(rows[0]) : (
            choice.Meanings.Index().Where(m => m.Item.Length > 0).ToDictionary(m => Enum.Parse<Meaning>(m.Item), m => m.Index), hasHeading ? Headed(rows[0]).Layout : null);
        if (rows.Count == 1 && hasHeading) throw new UnreadableFileException("“{0}” has a heading and no rows below it.");
        if (rows.Count - 1 > MostRows) throw new UnreadableFileException("“{0}” has more than 100,000 rows. Please divide it.");
        var forAll = choice?.ForAll.ToDictionary(f => Enum.Parse<Meaning>(f.Key), f => f.Value.Trim()) ?? [];
        return new CodingsTable(
            [.. rows.Skip(hasHeading ? 1 : 0).SelectMany(r => Divided(Line(r, columns, layout, forAll), layout))],
            hasHeading ? [.. rows[0].Cells.Where((heading, at) => heading.Trim().Length > 0 && !columns.ContainsValue(at))] : []) { Layout = layout?.Name ?? "", IsWorkbook = content.Span.StartsWith("PK"u8) };
    }

    /// <summary>A row with several codes in one cell is one for each.</summary>
    private static IEnumerable<CodingLine> Divided(CodingLine line, Layout? layout) =>
        layout?.Between is { } between && line.Code.Contains(between, StringComparison.Ordinal)
            ? line.Code.Split(between, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(c => line with { Code = c })
            : [line];

    /// <summary>What the headings mean; the first column of each meaning, and what a second one seems to be, where it matters.</summary>
    private static (Dictionary<Meaning, int> Columns, Layout? Layout, Meaning? Twice) Headed(TableRow heading)
    {
        var (columns, both) = (new Dictionary<Meaning, int>(), (Meaning?)null);
        var names = heading.Cells.Select(c => string.Join(' ', c.Split([' ', '_', '-', '\n', '\t', '\u00A0'], StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant().TrimEnd(':', '*', '?')).ToList();
        var layout = Array.Find(Layouts, l => l.Signs.All(names.Contains));
        foreach (var (at, plain) in names.Index())
        {
            if (!(layout?.Headings ?? Headings).TryGetValue(plain, out var meaning) || columns.TryAdd(meaning, at)) continue;
            if (layout is null && meaning is not (Meaning.Comment or Meaning.At)) both ??= meaning; // “excerpt” and “excerpt copy” of a program are known
        }

        return (columns, layout, both);
    }

    private static (Dictionary<Meaning, int> Columns, Layout? Layout) Columns(TableRow heading)
    {
        var (columns, layout, twice) = Headed(heading);
        if (twice is { } both) throw new UnreadableFileException($"Two columns of “{{0}}” mean “{both}”. Please take one of them out.");
        return Missing(m => columns.ContainsKey(m) || (m == Meaning.Coder && layout is not null)) is not { } missing ? (columns, layout) : throw new UnreadableFileException(
            $"The first row of “{{0}}” has no column “{missing}”. It needs Transcript, Start, End, Code and Coder; for codings of whole turns, Transcript, Turn, Code and Coder; or, where places are sought by their words, Transcript, Words, Code and Coder.");
    }

    /// <summary>The first thing without which no coding can be made.</summary>
    private static Meaning? Missing(Func<Meaning, bool> has) =>
        !has(Meaning.Transcript) ? Meaning.Transcript
        : !has(Meaning.Coder) ? Meaning.Coder
        : !has(Meaning.Code) && !(has(Meaning.Variable) && has(Meaning.Label)) ? Meaning.Code
        : !has(Meaning.Turn) && !has(Meaning.Start) && !has(Meaning.Words) ? Meaning.Start
        : has(Meaning.Start) && !has(Meaning.End) ? Meaning.End
        : null;

    private static CodingLine Line(TableRow row, Dictionary<Meaning, int> columns, Layout? layout, Dictionary<Meaning, string> forAll)
    {
        string Cell(Meaning meaning) => columns.TryGetValue(meaning, out var at) ? at < row.Cells.Count ? row.Cells[at].Trim() : "" : forAll.GetValueOrDefault(meaning, "");
        string? wrong = null;
        int? Number(Meaning meaning, int least)
        {
            var cell = Cell(meaning);
            if (int.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least) return number;
            // spreadsheets write whole numbers with decimals at times
            if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && real == Math.Floor(real) && real >= least && real <= int.MaxValue) return (int)real;
            wrong ??= cell.Length == 0 ? $"Column “{meaning}” is empty: please give a whole number." : $"Column “{meaning}”: “{Short(cell)}” is not a whole number from {least} on.";
            return null;
        }

        var transcript = Cell(Meaning.Transcript);
        if (transcript.Length == 0) wrong = "Column “Transcript” is empty: please give the transcript's title.";
        var coder = Cell(Meaning.Coder);
        if (coder.Length == 0 && layout is not null) coder = $"Coder of {layout.Name}";
        if (coder.Length == 0) wrong ??= "Column “Coder” is empty: please say who coded this.";
        if (coder.Length > 80) wrong ??= "Column “Coder”: a coder's name may have at most 80 characters.";
        var isByWords = !columns.ContainsKey(Meaning.Turn) && (!columns.ContainsKey(Meaning.Start) || (Cell(Meaning.Start).Length == 0 && Cell(Meaning.Words).Length > 0));
        var place = isByWords ? CodingPlace.ByWords : columns.ContainsKey(Meaning.Turn) && (Cell(Meaning.Turn).Length > 0 || !columns.ContainsKey(Meaning.Start))
            ? new CodingPlace(null, null, Number(Meaning.Turn, 1))
            : new CodingPlace(Number(Meaning.Start, 0), Number(Meaning.End, 1), null);
        if (place is { Start: { } start, End: { } end } && end <= start) wrong ??= $"Column “End”: {end} is not after {start}, where the coding starts. End is the place after the last character.";
        if (isByWords && Cell(Meaning.Words).Length == 0) wrong ??= "Column “Words” is empty: please give the words that were coded, or where they lie.";
        var code = Cell(Meaning.Code);
        if (layout?.Name == "NVivo") code = code.Replace("Codes\\\\", "", StringComparison.OrdinalIgnoreCase).Replace("Nodes\\\\", "", StringComparison.OrdinalIgnoreCase).Replace("\\", " › ", StringComparison.Ordinal);
        if (layout?.Name == "MAXQDA") code = code.Replace(" > ", " › ", StringComparison.Ordinal).Replace("\\", " › ", StringComparison.Ordinal);
        if (code.Length == 0 && Cell(Meaning.Label) is { Length: > 0 } label) code = Cell(Meaning.Variable) is { Length: > 0 } variable ? $"{variable}={label}" : label;
        return new CodingLine(row.Number, transcript, place, code, coder, columns.ContainsKey(Meaning.Words) && Cell(Meaning.Words).Length > 0 ? Cell(Meaning.Words) : null, wrong)
        {
            Comment = Cell(Meaning.Comment),
            At = DateTimeOffset.TryParse(Cell(Meaning.At), CultureInfo.GetCultureInfo("en-GB"), DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var at) ? at.ToUniversalTime() : null,
        };
    }

    private static string Short(string cell) => cell.Length > 30 ? cell[..29] + "…" : cell;

    private static string NameOf(string fileName)
    {
        var name = new string([.. fileName.Replace('\\', '/').Split('/')[^1].Where(c => !char.IsControl(c))]);
        return name.Length > 80 ? name[..77] + "…" : name;
    }
}
