using System.Text.RegularExpressions;

namespace CoreStudy.Interchange.Transcripts.Captions;

/// <summary>SubRip (.srt) and YouTube's SubViewer (.sbv), which no standard defines: read leniently, so that no words are lost.</summary>
internal static partial class LooseCaptions
{
    public static CueList ParseSrt(string text) => Parse(text, SrtTiming(), BrokenSrtTiming());

    public static CueList ParseSbv(string text) => Parse(text, SbvTiming(), BrokenSbvTiming());

    /// <summary>True where one of the first lines is a time range as SubRip writes it.</summary>
    public static bool LooksLikeSrt(string text) => FirstLines(text).Any(line => SrtTiming().IsMatch(line));

    public static bool LooksLikeSbv(string text) => FirstLines(text).Any(line => SbvTiming().IsMatch(line));

    private static IEnumerable<string> FirstLines(string text) =>
        text[..Math.Min(text.Length, 2000)].ReplaceLineEndingsAsInCaptions().TrimStart('\uFEFF').Split('\n').Where(l => l.Trim() != "").Take(3);

    private static CueList Parse(string text, Regex timing, Regex broken)
    {
        var lines = text.TrimStart('\uFEFF').ReplaceLineEndingsAsInCaptions().Split('\n');
        var (cues, unreadable) = (new List<Cue>(), 0);
        (string Id, long Start, long End)? open = null;
        var words = new List<string>();

        foreach (var line in lines)
        {
            var match = timing.Match(line);
            if (!match.Success && broken.IsMatch(line))
            {
                unreadable++;
                if (words.Count > 0 && IsIndex(words[^1])) words.RemoveAt(words.Count - 1);
                continue;
            }
            if (!match.Success)
            {
                words.Add(line);
                continue;
            }
            var id = words.Count > 0 && IsIndex(words[^1]) && (words.Count == 1 || words[^2].Trim() == "") ? words[^1].Trim() : "";
            if (id != "") words.RemoveAt(words.Count - 1);
            Close();
            open = (id, Clock.Milliseconds(match.Groups["from"].Value) ?? 0, Clock.Milliseconds(match.Groups["to"].Value) ?? 0);
        }
        Close();
        return new CueList(cues, unreadable);

        void Close()
        {
            if (open is { } cue) cues.Add(new Cue(cue.Id, cue.Start, cue.End, string.Join('\n', words.Where(w => w.Trim() != ""))));
            words.Clear();
        }
    }

    private static bool IsIndex(string line) => line.AsSpan().Trim() is { Length: > 0 and < 8 } number && number.IndexOfAnyExceptInRange('0', '9') < 0;

    [GeneratedRegex(@"^\s*(?<from>(\d{1,3}:)?\d{1,2}:\d{1,2}[,.]\d{1,3})\s*-->\s*(?<to>(\d{1,3}:)?\d{1,2}:\d{1,2}[,.]\d{1,3})\b", RegexOptions.CultureInvariant)]
    private static partial Regex SrtTiming();

    [GeneratedRegex(@"^\s*\d[\d:.,]*\S*\s*-->", RegexOptions.CultureInvariant)]
    private static partial Regex BrokenSrtTiming();

    [GeneratedRegex(@"^\s*(?<from>\d{1,3}:\d{2}:\d{2}\.\d{1,3}),(?<to>\d{1,3}:\d{2}:\d{2}\.\d{1,3})\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex SbvTiming();

    [GeneratedRegex(@"^\s*\d{1,3}:\d{2}:\S{1,12},\S{1,16}\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex BrokenSbvTiming();
}
