using System.Text.RegularExpressions;

namespace CoreStudy.Interchange.Transcripts.Layouts;

/// <summary>How a line says who speaks, or when.</summary>
internal enum HeadShape
{
    None,

    /// <summary><c>[00:01:02] text</c>, or the time alone.</summary>
    Time,

    /// <summary><c>**Name:** text</c>, <c>**Name** [0:06] text</c>.</summary>
    Bold,

    /// <summary><c>Name  54:52</c> on a line of its own.</summary>
    NameTime,

    /// <summary><c>Name [54:52] text</c>.</summary>
    NameTimeWords,

    /// <summary><c>[00:00:11] Name: text</c>.</summary>
    TimeColon,

    /// <summary><c>[00:00:11] Name</c>, the words on the next line; or time, name and words on a line each.</summary>
    TimeName,

    /// <summary><c>Name: text</c>.</summary>
    Colon,

    /// <summary><c>[id1] text</c>.</summary>
    Bracket,

    /// <summary><c>I - text</c>.</summary>
    Dash,

    /// <summary>A role or a name in capitals alone on a line, the words on the next.</summary>
    NameAlone,

    /// <summary><c>* (role): “words”</c>: quotations, each with the role of whoever said it.</summary>
    Quotation,

    /// <summary>Columns: a time or a number, the name, the words.</summary>
    Columns,
}

/// <summary>The beginning of a line taken apart.</summary>
/// <param name="TimeMs">Milliseconds, null where the line begins without a time.</param>
internal sealed record LineHead(HeadShape Shape, string? Label, long? TimeMs, string Words)
{
    public override string ToString() => $"{Shape}";
}

internal static partial class LineHeads
{
    private const string TimePattern = @"\d{1,3}:\d{1,2}(:\d{1,3})?([.,]\d{1,3})?";

    /// <summary>What the line may be; whether its label is a speaker is decided when the whole file is known.</summary>
    public static LineHead Of(string line)
    {
        var text = line.Trim();
        long? time = null;
        if (LeadingTime().Match(text) is { Success: true } leading && Clock.Milliseconds(leading.Groups["t"].Value) is { } at)
        {
            (time, text) = (at, text[leading.Length..].TrimStart());
        }
        if (Quotation().Match(text) is { Success: true } quotation)
            return new LineHead(HeadShape.Quotation, quotation.Groups["n"].Value, time, text[quotation.Length..]);
        if (Bold().Match(text) is { Success: true } bold) return WithInlineTime(HeadShape.Bold, bold, text, time);
        if (time is null && NameTime().Match(text) is { Success: true } named && Clock.Milliseconds(named.Groups["t"].Value) is { } start)
        {
            var words = text[named.Length..].TrimStart();
            return new LineHead(words == "" ? HeadShape.NameTime : HeadShape.NameTimeWords, named.Groups["n"].Value, start, words);
        }
        if (Colon().Match(text) is { Success: true } colon && SpeakerLabel.IsPlausible(colon.Groups["n"].Value))
            return WithInlineTime(time is null ? HeadShape.Colon : HeadShape.TimeColon, colon, text, time);
        if (text.Contains('\t') && Columns(text, time) is { } columns) return columns;
        if (time is null && BracketTime().Match(text) is { Success: true } framed && Clock.Milliseconds(framed.Groups["t"].Value) is { } moment)
            return new LineHead(HeadShape.NameTime, framed.Groups["n"].Value.Trim(), moment, "");
        if (time is null && Bracket().Match(text) is { Success: true } bracket && SpeakerLabel.IsPlausible(bracket.Groups["n"].Value))
            return new LineHead(HeadShape.Bracket, bracket.Groups["n"].Value, null, text[bracket.Length..]);
        if (Dash().Match(text) is { Success: true } dash && SpeakerLabel.IsPlausible(dash.Groups["n"].Value))
            return new LineHead(HeadShape.Dash, dash.Groups["n"].Value, time, text[dash.Length..]);
        if (time is not null && text.Length is > 0 and <= SpeakerLabel.Longest && SpeakerLabel.IsPlausible(text) && !EndsSentence(text))
            return new LineHead(HeadShape.TimeName, text, time, "");
        return time is null ? new LineHead(HeadShape.None, null, null, text) : new LineHead(HeadShape.Time, null, time, text);
    }

