using System.Net;
using System.Text.RegularExpressions;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Transcripts.Documents;

namespace CoreStudy.Interchange.Transcripts.Layouts;

/// <summary>Speaker turns out of lines of text, in whichever of the layouts that transcribers use.</summary>
internal static partial class TextTurns
{
    /// <summary>In UTF-16 code units: some five times a recording of ten hours.</summary>
    private const int LongestText = 10_000_000;

    /// <summary>Some five times the captions of a recording of ten hours.</summary>
    private const int MostLines = 200_000;

    private const int LongestHeadingLines = 20;
    private const int LongestHeadingCharacters = 3000;

    public static TranscriptDraft Of(string format, string text, bool markdown)
    {
        Measure(text);
        var lines = FileText.Clean(text).Split('\n');
        var left = new LeftOut();
        if (TableTurns.Of(format, lines) is { } table) return table;

        if (LineNumbers.Take(lines)) left.Numbers();
        var ends = EndTimes.Take(lines);
        var heads = NamesAlone.Among(JoinedNames([.. lines.Select((line, at) => left.IsNotSpoken(line, markdown) ? Blank : LineHeads.Of(line))]), Blank);
        var speakers = new KnownSpeakers(heads, heads.Count(h => h != Blank && (h.Words != "" || h.Label is not null)));
        var turns = speakers.Any ? Labelled(heads, lines, speakers, ends, left) : Unlabelled(heads, lines, left);
        if (markdown || heads.Any(h => h.Shape == HeadShape.Bold && speakers.Speaks(h)))
            turns = [.. turns.Select(t => t with { Text = FileText.Clean(WebUtility.HtmlDecode(Escape().Replace(t.Text, "$1"))).Trim() })];
        return new TranscriptDraft(format, ends.Any ? ends.Settle(turns) : turns, left.Warnings);
    }

    /// <summary>Throws <see cref="UnreadableFileException"/> for a text that is longer than any transcript.</summary>
    public static void Measure(string text)
    {
        if (text.Length > LongestText)
            throw new UnreadableFileException($"“{{0}}” holds more than {LongestText / 1_000_000} million characters, more than any transcript. Please divide it.");
        if (text.AsSpan().Count('\n') + text.AsSpan().Count('\r') > MostLines * (text.Contains("\r\n", StringComparison.Ordinal) ? 2 : 1))
            throw new UnreadableFileException($"“{{0}}” holds more than {MostLines / 1000} thousand lines, more than any transcript. Please divide it.");
    }

    private static LineHead Blank { get; } = new(HeadShape.None, null, null, "");

    /// <summary>Where a name stands alone on the line after a time, the two are one head.</summary>
    private static LineHead[] JoinedNames(LineHead[] heads)
    {
        var places = Enumerable.Range(0, Math.Max(0, heads.Length - 2))
            .Where(at => heads[at] is { Shape: HeadShape.Time, Words: "" } && heads[at + 1].Shape == HeadShape.None && heads[at + 2].Words != ""
                && LineHeads.IsNameAlone(heads[at + 1].Words))
            .ToList();
        var recurring = places.GroupBy(at => heads[at + 1].Words).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
        var times = heads.Count(h => h is { Shape: HeadShape.Time, Words: "" });
        if (recurring.Count == 0 || places.Count * 10 < times * 8) return heads;
        foreach (var at in places)
        {
            heads[at + 1] = new LineHead(HeadShape.TimeName, heads[at + 1].Words, heads[at].TimeMs, "");
            heads[at] = Blank;
        }
        return heads;
    }

