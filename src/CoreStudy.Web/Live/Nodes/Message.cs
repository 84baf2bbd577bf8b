using System.Globalization;
using System.Text;

namespace CoreStudy.Web.Live.Nodes;

/// <summary>What one node says to the others at once.</summary>
/// <param name="Node">Who says it: one run of the program.</param>
/// <param name="Number">Counts the news of the node, from 1. A message without news has the number of the last that had some.</param>
/// <param name="IsLast">The node stops.</param>
public sealed record Message(Guid Node, long Number, bool IsLast, IReadOnlyList<string> Lines)
{
    /// <summary>Bytes of a message at most; PostgreSQL takes fewer than 8,000.</summary>
    public const int MostBytes = 7_900;

    /// <summary>Bytes of the first line at most.</summary>
    private const int Heading = 64;

    private const string Form = "1";

    /// <summary>The notices in as few messages as hold them; <paramref name="number"/> is that of the last message before.</summary>
    public static IReadOnlyList<Message> Of(Guid node, long number, IEnumerable<Notice> notices)
    {
        var messages = new List<Message>();
        var lines = new List<string>();
        var bytes = Heading;
        foreach (var line in notices.Select(NoticeLine.Write))
        {
            if (lines.Count > 0 && bytes + line.Length + 1 > MostBytes) Close();
            lines.Add(line);
            bytes += line.Length + 1; // ids and numbers: a byte a character
        }

        if (lines.Count > 0) Close();
        return messages;

        void Close()
        {
            messages.Add(new Message(node, ++number, IsLast: false, [.. lines]));
            lines.Clear();
            bytes = Heading;
        }
    }

    /// <summary>Null where it is not in the form that this node knows.</summary>
    public static Message? Read(string text)
    {
        var lines = text.Split('\n');
        return lines[0].Split(' ') is [Form, var node, var number, var last] && Guid.TryParseExact(node, "n", out var id) && long.TryParse(number, CultureInfo.InvariantCulture, out var counted)
            ? new Message(id, counted, last == "last", lines[1..])
            : null;
    }

    public override string ToString() =>
        new StringBuilder().AppendJoin('\n', Lines.Prepend(string.Create(CultureInfo.InvariantCulture, $"{Form} {Node:n} {Number} {(IsLast ? "last" : "here")}"))).ToString();
}
