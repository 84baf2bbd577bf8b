using System.Globalization;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Interchange.Codings;

/// <summary>A transcript with the codings on it, as a file shows it.</summary>
/// <param name="Heading">Its title.</param>
/// <param name="Note">What stands below the title: of which study, as of when, whose codings.</param>
/// <param name="Words">All of its words, which places count in, in UTF-16 code units.</param>
/// <param name="Turns">In order; each within the words.</param>
/// <param name="Codings">By their places.</param>
public sealed record CodedTranscript(string Heading, string Note, string Words, IReadOnlyList<CodedTurn> Turns, IReadOnlyList<TranscriptCoding> Codings)
{
    /// <summary>The numbers of codings that end together, from 1, such as “3–5, 9”.</summary>
    /// <param name="codings">Their places in the list.</param>
    internal static string Numbers(IEnumerable<int> codings) => string.Join(", ", codings.Order().Select((at, i) => (Number: at + 1, Run: at - i)).GroupBy(n => n.Run)
        .Select(run => string.Join('–', new[] { run.First().Number, run.Last().Number }.Distinct().Select(n => n.ToString(CultureInfo.InvariantCulture)))));

    public override string ToString() => $"coded transcript of {Words.Length} characters";
}

/// <param name="Speaker">As the study calls them.</param>
public sealed record CodedTurn(Segment Segment, string Speaker, bool IsInterviewer)
{
    public override string ToString() => Segment.ToString();
}

/// <summary>A coding on a transcript.</summary>
/// <param name="Code">What the code is called.</param>
/// <param name="Colour">Of the code, such as <c>#1b6e53</c>.</param>
/// <param name="Coder">Who coded.</param>
/// <param name="Remarks">What was said about it: the coder’s doubt, comments, each with who said it.</param>
public sealed record TranscriptCoding(Segment Segment, string Code, string Colour, string Coder, DateTimeOffset At, IReadOnlyList<string> Remarks)
{
    public override string ToString() => Segment.ToString();
}

/// <summary>A stretch of a turn throughout which the same codings lie.</summary>
/// <param name="On">Which codings, by their places in the list.</param>
internal readonly record struct Stretch(int Start, int End, IReadOnlyList<int> On)
{
    /// <summary>A turn cut wherever a coding begins or ends.</summary>
    public static IEnumerable<Stretch> Of(CodedTranscript transcript, Segment turn)
    {
        var touching = transcript.Codings.Index().Where(c => c.Item.Segment.Overlaps(turn)).ToList();
        var cuts = touching.SelectMany(c => new[] { c.Item.Segment.Start, c.Item.Segment.End }).Where(at => at > turn.Start && at < turn.End).Append(turn.Start).Append(turn.End).Distinct().Order().ToList();
        for (var i = 0; i + 1 < cuts.Count; i++)
        {
            var (start, end) = (cuts[i], cuts[i + 1]);
            yield return new Stretch(start, end, [.. touching.Where(c => c.Item.Segment.Start < end && start < c.Item.Segment.End).Select(c => c.Index)]);
        }
    }
}
