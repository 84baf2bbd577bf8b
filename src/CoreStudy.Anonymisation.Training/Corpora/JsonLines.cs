using System.Text.Json;

namespace CoreStudy.Anonymisation.Training.Corpora;

/// <summary>Reads the project's own form: a document a line, places counted in code points.</summary>
internal static class JsonLines
{
    public static IEnumerable<Document> Read(string path)
    {
        var source = Path.GetFileNameWithoutExtension(path);
        foreach (var line in File.ReadLines(path).Where(l => l.Length > 0))
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            var text = root.GetProperty("text").GetString()!;
            var places = CodePoints.Of(text);
            yield return new Document(
                root.GetProperty("id").GetString()!, source, text,
                [
                    .. root.GetProperty("spans").EnumerateArray().Select(s => new Mark(
                        places[s.GetProperty("start").GetInt32()], places[s.GetProperty("end").GetInt32()], s.GetProperty("type").GetString()!,
                        s.TryGetProperty("entity", out var entity) ? entity.ToString() : null, s.TryGetProperty("identifier", out var identifier) ? identifier.GetString() : null)),
                ]);
        }
    }
}

/// <summary>Where each code point of a text starts, in UTF-16 code units.</summary>
internal static class CodePoints
{
    /// <returns>One place more than there are code points: the end.</returns>
    public static int[] Of(string text)
    {
        var places = new List<int>(text.Length + 1);
        for (var i = 0; i < text.Length; i++)
        {
            if (!(char.IsLowSurrogate(text[i]) && i > 0 && char.IsHighSurrogate(text[i - 1]))) places.Add(i);
        }

        places.Add(text.Length);
        return [.. places];
    }
}
