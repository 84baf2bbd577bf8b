using System.Globalization;
using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Tables;

namespace CoreStudy.Interchange.Codings;

/// <summary>A row of a table of codings: one coder put one code on one place of one file.</summary>
/// <param name="Line">Of the table, from 1, for messages.</param>
/// <param name="Segment">In Unicode code points, end exclusive; in a table by turns the turn, the first being [0, 1). Null where the row only says that the coder finished the file.</param>
/// <param name="Code">Empty where there is no segment.</param>
public sealed record CodingTableRow(int Line, string File, Segment? Segment, string Code, string Coder)
{
    public override string ToString() => $"line {Line}";
}

/// <summary>Codings as a table, .csv or .xlsx: columns file, start, end, code, coder; or file, turn, code, coder where whole turns were judged.</summary>
/// <param name="IsByTurn">Whether the places are numbers of turns.</param>
public sealed record CodingTable(bool IsByTurn, IReadOnlyList<CodingTableRow> Rows)
{
    private const int MostToldAtOnce = 10;

    /// <summary>
    /// Reads a table. The first row names the columns, in any order, capitals or not; other columns are passed over. A row with a file and a coder alone says that
    /// this coder finished this file without more codings: that silence there means "no".
    /// </summary>
    /// <returns>The table, or a refusal that names the lines that cannot be read.</returns>
    public static Result<CodingTable> Read(ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        if (TypedTable.ReadFile(content, cancel).IsRefused(out var refusal, out var rows)) return refusal;
        if (rows.Count == 0) return new Refusal("The table is empty.");
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < rows[0].Cells.Count; i++)
        {
            if (rows[0].Cells[i].Length > 0 && !columns.TryAdd(rows[0].Cells[i], i)) return new Refusal($"Two columns are called “{rows[0].Cells[i]}”.");
        }

        var isByTurn = columns.ContainsKey("turn") && !columns.ContainsKey("start");
        string[] needed = isByTurn ? ["file", "turn", "code", "coder"] : ["file", "start", "end", "code", "coder"];
        var missing = needed.Where(n => !columns.ContainsKey(n)).ToList();
        if (missing.Count > 0) return new Refusal($"The first row names the columns, and there is none called {string.Join(" or ", missing.Select(m => $"“{m}”"))}. Needed are file, start, end, code, coder; or file, turn, code, coder.");

        var (read, wrong) = (new List<CodingTableRow>(rows.Count), new List<string>());
        foreach (var row in rows.Skip(1))
        {
            string Cell(string name) => columns.TryGetValue(name, out var at) && at < row.Cells.Count ? row.Cells[at] : "";
            var (one, said) = ReadRow(row.Line, isByTurn, Cell);
            if (one is not null) read.Add(one);
            else wrong.Add($"line {row.Line}: {said}");
        }

        if (wrong.Count > 0)
        {
            var more = wrong.Count > MostToldAtOnce ? $"\n… and {wrong.Count - MostToldAtOnce} more lines." : "";
            return new Refusal(string.Join('\n', wrong.Take(MostToldAtOnce)) + more);
        }

        return read.Count == 0 ? new Refusal("The table has no rows below the names of its columns.") : new CodingTable(isByTurn, read);
    }

    public override string ToString() => $"{Rows.Count} rows";

    private static (CodingTableRow? Row, string Wrong) ReadRow(int line, bool isByTurn, Func<string, string> cell)
    {
        var (file, code, coder) = (cell("file"), cell("code"), cell("coder"));
        if (file.Length == 0) return (null, "there is no file.");
        if (coder.Length == 0) return (null, "there is no coder.");
        var places = isByTurn ? [cell("turn")] : (string[])[cell("start"), cell("end")];
        if (code.Length == 0 && places.All(p => p.Length == 0)) return (new CodingTableRow(line, file, null, "", coder), "");
        if (code.Length == 0) return (null, "there is no code.");
        var numbers = new int[places.Length];
        for (var i = 0; i < places.Length; i++)
        {
            var name = isByTurn ? "turn" : i == 0 ? "start" : "end";
            if (!int.TryParse(places[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) return (null, places[i].Length == 0 ? $"there is no {name}." : $"the {name} “{Short(places[i])}” is not a whole number from 0.");
        }

        if (isByTurn) return numbers[0] < 1 ? (null, "turns are counted from 1.") : (new CodingTableRow(line, file, new Segment(numbers[0] - 1, numbers[0]), code, coder), "");
        return numbers[1] <= numbers[0]
            ? (null, $"the end {numbers[1]} does not lie after the start {numbers[0]}; the end is exclusive.")
            : (new CodingTableRow(line, file, new Segment(numbers[0], numbers[1]), code, coder), "");
    }

    private static string Short(string text) => text.Length <= 20 ? text : text[..20] + "…";
}
