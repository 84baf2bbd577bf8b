using System.Net;
using System.Text.RegularExpressions;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Interchange.Transcripts.Captions;

/// <summary>Speaker turns out of captions: voices (<c>&lt;v Name&gt;</c>) or names before a colon; cues of one speaker become one turn.</summary>
internal static partial class CaptionTurns
{
    public static TranscriptDraft Of(string format, CueList list)
    {
        var cues = WithoutRepeats(list.Cues);
        var spoken = cues.SelectMany(Voices).ToList();
        var labels = Prefixes(spoken);
        var (turns, current) = (new TurnList(), (string?)null);

        foreach (var (voice, start, text) in spoken)
        {
            var (speaker, words) = (voice, text);
            if (voice is null && labels.Count > 0)
            {
                var (label, rest) = Prefix(text);
                if (label is not null && labels.Contains(label)) (current, words) = (label, rest);
                speaker = current;
            }
            turns.Add(speaker, start, words, " ");
        }

        var warnings = new List<string>();
        if (list.Unreadable > 0)
            warnings.Add($"The time of {list.Unreadable} caption(s) could not be read. Please compare the text with the recording there.");
        if (list.LeftOut > 0)
            warnings.Add($"The words of {list.LeftOut} caption(s) were left out, for no readable time stands above them. Please compare the text with the recording.");
        return new TranscriptDraft(format, turns.ToDraft(), warnings);
    }

    /// <summary>The words of each caption with its times, whoever speaks.</summary>
    public static List<TimedWords> Timed(CueList list) =>
        [.. WithoutRepeats(list.Cues).Select(c => new TimedWords(c.StartMs, Math.Max(c.StartMs, c.EndMs), FileText.Clean(string.Join(' ', Voices(c).Select(v => v.Text))).Trim())).Where(t => t.Words != "")];

    /// <summary>The parts of a cue by voice, marks taken out and entities resolved.</summary>
    private static IEnumerable<(string? Voice, long StartMs, string Text)> Voices(Cue cue)
    {
        var (voice, from) = ((string?)null, 0);
        var parts = new List<(string?, long, string)>();
        foreach (Match tag in VoiceTag().Matches(cue.Text))
        {
            parts.Add((voice, cue.StartMs, Plain(cue.Text[from..tag.Index])));
            voice = tag.Groups["name"].Success ? WebUtility.HtmlDecode(tag.Groups["name"].Value).Trim('/', ' ') : null;
            from = tag.Index + tag.Length;
        }
        parts.Add((voice, cue.StartMs, Plain(cue.Text[from..])));
        return parts.Where(p => p.Item3 != "");
    }

    private static string Plain(string text)
    {
        var words = WebUtility.HtmlDecode(Mark().Replace(text, "")).Replace('\u00A0', ' ');
        return string.Join(' ', words.Split([' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
    }

    private static HashSet<string> Prefixes(List<(string? Voice, long StartMs, string Text)> spoken)
    {
        var counts = new Dictionary<string, int>();
        foreach (var (voice, _, text) in spoken)
        {
            if (voice is null && Prefix(text).Label is { } label) counts[label] = counts.GetValueOrDefault(label) + 1;
        }
        var recurs = counts.Values.Any(c => c > 1);
        return [.. counts.Where(c => c.Value > 1 || (recurs && SpeakerLabel.IsRole(c.Key))).Select(c => c.Key)];
    }

    private static (string? Label, string Words) Prefix(string text)
    {
        var colon = text.IndexOf(": ", StringComparison.Ordinal);
        if (colon is < 1 or > SpeakerLabel.Longest) return (null, text);
        var label = text[..colon].TrimStart('>', '-', ' ').Trim('[', ']');
        return SpeakerLabel.IsPlausible(label) ? (label, text[(colon + 2)..]) : (null, text);
    }

    /// <summary>Rolling captions show each line twice: where most cues begin with the last line of the one before, it is taken once.</summary>
    private static IReadOnlyList<Cue> WithoutRepeats(IReadOnlyList<Cue> cues)
    {
        var (kept, repeats, last) = (new List<Cue>(), 0, "");
        foreach (var cue in cues)
        {
            var lines = cue.Text.Split('\n').Where(l => Plain(l) != "").ToList();
            if (lines.Count > 0 && last != "" && Plain(lines[0]) == last)
            {
                repeats++;
                lines.RemoveAt(0);
            }
            if (lines.Count > 0) last = Plain(lines[^1]);
            kept.Add(cue with { Text = string.Join('\n', lines) });
        }
        return repeats > 2 && repeats * 2 > cues.Count ? kept : cues;
    }

    [GeneratedRegex(@"</v\s*>|<v(\.[^\s<>]*)?\s+(?<name>[^<>]*)>", RegexOptions.CultureInvariant)]
    private static partial Regex VoiceTag();

    [GeneratedRegex(@"</?(c|i|b|u|ruby|rt|lang|v|font)([.\s][^<>]*)?>|<[\d:.]+>|\{\\[^{}]*\}", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Mark();
}
