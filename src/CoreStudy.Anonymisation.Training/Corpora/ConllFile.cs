using System.Text;

namespace CoreStudy.Anonymisation.Training.Corpora;

/// <summary>Reads token-a-line files: a word, then its tag in the last column; an empty line ends a sentence.</summary>
internal static class ConllFile
{
    /// <param name="types">From the tag's type (without B- and I-) to ours; others are not marked.</param>
    /// <param name="perDocument">Sentences that make up a document.</param>
    public static IEnumerable<Document> Read(string path, string source, IReadOnlyDictionary<string, string> types, int perDocument)
    {
        var (text, marks, sentences, number) = (new StringBuilder(), new List<Mark>(), 0, 0);
        string? open = null;
        var start = 0;
        void Close()
        {
            if (open is not null && types.TryGetValue(open, out var type)) marks.Add(new Mark(start, text.Length, type));
            open = null;
        }

        foreach (var row in File.ReadLines(path).Append(""))
        {
            var cells = row.Split(['\t', ' '], StringSplitOptions.RemoveEmptyEntries);
            if (cells.Length < 2)
            {
                Close();
                if (text.Length > 0 && text[^1] != '\n') (_, sentences) = (text.Append('\n'), sentences + 1);
                if (sentences < perDocument) continue;
                yield return new Document($"{source}-{number++}", source, text.ToString().TrimEnd('\n'), [.. marks]);
                (text, marks, sentences) = (new StringBuilder(), [], 0);
                continue;
            }

            var tag = cells[^1];
            if (open is not null && (tag == "O" || tag[0] == 'B' || tag[2..] != open)) Close();
            if (text.Length > 0 && text[^1] != '\n') text.Append(' ');
            if (tag != "O" && open is null) (open, start) = (tag[2..], text.Length);
            text.Append(cells[0]);
        }

        if (text.Length > 0) yield return new Document($"{source}-{number}", source, text.ToString().TrimEnd('\n'), [.. marks]);
    }
}
