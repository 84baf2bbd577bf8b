using System.Text;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Findings;

/// <summary>A part of a quote as it is read: words with their place, or a clarification.</summary>
/// <param name="Place">Null for a clarification.</param>
/// <param name="Words">The transcript's words of now, or what the team put in.</param>
public sealed record QuotedPart(Segment? Place, string Words)
{
    public override string ToString() => $"{Words.Length} characters";
}

/// <summary>A turn that a quote touches.</summary>
/// <param name="Speaker">Tells one speaker of the transcript from another.</param>
/// <param name="Says">How the speaker is called where a quote has several, such as “Interviewer”.</param>
public sealed record QuotedTurn(Segment Segment, int Speaker, string Says);

/// <summary>Sets a quote: an ellipsis where words are left out, clarifications in square brackets, a line for each turn.</summary>
public static class QuoteText
{
    public const char Ellipsis = '…';

    /// <summary>The quote as one reads it, without quotation marks; lines are parted by line feeds.</summary>
    /// <param name="parts">In the order of the transcript.</param>
    /// <param name="turns">Those that the parts lie in, in order.</param>
    public static string Write(IReadOnlyList<QuotedPart> parts, IReadOnlyList<QuotedTurn> turns)
    {
        var text = new StringBuilder();
        var spoken = turns.Where(t => parts.Any(p => p.Place is { } place && place.Overlaps(t.Segment))).Select(t => t.Speaker).Distinct().Count();
        var pending = new List<string>();
        (int End, int Turn)? before = null;
        foreach (var part in parts)
        {
            if (part.Place is not { } place)
            {
                pending.Add($"[{part.Words}]");
                continue;
            }

            foreach (var (stretch, words, turn) in ByTurn(place, part.Words, turns))
            {
                var isNewTurn = before is { } last && last.Turn != turn;
                if (before is { } end)
                {
                    if (!isNewTurn) text.Append(Between(end.End, stretch.Start, pending.Count > 0));
                    else
                    {
                        var endsEarly = end.Turn >= 0 && end.End < turns[end.Turn].Segment.End;
                        var beginsLate = turn >= 0 && stretch.Start > turns[turn].Segment.Start;
                        var skipsTurn = turn >= 0 && end.Turn >= 0 && turns[turn].Segment.Start - turns[end.Turn].Segment.End > 1;
                        if (endsEarly || (skipsTurn && !beginsLate)) text.Append(' ').Append(Ellipsis);
                        text.Append('\n');
                    }
                }

                if ((isNewTurn || before is null) && spoken > 1 && turn >= 0) text.Append(turns[turn].Says).Append(": ");
                if (isNewTurn && turn >= 0 && stretch.Start > turns[turn].Segment.Start) text.Append(Ellipsis).Append(' ');
                foreach (var clarification in pending) text.Append(clarification).Append(' ');
                pending.Clear();
                text.Append(words);
                before = (stretch.End, turn);
            }
        }

        foreach (var clarification in pending) text.Append(text.Length == 0 ? "" : " ").Append(clarification);
        return text.ToString();
    }

    /// <summary>How many words of the transcript it has; clarifications do not count.</summary>
    public static int CountWords(IEnumerable<QuotedPart> parts) => parts.Where(p => p.Place is not null).Sum(p => Transcript.StartsOfWords(p.Words).Length);

    /// <summary>What stands between two stretches of one turn.</summary>
    private static string Between(int end, int start, bool isClarified) => (start - end) switch
    {
        > 1 => $" {Ellipsis} ",
        1 => " ",
        _ => isClarified ? " " : "",
    };

    /// <summary>A stretch by the turns that it lies in; the line feed between two turns belongs to none.</summary>
    private static IEnumerable<(Segment Place, string Words, int Turn)> ByTurn(Segment place, string words, IReadOnlyList<QuotedTurn> turns)
    {
        var any = false;
        for (var i = 0; i < turns.Count; i++)
        {
            var (start, end) = (Math.Max(place.Start, turns[i].Segment.Start), Math.Min(place.End, turns[i].Segment.End));
            if (start >= end) continue;
            any = true;
            yield return (new Segment(start, end), words[(start - place.Start)..Math.Min(words.Length, end - place.Start)], i);
        }

        if (!any) yield return (place, words, -1);
    }
}
