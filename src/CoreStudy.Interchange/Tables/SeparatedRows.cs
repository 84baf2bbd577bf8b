using System.Text;

namespace CoreStudy.Interchange.Tables;

/// <summary>
/// The rows of a text with a separator between cells (RFC 4180). A cell that begins with a quotation mark, after blanks or none, may hold separators and line ends, and two quotation marks in it are one;
/// elsewhere they are what they are. One that is never closed goes to the end of the text.
/// </summary>
internal static class SeparatedRows
{
    /// <summary>The separator that the first line has most of: spreadsheets write semicolons where the comma is the decimal sign.</summary>
    /// <param name="text">With line feeds as line ends.</param>
    /// <param name="separators">Those that may be; of those that stand there equally often, it is the first.</param>
    public static char SeparatorOf(string text, string separators)
    {
        var first = text.IndexOf('\n') is var end and >= 0 ? text[..end] : text;
        return separators.MaxBy(s => first.Count(c => c == s));
    }

    /// <param name="text">With line feeds as line ends.</param>
    /// <returns>The cells of each row as they stand, and the line that it begins on, from 1. An empty line is a row of one empty cell.</returns>
    public static IEnumerable<(int Line, IReadOnlyList<string> Cells)> Of(string text, char separator)
    {
        var (cells, cell) = (new List<string>(), new StringBuilder());
        var (line, begun, quoted, blank) = (1, 1, false, true);
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            if (character == '\n') line++;
            if (quoted && character == '"' && at + 1 < text.Length && text[at + 1] == '"')
            {
                cell.Append(text[at++]);
                blank = false;
            }
            else if (character == '"' && (quoted || blank)) (quoted, blank) = (!quoted, false);
            else if (quoted || (character != separator && character != '\n'))
            {
                cell.Append(character);
                blank &= char.IsWhiteSpace(character);
            }
            else
            {
                cells.Add(cell.ToString());
                cell.Clear();
                blank = true;
                if (character != '\n') continue;
                yield return (begun, [.. cells]);
                cells.Clear();
                begun = line;
            }
        }

        if (text.Length > 0 && (text[^1] != '\n' || quoted)) yield return (begun, [.. cells, cell.ToString()]);
    }
}
