using System.Text.RegularExpressions;

namespace CoreStudy.Interchange.Transcripts.Layouts;

/// <summary>What of a file was not speech, counted so that the person who imports is told.</summary>
internal sealed partial class LeftOut
{
    private int _heading;
    private int _notes;
    private int _headlines;
    private int _pauses;
    private bool _numbers;

    public IReadOnlyList<string> Warnings =>
    [
        .. Said(_heading, "The heading of the file was left out: {0} line(s) before the first turn."),
        .. Said(_headlines, "{0} line(s) that are headlines or rules were left out."),
        .. Said(_notes, "{0} line(s) saying who or what made the transcript were left out."),
        .. Said(_pauses, "{0} break(s) or jingle(s) were left out."),
        .. Said(_numbers ? 1 : 0, "The numbers before the lines were left out."),
    ];

    public void Heading(int lines) => _heading = lines;

    public void Numbers() => _numbers = true;

    public void Pause() => _pauses++;

    /// <summary>True for a line that nobody spoke; blank lines are among them, and are not counted.</summary>
    public bool IsNotSpoken(string line, bool markdown)
    {
        if (string.IsNullOrWhiteSpace(line)) return true;
        if (Credit().IsMatch(line)) _notes++;
        else if (Rule().IsMatch(line) || (markdown && Headline().IsMatch(line))) _headlines++;
        else return false;
        return true;
    }

    private static IEnumerable<string> Said(int count, string sentence) =>
        count == 0 ? [] : [string.Format(System.Globalization.CultureInfo.InvariantCulture, sentence, count)];

    [GeneratedRegex(@"^\W*(transcribed (by|with|using)|transcript(ion)? (is |was )?(provided|generated|created|produced|made) (by|with|automatically))\b.{0,120}$|^.{1,80} (started|stopped) (transcription|recording)\.?\s*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Credit();

    [GeneratedRegex(@"^\s*([-*_=~]\s*){3,}$", RegexOptions.CultureInvariant)]
    private static partial Regex Rule();

    [GeneratedRegex(@"^\s{0,3}#{1,6}\s", RegexOptions.CultureInvariant)]
    private static partial Regex Headline();
}
