using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Settling;

/// <summary>One coding as the settling sees it: in whose lane it lies, which code, where.</summary>
/// <param name="Lane">The coder's lane, from 0.</param>
public readonly record struct LaneCoding(CodingId Id, int Lane, CodeId CodeId, Segment Segment);

/// <summary>A passage to which every coder gave the same code with the same borders.</summary>
/// <param name="From">The codings that say so, at least one of each lane.</param>
public sealed record AgreedPassage(CodeId CodeId, Segment Segment, IReadOnlyList<CodingId> From);

/// <summary>In what coders differ.</summary>
public enum DifferenceKind
{
    /// <summary>Every coder gave the same code, with other borders: a difference of extent alone.</summary>
    Extent,

    /// <summary>On the same words, or on words that overlap, coders gave different codes.</summary>
    Code,

    /// <summary>Some coders coded the passage, and the others gave it nothing in the place of that code.</summary>
    Presence,
}

/// <summary>Codings that belong together and do not agree.</summary>
/// <param name="Segment">From the first to the last character that any of them covers.</param>
/// <param name="Codings">In the order of the text; never empty.</param>
public sealed record LaneDifference(DifferenceKind Kind, Segment Segment, IReadOnlyList<LaneCoding> Codings);

/// <summary>What the coders of one transcript agree on, and where they differ.</summary>
/// <remarks>
/// Every coding of every lane is in exactly one agreed passage or difference. Agreed is what all lanes coded with the same code and the same borders.
/// What is left is gathered by code: codings of one code that overlap, directly or through others, belong together. Where such a group has codings of all
/// lanes, they differ in extent. Groups that lack lanes are paired with groups of other codes of the lanes they lack: first those whose borders are most alike
/// (shared characters by characters of either), each group once, and only where they share at least half of the shorter one. Those differ in code. A group that finds no other is coded by some alone.
/// The same codings give the same answer, in whichever order they come.
/// </remarks>
public sealed record LaneComparison(IReadOnlyList<AgreedPassage> Agreed, IReadOnlyList<LaneDifference> Differences)
{
    /// <param name="lanes">How many coders there are; one who coded nothing counts too.</param>
    public static LaneComparison Of(IEnumerable<LaneCoding> codings, int lanes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lanes, 2);
        var agreed = new List<AgreedPassage>();
        var groups = new List<Group>();
        foreach (var same in codings.GroupBy(c => c.CodeId).OrderBy(g => g.Key.Value))
        {
            var rest = new List<LaneCoding>();
            foreach (var passage in same.GroupBy(c => c.Segment))
            {
                if (passage.Any(c => c.Lane < 0 || c.Lane >= lanes)) throw new ArgumentOutOfRangeException(nameof(codings), "A coding lies in no lane.");
                if (passage.Select(c => c.Lane).Distinct().Count() == lanes) agreed.Add(new AgreedPassage(same.Key, passage.Key, [.. InOrder(passage).Select(c => c.Id)]));
                else rest.AddRange(passage);
            }

            groups.AddRange(Overlapping(InOrder(rest)));
        }

        var differences = groups.Where(g => g.Lanes.Count == lanes).Select(g => g.As(DifferenceKind.Extent))
            .Concat(Paired([.. groups.Where(g => g.Lanes.Count < lanes)]).Select(g => g.As(g.Codings.Select(c => c.CodeId).Distinct().Count() > 1 ? DifferenceKind.Code : DifferenceKind.Presence)));
        return new LaneComparison(
            [.. agreed.OrderBy(a => a.Segment.Start).ThenBy(a => a.Segment.End).ThenBy(a => a.CodeId.Value)],
            [.. differences.OrderBy(d => d.Segment.Start).ThenBy(d => d.Segment.End).ThenBy(d => d.Kind).ThenBy(d => d.Codings[0].Id.Value)]);
    }

    private static List<LaneCoding> InOrder(IEnumerable<LaneCoding> codings) =>
        [.. codings.OrderBy(c => c.Segment.Start).ThenBy(c => c.Segment.End).ThenBy(c => c.Lane).ThenBy(c => c.CodeId.Value).ThenBy(c => c.Id.Value)];

    /// <summary>Codings of one code, in order, as groups of those that overlap one another.</summary>
    private static IEnumerable<Group> Overlapping(List<LaneCoding> codings)
    {
        var (group, end) = (new List<LaneCoding>(), -1);
        foreach (var coding in codings)
        {
            if (group.Count > 0 && coding.Segment.Start >= end)
            {
                yield return new Group(group);
                (group, end) = ([], -1);
            }

            group.Add(coding);
            end = Math.Max(end, coding.Segment.End);
        }

        if (group.Count > 0) yield return new Group(group);
    }

    /// <summary>Joins groups of different codes and different lanes on much the same words.</summary>
    private static List<Group> Paired(List<Group> groups)
    {
        groups.Sort((a, b) => Compare(a, b));
        var open = new List<int>();
        var pairs = new List<(double Alike, int First, int Second)>();
        for (var i = 0; i < groups.Count; i++)
        {
            open.RemoveAll(o => groups[o].Segment.End <= groups[i].Segment.Start);
            foreach (var o in open)
            {
                if (groups[o].Lanes.Overlaps(groups[i].Lanes) || groups[o].Codings[0].CodeId == groups[i].Codings[0].CodeId) continue;
                if (Alike(groups[o].Segment, groups[i].Segment) is { } alike) pairs.Add((alike, o, i));
            }

            open.Add(i);
        }

        var into = Enumerable.Range(0, groups.Count).ToArray();
        foreach (var (_, first, second) in pairs.OrderByDescending(p => p.Alike).ThenBy(p => p.First).ThenBy(p => p.Second))
        {
            var (a, b) = (Root(first), Root(second));
            if (a == b || groups[a].Lanes.Overlaps(groups[b].Lanes)) continue;
            groups[a] = new Group(InOrder(groups[a].Codings.Concat(groups[b].Codings)));
            into[b] = a;
        }

        return [.. groups.Where((_, i) => into[i] == i)];

        int Root(int i)
        {
            while (into[i] != i) i = into[i];
            return i;
        }
    }

    private static int Compare(Group a, Group b) =>
        (a.Segment.Start, a.Segment.End, a.Codings[0].CodeId.Value, a.Codings[0].Id.Value).CompareTo((b.Segment.Start, b.Segment.End, b.Codings[0].CodeId.Value, b.Codings[0].Id.Value));

    /// <summary>Characters that both cover, as a share of those that either does; null where they share less than half of the shorter one.</summary>
    private static double? Alike(Segment a, Segment b)
    {
        var shared = Math.Min(a.End, b.End) - Math.Max(a.Start, b.Start);
        return shared * 2 < Math.Min(a.Length, b.Length) ? null : (double)shared / (a.Length + b.Length - shared);
    }

    private sealed class Group(List<LaneCoding> codings)
    {
        public List<LaneCoding> Codings { get; } = codings;

        public HashSet<int> Lanes { get; } = [.. codings.Select(c => c.Lane)];

        public Segment Segment { get; } = new(codings.Min(c => c.Segment.Start), codings.Max(c => c.Segment.End));

        public LaneDifference As(DifferenceKind kind) => new(kind, Segment, Codings);
    }
}
