using System.Globalization;
using System.Text;
using System.Text.Json;
using CoreStudy.Interchange.Tables;
using CoreStudy.Web.Access;

namespace CoreStudy.Web.Ui;

/// <summary>The kinds of file that a table can leave as.</summary>
public enum TableKind
{
    /// <summary>RFC 4180, UTF-8 with a byte order mark, so that spreadsheets read the accents right.</summary>
    Csv,

    /// <summary>A workbook of Excel with one sheet.</summary>
    Xlsx,

    /// <summary>An object a line, with the headings for names: for programs.</summary>
    JsonLines,
}

/// <summary>A table that may leave, as a file.</summary>
public static class TableFile
{
    private const int LongestSheetName = 31;

    public static string EndingOf(TableKind kind) => kind switch { TableKind.Csv => "csv", TableKind.Xlsx => "xlsx", _ => "jsonl" };

    public static string NameOf(TableKind kind) => kind switch { TableKind.Csv => "CSV", TableKind.Xlsx => "Excel", _ => "JSON lines" };

    /// <summary>The same table under a name that says what kind of file it is.</summary>
    public static Export As(this Export export, TableKind kind) => export with { FileName = Path.ChangeExtension(export.FileName, EndingOf(kind)) };

    public static byte[] Write(Export file, TableKind kind) => kind switch
    {
        TableKind.Csv => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Csv.Write(file))],
        TableKind.Xlsx => Workbook.Write([Sheet(file)]),
        _ => Lines(Names(file), file.Rows, (column, cell) => Number(file, column, cell)),
    };

    /// <summary>As a sheet: what the app itself counted as numbers, all else as words.</summary>
    public static WorkbookSheet Sheet(Export file, string? name = null) => new(
        SheetName(name ?? file.Name), [.. file.Columns.Select(c => c.Title)],
        [.. file.Rows.Select(r => (IReadOnlyList<object?>)[.. r.Select((cell, c) => Number(file, c, cell) is { } number ? (object?)number : cell)])]);

    /// <summary>Rows as lines of JSON, every value words.</summary>
    public static byte[] Lines(IReadOnlyList<string> heading, IEnumerable<IReadOnlyList<string>> rows) => Lines(heading, rows, (_, _) => null);

    /// <param name="number">What a cell is as a number; null for words.</param>
    private static byte[] Lines(IReadOnlyList<string> names, IEnumerable<IReadOnlyList<string>> rows, Func<int, string, double?> number)
    {
        using var buffer = new MemoryStream();
        foreach (var row in rows)
        {
            using (var json = new Utf8JsonWriter(buffer, Api.ApiJson.Options))
            {
                json.WriteStartObject();
                for (var c = 0; c < names.Count; c++)
                {
                    if (number(c, row[c]) is { } value) json.WriteNumber(names[c], value);
                    else json.WriteString(names[c], row[c]);
                }

                json.WriteEndObject();
            }

            buffer.WriteByte((byte)'\n');
        }

        return buffer.ToArray();
    }

    /// <summary>Headings, the second of the same name with a number behind it.</summary>
    private static List<string> Names(Export file)
    {
        var names = new List<string>();
        foreach (var title in file.Columns.Select(c => c.Title))
        {
            var name = title;
            for (var i = 2; names.Contains(name); i++) name = $"{title} {i}";
            names.Add(name);
        }

        return names;
    }

    /// <summary>Words that somebody typed stay words, even where they look like a number.</summary>
    private static double? Number(Export file, int column, string cell) =>
        !file.Columns[column].IsScanned && double.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            && !(cell.Length > 1 && cell[0] == '0' && char.IsAsciiDigit(cell[1])) ? number : null;

    private static string SheetName(string name)
    {
        var plain = string.Concat(name.Where(c => !"[]:*?/\\".Contains(c, StringComparison.Ordinal))).Trim('\'', ' ');
        return plain.Length == 0 ? "Table" : plain[..Math.Min(plain.Length, LongestSheetName)];
    }
}
