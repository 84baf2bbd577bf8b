using System.Text;
using System.Text.RegularExpressions;

namespace CoreStudy.Anonymisation.Training.Corpora;

/// <summary>Reads a document of GUM (folder dep): its noun phrases cut to the names in them.</summary>
/// <remarks>A mention counts where a proper noun is its head; it is cut to that noun and what belongs to the name, outermost only.</remarks>
internal static partial class GumFile
{
    private static readonly Dictionary<string, string> Types = new() { ["person"] = "PERSON", ["place"] = "LOCATION", ["organization"] = "ORGANISATION" };
    private static readonly HashSet<string> Inner = ["flat", "compound", "amod", "nmod", "case", "det", "nummod", "punct", "goeswith", "conj", "cc", "nmod:poss"];

    public static Document Read(string path)
    {
        var text = new StringBuilder();
        var marks = new List<Mark>();
        var sentence = new List<Row>();
        var open = new List<(string Type, string Entity, int First)>();
        var found = new List<(string Type, string Entity, int First, int Last)>();
        foreach (var line in File.ReadLines(path).Append(""))
        {
            if (line.StartsWith("# newpar", StringComparison.Ordinal) && text.Length > 0 && text[^1] != '\n') text.Append('\n');
            if (line.StartsWith('#')) continue;
            if (line.Length == 0)
            {
                MarkNames(sentence, found, marks);
                sentence.Clear();
                found.Clear();
                open.Clear();
                continue;
            }

            var cells = line.Split('\t');
            if (cells[0].Contains('-', StringComparison.Ordinal) || cells[0].Contains('.', StringComparison.Ordinal)) continue;
            if (text.Length > 0 && text[^1] != '\n' && !sentence.LastOrDefault(new Row(0, 0, "", "", 0, "", true)).IsGlued) text.Append(' ');
            var start = text.Length;
            text.Append(cells[1]);
            var misc = cells[9].Split('|');
            sentence.Add(new Row(start, text.Length, cells[1], cells[3], int.Parse(cells[6], System.Globalization.CultureInfo.InvariantCulture), cells[7], misc.Contains("SpaceAfter=No")));
            var entity = misc.FirstOrDefault(m => m.StartsWith("Entity=", StringComparison.Ordinal));
            if (entity is null) continue;
            foreach (Match match in Bracket().Matches(entity[7..]))
            {
                if (match.Value[0] == '(')
                {
                    var parts = match.Value.Trim('(', ')').Split('-');
                    open.Add((parts.Length > 1 ? parts[1] : "", parts[0], sentence.Count - 1));
                }

                if (match.Value[^1] != ')') continue;
                var id = match.Value.TrimEnd(')').TrimStart('(').Split('-')[0];
                var at = open.FindLastIndex(o => o.Entity == id);
                if (at < 0) continue;
                found.Add((open[at].Type, id, open[at].First, sentence.Count - 1));
                open.RemoveAt(at);
            }
        }

        var id2 = Path.GetFileNameWithoutExtension(path);
        return new Document(id2, "gum-further", text.ToString().TrimEnd(), marks);
    }

    private static void MarkNames(List<Row> sentence, List<(string Type, string Entity, int First, int Last)> found, List<Mark> marks)
    {
        var taken = new bool[sentence.Count];
        foreach (var (kind, entity, first, last) in found.OrderByDescending(f => f.Last - f.First))
        {
            if (!Types.TryGetValue(kind, out var type) || last >= sentence.Count) continue;
            var head = Enumerable.Range(first, last - first + 1).FirstOrDefault(i => sentence[i].Head == 0 || sentence[i].Head - 1 < first || sentence[i].Head - 1 > last, -1);
            if (head < 0) continue;
            var isName = sentence[head].Kind == "PROPN" || Enumerable.Range(first, last - first + 1).Any(i => sentence[i].Head - 1 == head && sentence[i].Link.StartsWith("flat", StringComparison.Ordinal) && sentence[i].Kind == "PROPN");
            if (!isName) continue;
            var (from, to) = (head, head);
            while (from > first && IsOfName(sentence, from - 1)) from--;
            while (to < last && (IsOfName(sentence, to + 1) || (sentence[to + 1].Text is "of" or "and" or "for" or "the" or "-" or "'s" or "&" or "." && to + 1 < last && LeadsOn(sentence, to + 2, last)))) to++;
            while (to > from && !char.IsLetterOrDigit(sentence[to].Text[0])) to--;
            while (from < to && sentence[from].Text is "the" or "The" or "of" or "and") from++;
            if (Enumerable.Range(from, to - from + 1).Any(i => taken[i])) continue;
            if (from == to && (Roles.Contains(sentence[from].Text) || !char.IsUpper(sentence[from].Text[0]))) continue;
            for (var i = from; i <= to; i++) taken[i] = true;
            marks.Add(new Mark(sentence[from].Start, sentence[to].End, type, entity));
        }
    }

    private static bool LeadsOn(List<Row> sentence, int at, int last) =>
        at <= last && (IsOfName(sentence, at) || (sentence[at].Text is "the" or "The" && at + 1 <= last && IsOfName(sentence, at + 1)));

    private static bool IsOfName(List<Row> sentence, int at) =>
        sentence[at].Kind == "PROPN" || (char.IsUpper(sentence[at].Text[0]) && sentence[at].Kind is "ADJ" or "NOUN" or "NUM" or "VERB" && Inner.Contains(sentence[at].Link));

    private static readonly HashSet<string> Roles =
        ["President", "Senator", "Governor", "Mayor", "Chief", "Minister", "Secretary", "Chancellor", "Chairman", "Excellency", "God", "Lord", "Jesus", "Christ", "Mr.", "Mrs.", "Madam", "Sir", "Mom", "Dad", "North", "South", "East", "West", "Americans", "Muslims", "Jews", "Christians"];

    [GeneratedRegex(@"\([^()]+\)?|[^()]+\)")]
    private static partial Regex Bracket();

    private readonly record struct Row(int Start, int End, string Text, string Kind, int Head, string Link, bool IsGlued);
}
