using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Agreements;

/// <summary>One coder's segments beside another's, of one code in one text. Each coder's are in order and do not overlap; they may touch.</summary>
public static class SegmentMatching
{
    private const double Rounding = 1e-9;

    /// <summary>One coder's segments in order, those that overlap united; those that touch stay two.</summary>
    public static List<Segment> Unite(IEnumerable<Segment> segments)
    {
        var united = new List<Segment>();
        foreach (var segment in segments.OrderBy(s => s.Start)) Join(united, segment);
        return united;
    }

    /// <summary>Adds a segment that begins no earlier than the last.</summary>
    internal static void Join(List<Segment> united, Segment next)
    {
        if (united.Count > 0 && next.Start < united[^1].End) united[^1] = new Segment(united[^1].Start, Math.Max(united[^1].End, next.End));
        else united.Add(next);
    }

    /// <summary>The size of the largest one-to-one matching of segments whose intersection over union is at least <paramref name="overlap"/>.</summary>
    /// <remarks>
    /// From left to right, each with the first that fits. That is the largest: if one of the two fits a later segment too, the other cannot, since each coder's
    /// own segments do not overlap, so pairing them now costs nothing.
    /// </remarks>
    public static int Match(ReadOnlySpan<Segment> first, ReadOnlySpan<Segment> second, double overlap)
    {
        var (matched, i, j) = (0, 0, 0);
        while (i < first.Length && j < second.Length)
        {
            var (one, other) = (first[i], second[j]);
            var both = Math.Min(one.End, other.End) - Math.Max(one.Start, other.Start);
            if (both > 0 && both >= (overlap * (one.Length + other.Length - both)) - Rounding)
            {
                matched++;
                i++;
                j++;
            }
            else if (one.End <= other.End) i++;
            else j++;
        }

        return matched;
    }

    /// <summary>How many segments are in both, place for place.</summary>
    public static int Equal(ReadOnlySpan<Segment> first, ReadOnlySpan<Segment> second)
    {
        var (equal, i, j) = (0, 0, 0);
        while (i < first.Length && j < second.Length)
        {
            if (first[i] == second[j]) equal++;
            if (first[i].End <= second[j].End) i++;
            else j++;
        }

        return equal;
    }

    /// <summary>How many of the first's segments share a character with one of the second's.</summary>
    public static int Touched(ReadOnlySpan<Segment> first, ReadOnlySpan<Segment> second)
    {
        var (touched, j) = (0, 0);
        foreach (var one in first)
        {
            while (j < second.Length && second[j].End <= one.Start) j++;
            if (j < second.Length && second[j].Start < one.End) touched++;
        }

        return touched;
    }
}

/// <summary>Segments of two coders and how many found a partner. Counts add up over texts and codes.</summary>
/// <param name="First">The first coder's segments, after uniting.</param>
/// <param name="Equal">Pairs that begin and end at the same places.</param>
/// <param name="Matched">Pairs that overlap enough, each segment in one pair at most.</param>
/// <param name="FirstTouched">The first's segments that share a character with one of the second's.</param>
public readonly record struct SegmentCounts(double First, double Second, double Equal, double Matched, double FirstTouched, double SecondTouched)
{
    public SegmentCounts Turned => new(Second, First, Equal, Matched, SecondTouched, FirstTouched);

    public static SegmentCounts operator +(SegmentCounts one, SegmentCounts other) => new(
        one.First + other.First, one.Second + other.Second, one.Equal + other.Equal, one.Matched + other.Matched,
        one.FirstTouched + other.FirstTouched, one.SecondTouched + other.SecondTouched);

    /// <summary>NaN where it is not defined.</summary>
    internal double Raw(Coefficient coefficient) => coefficient switch
    {
        Coefficient.F1Exact => 2 * Equal / (First + Second),
        Coefficient.F1Matched or Coefficient.SegmentAgreement => 2 * Matched / (First + Second),
        Coefficient.F1AnyOverlap => AnyOverlap(),
        _ => double.NaN,
    };

    private double AnyOverlap()
    {
        if (First + Second == 0) return double.NaN;
        if (FirstTouched == 0 || SecondTouched == 0) return 0; // also where one coded nothing
        var (precision, recall) = (FirstTouched / First, SecondTouched / Second);
        return 2 * precision * recall / (precision + recall);
    }
}
