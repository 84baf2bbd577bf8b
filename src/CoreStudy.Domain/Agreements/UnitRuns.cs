using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Agreements;

/// <summary>Which units a coder coded.</summary>
internal static class UnitRuns
{
    /// <summary>The coded units as runs of their numbers, so that the sweep over characters serves for them too.</summary>
    /// <param name="segments">Of one coder and one code, in order and united.</param>
    /// <param name="units">Words, sentences or turns, in order.</param>
    /// <param name="runs">Emptied and filled.</param>
    public static void Find(List<Segment> segments, IReadOnlyList<Segment> units, ComparisonRules rules, List<Segment> runs)
    {
        runs.Clear();
        if (rules.Unit == ComparisonUnit.Transcript)
        {
            if (segments.Count > 0) runs.Add(new Segment(0, 1));
            return;
        }

        var (unit, covered) = (0, 0);
        foreach (var segment in segments)
        {
            if (unit < units.Count && units[unit].End <= segment.Start)
            {
                Close();
                unit = FirstEndingAfter(units, unit + 1, segment.Start);
            }

            while (unit < units.Count && units[unit].Start < segment.End)
            {
                covered += Math.Min(units[unit].End, segment.End) - Math.Max(units[unit].Start, segment.Start);
                if (units[unit].End > segment.End) break; // the next segment may be in it too
                Close();
                unit++;
            }
        }

        if (unit < units.Count) Close();

        void Close()
        {
            if (covered > 0 && (rules.Rule == UnitRule.AnyCharacter || 2 * covered >= units[unit].Length))
            {
                if (runs.Count > 0 && runs[^1].End == unit) runs[^1] = new Segment(runs[^1].Start, unit + 1);
                else runs.Add(new Segment(unit, unit + 1));
            }

            covered = 0;
        }
    }

    private static int FirstEndingAfter(IReadOnlyList<Segment> units, int from, int place)
    {
        var (low, high) = (from, units.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (units[middle].End <= place) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