    /// <summary>True for a line that could be a name alone.</summary>
    public static bool IsNameAlone(string line) =>
        line.Trim() is { Length: > 0 and <= SpeakerLabel.Longest } name && SpeakerLabel.IsPlausible(name) && !EndsSentence(name);

    /// <summary>True for a role or a name in capitals, as some typists set it above what was said.</summary>
    public static bool IsTitleAlone(string line) =>
        IsNameAlone(line) && (SpeakerLabel.IsRole(line.Trim()) || !line.Any(char.IsLower)) && line.Any(char.IsLetter);

    private static bool EndsSentence(string text) => text[^1] is '.' or ',' or '!' or '?' or '-' or '–' or '…' or '"' or '”';

    private static LineHead WithInlineTime(HeadShape shape, Match head, string text, long? time)
    {
        var words = text[head.Length..].TrimStart();
        if (time is null && InlineTime().Match(words) is { Success: true } inline && Clock.Milliseconds(inline.Groups["t"].Value) is { } at)
            (time, words) = (at, words[inline.Length..].TrimStart());
        return new LineHead(shape, head.Groups["n"].Value.Trim(), time, words);
    }

    private static LineHead? Columns(string text, long? time)
    {
        var cells = text.Split('\t', StringSplitOptions.TrimEntries).ToList();
        if (cells.Count > 2 && cells[0].All(char.IsAsciiDigit)) cells.RemoveAt(0);
        for (var at = 0; at < Math.Min(2, cells.Count - 1); at++)
        {
            if (time is not null || InlineTime().Match(cells[at]) is not { Success: true } match || match.Length != cells[at].Length) continue;
            time = Clock.Milliseconds(match.Groups["t"].Value);
            cells.RemoveAt(at);
        }
        if (cells.Count < 2 || !SpeakerLabel.IsPlausible(cells[0].TrimEnd(':'))) return null;
        return new LineHead(HeadShape.Columns, cells[0].TrimEnd(':'), time, string.Join('\t', cells.Skip(1)).Trim());
    }

    [GeneratedRegex(@"^(\\?[\[(<{])?#?(?<t>" + TimePattern + @"(-\d(?=#))?)#?(\s*(-->|-|–|—|to)\s*" + TimePattern + @")?\s*(\\?[\])>}])?(\s+[-–—]\s+)?(?!\d|:\d|\s?[ap]\.?m\b)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex LeadingTime();

    [GeneratedRegex(@"^(\*\*|__)(?<n>[^*_:][^*_]{0,58}?)\s*(:\s*(\*\*|__)|(\*\*|__)\s*:|(\*\*|__)(?=\s*$|\s*\\?[\[(]?\d{1,3}:\d))\s*", RegexOptions.CultureInvariant)]
    private static partial Regex Bold();

    [GeneratedRegex(@"^(?<n>[^\t:\[\]]{1,60}?)(\s*\\?[\[(]\s*(?<t>" + TimePattern + @")\s*\\?[\])]\s*:?(?=\s|$)|\s+(?<t>" + TimePattern + @")\s*$)", RegexOptions.CultureInvariant)]
    private static partial Regex NameTime();

    [GeneratedRegex(@"^(?<n>[^:\t]{1,60}?)\s*:(\s+|$|(?<=^[A-Za-z]{1,3}\d{0,3}:)(?=\p{L}))", RegexOptions.CultureInvariant)]
    private static partial Regex Colon();

    [GeneratedRegex(@"^\[(?<n>[^\[\]:]{1,40})\]\s*:?\s+(?=\S)", RegexOptions.CultureInvariant)]
    private static partial Regex Bracket();

    [GeneratedRegex(@"^\\?[\[(]?\s*(?<t>" + TimePattern + @")\s*\\?[\])]?(?=\s|$)", RegexOptions.CultureInvariant)]
    private static partial Regex InlineTime();

    [GeneratedRegex(@"^\[(?<n>[^\[\]:\t]{1,60})\]\s+(?<t>" + TimePattern + @")\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex BracketTime();

    [GeneratedRegex(@"^(?<n>[^:\t–—-]{1,40}?)\s+[-–—]\s+(?=\S)", RegexOptions.CultureInvariant)]
    private static partial Regex Dash();

    [GeneratedRegex(@"^[*•-]\s?\((?<n>[^()]{1,40})\)\s*:\s*(?=\S)", RegexOptions.CultureInvariant)]
    private static partial Regex Quotation();
}
