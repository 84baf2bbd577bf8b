using System.Text;

namespace CoreStudy.Interchange.RefiQda;

/// <summary>
/// Several texts in one, as people write them: free words first, then each text after its label, such as “When to use: …”, with an empty line before it. A line of the words
/// themselves that would read as a label gets a backslash before it. Every program that keeps descriptions keeps these.
/// </summary>
public static class LabelledWords
{
    /// <param name="parts">Labels with their words, in the order in which they are written; empty words are not written.</param>
    public static string Write(string free, params IReadOnlyList<(string Label, string Words)> parts)
    {
        var labels = parts.Select(p => p.Label).ToList();
        var whole = new StringBuilder(Escaped(free, labels));
        foreach (var (label, words) in parts.Where(p => p.Words.Length > 0))
        {
            if (whole.Length > 0) whole.Append("\n\n");
            whole.Append(label).Append(": ").Append(Escaped(words, labels));
        }

        return whole.ToString();
    }

    /// <summary>Takes apart what <see cref="Write"/> put together, or what somebody wrote in the same manner.</summary>
    /// <returns>The free words under the empty label; labels that do not occur are not there. Of a label twice, the second is words.</returns>
    public static IReadOnlyDictionary<string, string> Read(string whole, params IReadOnlyList<string> labels)
    {
        var parts = new Dictionary<string, StringBuilder> { [""] = new() };
        var (current, isFirst) = (parts[""], true);
        foreach (var line in whole.Split('\n'))
        {
            if (LabelOf(line, labels) is { } label && parts.TryAdd(label, new StringBuilder()))
            {
                if (current.Length >= 1 && current[^1] == '\n') current.Length--; // the empty line before a label
                (current, isFirst) = (parts[label], false);
                current.Append(Plain(line[Math.Min(line.Length, label.Length + 2)..], labels));
                continue;
            }

            if (!isFirst) current.Append('\n');
            isFirst = false;
            current.Append(Plain(line, labels));
        }

        return parts.Where(p => p.Key.Length == 0 || p.Value.Length > 0).ToDictionary(p => p.Key, p => p.Value.ToString());
    }

    private static string? LabelOf(string line, IReadOnlyList<string> labels) =>
        labels.FirstOrDefault(l => line.StartsWith(l, StringComparison.Ordinal) && line.AsSpan(l.Length).StartsWith(":") && (line.Length == l.Length + 1 || line[l.Length + 1] is ' ' or '\r'));

    private static string Plain(string line, IReadOnlyList<string> labels) => line.StartsWith('\\') && LabelOf(line.TrimStart('\\'), labels) is not null ? line[1..] : line;

    private static string Escaped(string words, IReadOnlyList<string> labels) =>
        string.Join('\n', words.Split('\n').Select(line => LabelOf(line.TrimStart('\\'), labels) is not null ? "\\" + line : line));
}
