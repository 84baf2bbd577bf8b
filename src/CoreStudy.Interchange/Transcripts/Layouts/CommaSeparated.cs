using System.Text;

namespace CoreStudy.Interchange.Transcripts.Layouts;

/// <summary>Rows of a .csv (RFC 4180, semicolons where the first row has them), as lines with tabs between the cells.</summary>
internal static class CommaSeparated
{
    public static string[] Rows(string text)
    {
        var clean = FileText.Clean(text);
        var first = clean.AsSpan(0, Math.Max(0, clean.IndexOf('\n')));
        var separator = first.Count(';') > first.Count(',') ? ';' : ',';
        var (rows, row, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var at = 0; at < clean.Length; at++)
        {
            var character = clean[at];
            if (character == '"' && quoted && at + 1 < clean.Length && clean[at + 1] == '"') row.Append(clean[at++]);
            else if (character == '"') quoted = !quoted;
            else if (character == separator && !quoted) row.Append('\t');
            else if (character == '\n' && !quoted)
            {
                rows.Add(row.ToString());
                row.Clear();
            }
            else row.Append(character is '\n' or '\t' ? ' ' : character);
        }
        rows.Add(row.ToString());
        return [.. rows];
    }
}
