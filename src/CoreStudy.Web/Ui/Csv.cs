namespace CoreStudy.Web.Ui;

/// <summary>A table for a spreadsheet, by RFC 4180; a cell that a spreadsheet would run as a formula is made words.</summary>
public static class Csv
{
    public static string Write(IEnumerable<string> heading, IEnumerable<IEnumerable<string>> rows) =>
        Lines(rows.Prepend(heading));

    /// <summary>Rows alone, for what is sent as it is read.</summary>
    public static string Lines(IEnumerable<IEnumerable<string>> rows) => string.Concat(rows.Select(row => string.Join(',', row.Select(Quote)) + "\r\n"));

    private static string Quote(string cell) =>
        $"\"{(cell is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" : "")}{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
