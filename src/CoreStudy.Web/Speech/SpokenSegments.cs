using System.Text;
using System.Text.RegularExpressions;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Web.Speech;

/// <summary>One segment as a whisper.cpp server writes it.</summary>
/// <param name="Start">Seconds from the start of the recording; null where it was asked for none.</param>
/// <param name="End">Seconds.</param>
public sealed record HeardSegment(double? Start, double? End, string? Text)
{
    public override string ToString() => $"segment of {Text?.Length ?? 0} characters";
}

/// <summary>Makes turns of an engine's segments, which are pieces of a few seconds.</summary>
public static partial class SpokenSegments
{
    /// <summary>Somebody else may speak after such a silence, in milliseconds.</summary>
    private const long Pause = 1200;

    /// <summary>From here on a turn ends with its sentence, in UTF-16 code units.</summary>
    private const int LongTurn = 500;

    /// <summary>And from here on with the segment, where an engine writes no sentences.</summary>
    private const int LongestTurn = 2000;

    /// <summary>A sentence that an engine says so often in a row was not spoken: engines do that in silence and noise.</summary>
    private const int MostRepeats = 3;

    /// <summary>Turns in order of their times. What an engine writes for silence is left out.</summary>
    /// <param name="otherLanguage">What the engine took it for, such as “welsh”, where it was to listen for another language; else null.</param>
    public static TranscriptDraft ToDraft(string engine, IReadOnlyList<HeardSegment?> segments, string? otherLanguage = null)
    {
        var turns = new List<DraftTurn>();
        var words = new StringBuilder();
        var (start, end, isOver) = (0L, 0L, false);
        string? speaker = null, before = null;
        var (repeats, dropped) = (0, 0);
        foreach (var segment in segments)
        {
            var text = segment?.Text ?? "";
            var isLast = text.Contains("[SPEAKER_TURN]", StringComparison.OrdinalIgnoreCase);
            string? who = null;
            if (Speaker().Match(text) is { Success: true } told && told.Groups[1].ValueSpan is not "?") who = $"Speaker {int.Parse(told.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) + 1}";
            text = TranscriptText.Normalise(Marks().Replace(Speaker().Replace(text, " "), " ").ReplaceLineEndings(" ")).Trim();
            if (text.Any(char.IsLetterOrDigit))
            {
                repeats = text == before ? repeats + 1 : 0;
                before = text;
                if (repeats >= MostRepeats)
                {
                    dropped++;
                    continue;
                }

                var from = Math.Max(start, Milliseconds(segment!.Start) ?? end);
                var isOther = who is not null && speaker is not null && who != speaker;
                if (words.Length > 0 && (isOver || isOther || from - end >= Pause || words.Length >= LongestTurn || (words.Length >= LongTurn && IsSentenceEnd(words)))) Close();
                if (words.Length == 0) (start, speaker) = (from, who);
                else words.Append(' ');
                speaker ??= who;
                words.Append(text);
                end = Math.Max(from, Milliseconds(segment.End) ?? from);
                isOver = false;
            }

            isOver |= isLast;
        }

        Close();
        List<string> warnings = ["This is a draft by a machine. It mishears, leaves out and makes up: somebody must listen to all of it."];
        if (otherLanguage is not null) warnings.Add($"The engine took this recording for {Capital(otherLanguage)}. If that is wrong, its words are made up.");
        if (dropped > 0) warnings.Add($"The engine repeated itself {dropped:N0} times; that was left out. It does so in silence and noise: listen there with care.");
        return new TranscriptDraft($"draft by {engine}", turns, warnings);

        void Close()
        {
            if (words.Length > 0) turns.Add(new DraftTurn(speaker, start, words.ToString()));
            words.Clear();
        }
    }

    private static string Capital(string language) => char.ToUpperInvariant(language[0]) + language[1..];

    /// <summary>Null for what is no time of a recording.</summary>
    private static long? Milliseconds(double? seconds) => seconds is >= 0 and < 31 * 86_400 and { } s ? (long)Math.Round(s * 1000) : null;

    private static bool IsSentenceEnd(StringBuilder words) => words[^1] is '.' or '?' or '!' or '…';

    /// <summary>With stereo recordings the server says from which side a segment came.</summary>
    [GeneratedRegex(@"^\s*\(speaker (\d{1,2}|\?)\)")]
    private static partial Regex Speaker();

    /// <summary>What engines write for turns, silence and music.</summary>
    [GeneratedRegex(@"\[(?:SPEAKER_TURN|BLANK_AUDIO|_[A-Z0-9_]+_?|MUSIC|SILENCE|INAUDIBLE NOISE)\]|\((?:silence|music)\)|♪", RegexOptions.IgnoreCase)]
    private static partial Regex Marks();
}
