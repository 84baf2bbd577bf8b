using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Data.Tallies;

/// <summary>How much of a text segments cover.</summary>
public static class Coverage
{
    /// <summary>Counts the words whose first character lies in a segment, each once however many segments hold it.</summary>
    /// <param name="segments">In any order, overlapping at will.</param>
    /// <param name="wordStarts">Where words begin, in UTF-16 code units, ascending.</param>
    public static int Words(IEnumerable<Segment> segments, int[] wordStarts)
    {
        var (words, reached) = (0, 0);
        foreach (var segment in segments.OrderBy(s => s.Start))
        {
            var (from, to) = (IndexOf(wordStarts, Math.Max(segment.Start, reached)), IndexOf(wordStarts, segment.End));
            if (to > from) words += to - from;
            reached = Math.Max(reached, segment.End);
        }

        return words;
    }

    /// <summary>How many words begin before a position.</summary>
    private static int IndexOf(int[] wordStarts, int position)
    {
        var index = Array.BinarySearch(wordStarts, position);
        return index >= 0 ? index : ~index;
    }
}