    private static List<DraftTurn> Labelled(LineHead[] heads, string[] lines, KnownSpeakers speakers, EndTimes ends, LeftOut left)
    {
        var turns = new TurnList();
        var first = Array.FindIndex(heads, speakers.Speaks);
        first = PastHeading(heads, first, speakers);
        var (speaker, start, words, pending) = ((string?)null, (long?)null, new List<string>(), (long?)null);

        // A line that begins with dots was said before the recording began to be typed, by nobody knows whom.
        var torn = Array.FindIndex(heads, 0, first, h => h.Words.StartsWith('…') || h.Words.StartsWith("...", StringComparison.Ordinal));
        var opening = heads[..(torn < 0 ? first : torn)].Where(h => h != Blank && (h.Words != "" || h.Label is not null)).ToList();
        var opens = 0;
        if (opening.Count > LongestHeadingLines || lines[..first].Sum(l => l.Length) > LongestHeadingCharacters) opens = first;
        else if (opening.Count > 0) left.Heading(opening.Count);
        for (var at = first - 1; at >= 0 && pending is null && heads[at] is { Shape: HeadShape.Time } or { Words: "" }; at--) pending = heads[at].TimeMs;

        for (var at = opens > 0 ? 0 : torn < 0 ? first : torn; at < heads.Length; at++)
        {
            var head = heads[at];
            if (speakers.Speaks(head) && at >= first)
            {
                Close();
                if (head.Shape == HeadShape.Quotation) turns.Part(); // a role is not a person: the next quotation may be another's
                if (SpeakerLabel.IsPseudo(head.Label!) && OnlyTimes().IsMatch(head.Words))
                {
                    left.Pause();
                    turns.Part();
                    (speaker, start, pending) = (null, null, null);
                    continue;
                }
                (speaker, start, pending) = (SpeakerLabel.IsPseudo(head.Label!) ? null : head.Label, head.TimeMs ?? pending, null);
                words.Add(head.Words);
            }
            else if (head.Shape == HeadShape.Time && head.Words == "") pending = head.TimeMs;
            else if (head != Blank) words.Add(head.Shape is HeadShape.Time ? head.Words : lines[at].Trim());
            if (ends.At(at) is { } end) ends.Mark(turns.Count, end);
        }
        Close();
        return turns.ToDraft();

        void Close()
        {
            turns.Add(speaker, start, string.Join('\n', words.Where(w => w != "")), "\n");
            words.Clear();
        }
    }

    /// <summary>Lines like <c>Interviewer: the name</c> in the heading: a label that never comes again, before those that do.</summary>
    private static int PastHeading(LineHead[] heads, int first, KnownSpeakers speakers)
    {
        var counts = heads.Where(speakers.Speaks).GroupBy(h => h.Label!).ToDictionary(g => g.Key, g => g.Count());
        if (counts.Values.Count(c => c > 1) < 2) return first;
        var at = first;
        for (var seen = 0; at < heads.Length && seen < LongestHeadingLines; at++)
        {
            if (heads[at] == Blank) continue;
            seen++;
            if (!speakers.Speaks(heads[at]) && Entry().IsMatch(heads[at].Words)) continue;
            if (!speakers.Speaks(heads[at])) return first;
            if (counts[heads[at].Label!] > 1) return at;
            if (heads[at].Shape != HeadShape.Colon || heads[at].Words.Length > 80 || heads[at].Words.EndsWith('.') || heads[at].Words.EndsWith('?')) return first;
        }
        return first;
    }

    private static List<DraftTurn> Unlabelled(LineHead[] heads, string[] lines, LeftOut left)
    {
        var turns = new TurnList();
        var timed = heads.Count(h => h.TimeMs is not null);
        var untimed = heads.Count(h => h.TimeMs is null && h.Words != "");
        if (timed > 1 && timed * 2 > untimed)
        {
            var first = Array.FindIndex(heads, h => h.TimeMs is not null);
            var opening = heads[..first].Count(h => h.Words != "");
            if (opening is > 0 and <= LongestHeadingLines) left.Heading(opening);
            else first = 0;
            var (start, words) = ((long?)null, new List<string>());
            for (var at = first; at <= heads.Length; at++)
            {
                if (at == heads.Length || heads[at].TimeMs is not null)
                {
                    turns.Add(null, start, string.Join('\n', words.Where(w => w != "")), "\n");
                    words.Clear();
                    if (at < heads.Length) start = heads[at].TimeMs;
                }
                if (at < heads.Length) words.Add(heads[at].Shape == HeadShape.TimeName ? heads[at].Label! : heads[at].TimeMs is null ? lines[at].Trim() : heads[at].Words);
            }
            return turns.ToDraft();
        }

        var full = lines.Count(l => l.Trim() != "");
        var byBlankLines = lines.Count(l => l.Trim() == "") * 10 > full;
        var paragraph = new List<string>();
        for (var at = 0; at <= lines.Length; at++)
        {
            if (at == lines.Length || heads[at] == Blank || !byBlankLines)
            {
                turns.Add(null, null, string.Join('\n', paragraph), "\n");
                paragraph.Clear();
            }
            if (at < lines.Length && heads[at] != Blank) paragraph.Add(lines[at].Trim());
        }
        return turns.ToDraft();
    }

    [GeneratedRegex(@"^[\s\d:.,\\\[\]()–-]*(to[\s\d:.,\\\[\]()–-]*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex OnlyTimes();

    [GeneratedRegex(@"\\([\\`*_{}\[\]()#+\-.!<>~|])", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();

    /// <summary>A line of a heading such as <c>Duration: 45 min</c>.</summary>
    [GeneratedRegex(@"^[^:.?!]{1,30}:\s.{0,80}(?<![.?!])$", RegexOptions.CultureInvariant)]
    private static partial Regex Entry();
}
