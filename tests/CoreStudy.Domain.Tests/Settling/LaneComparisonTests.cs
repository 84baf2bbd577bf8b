using CoreStudy.Domain.Settling;
using CoreStudy.Domain.Transcripts;
using CsCheck;

namespace CoreStudy.Domain.Tests.Settling;

public sealed class LaneComparisonTests
{
    private static readonly CodeId[] Codes = [.. Enumerable.Range(0, 6).Select(_ => CodeId.New())];

    /// <summary>Two to five coders on a short text, so that codings meet in every way.</summary>
    private static readonly Gen<(LaneCoding[] Codings, int Lanes)> Any = Gen.Int[2, 5].SelectMany(lanes => Gen.Select(
        Gen.Select(Gen.Int[0, lanes - 1], Gen.Int[0, Codes.Length - 1], Gen.Int[0, 60], Gen.Int[1, 20])
            .Select((lane, code, start, length) => new LaneCoding(CodingId.New(), lane, Codes[code], new Segment(start, start + length))).Array[0, 60],
        Gen.Const(lanes)));

    [Fact]
    public void Every_coding_is_in_one_agreed_passage_or_one_difference() => Any.Sample((codings, lanes) =>
    {
        var comparison = LaneComparison.Of(codings, lanes);

        var found = comparison.Agreed.SelectMany(a => a.From).Concat(comparison.Differences.SelectMany(d => d.Codings.Select(c => c.Id))).ToList();
        Assert.Equal(codings.Select(c => c.Id).OrderBy(i => i.Value), found.OrderBy(i => i.Value));
    });

    [Fact]
    public void What_is_agreed_has_a_coding_of_every_lane_with_this_code_and_these_borders() => Any.Sample((codings, lanes) =>
    {
        var all = codings.ToDictionary(c => c.Id);

        var comparison = LaneComparison.Of(codings, lanes);

        foreach (var agreed in comparison.Agreed)
        {
            Assert.Equal(lanes, agreed.From.Select(f => all[f].Lane).Distinct().Count());
            Assert.All(agreed.From, f => Assert.Equal((agreed.CodeId, agreed.Segment), (all[f].CodeId, all[f].Segment)));
        }
    });

    [Fact]
    public void Each_difference_is_of_the_kind_that_it_says() => Any.Sample((codings, lanes) =>
    {
        foreach (var difference in LaneComparison.Of(codings, lanes).Differences)
        {
            var (lanesIn, codesIn) = (difference.Codings.Select(c => c.Lane).Distinct().Count(), difference.Codings.Select(c => c.CodeId).Distinct().Count());
            Assert.Equal(difference.Kind switch { DifferenceKind.Extent => (true, true), DifferenceKind.Code => (lanesIn > 1, false), _ => (false, true) }, (difference.Kind == DifferenceKind.Code ? lanesIn > 1 : lanesIn == lanes, codesIn == 1));
            Assert.Equal((difference.Codings.Min(c => c.Segment.Start), difference.Codings.Max(c => c.Segment.End)), (difference.Segment.Start, difference.Segment.End));
        }
    });

    [Fact]
    public void Nobody_who_gave_the_code_elsewhere_in_the_passage_is_set_against_it() => Any.Sample((codings, lanes) =>
    {
        foreach (var difference in LaneComparison.Of(codings, lanes).Differences.Where(d => d.Kind == DifferenceKind.Code))
        {
            // each coder speaks for one code of the passage
            Assert.All(difference.Codings.GroupBy(c => c.Lane), lane => Assert.Single(lane.Select(c => c.CodeId).Distinct()));
        }
    });

    [Fact]
    public void The_order_in_which_codings_come_changes_nothing() => Gen.Select(Any, Gen.Int[0, 1000]).Sample((any, seed) =>
    {
        var shuffled = any.Codings.ToArray();
        new Random(seed).Shuffle(shuffled);

        Assert.Equal(Told(LaneComparison.Of(any.Codings, any.Lanes)), Told(LaneComparison.Of(shuffled, any.Lanes)));
    });

    [Fact]
    public void Other_borders_are_a_difference_of_extent()
    {
        var comparison = LaneComparison.Of([At(0, 0, 10, 30), At(1, 0, 12, 40)], 2);

        var difference = Assert.Single(comparison.Differences);
        Assert.Equal((DifferenceKind.Extent, new Segment(10, 40)), (difference.Kind, difference.Segment));
    }

    [Fact]
    public void The_same_words_under_two_codes_are_a_difference_of_code_and_an_agreed_code_beside_it_stays_agreed()
    {
        var comparison = LaneComparison.Of([At(0, 0, 10, 30), At(0, 1, 10, 30), At(1, 0, 10, 30), At(1, 2, 11, 30)], 2);

        Assert.Equal(Codes[0], Assert.Single(comparison.Agreed).CodeId);
        Assert.Equal(DifferenceKind.Code, Assert.Single(comparison.Differences).Kind);
    }

    [Fact]
    public void Neighbours_that_share_a_few_characters_are_two_passages_that_one_coder_coded_alone()
    {
        var comparison = LaneComparison.Of([At(0, 0, 10, 30), At(1, 1, 28, 60)], 2);

        Assert.Equal([DifferenceKind.Presence, DifferenceKind.Presence], comparison.Differences.Select(d => d.Kind));
    }

    [Fact]
    public void Of_two_codes_that_fit_the_one_whose_borders_are_most_alike_is_set_against_it()
    {
        var comparison = LaneComparison.Of([At(0, 0, 10, 30), At(1, 1, 0, 60), At(1, 2, 10, 31)], 2);

        Assert.Contains(comparison.Differences, d => d.Kind == DifferenceKind.Code && d.Codings.Select(c => c.CodeId).Contains(Codes[2]));
        Assert.Contains(comparison.Differences, d => d.Kind == DifferenceKind.Presence && d.Codings.Single().CodeId == Codes[1]);
    }

    [Fact]
    public void Of_three_coders_two_who_agree_are_set_together_against_the_third()
    {
        var comparison = LaneComparison.Of([At(0, 0, 10, 30), At(1, 0, 10, 30), At(2, 1, 10, 30)], 3);

        Assert.Equal(3, Assert.Single(comparison.Differences).Codings.Count);
    }

    private static LaneCoding At(int lane, int code, int start, int end) => new(CodingId.New(), lane, Codes[code], new Segment(start, end));

    private static List<string> Told(LaneComparison comparison) =>
    [
        .. comparison.Agreed.Select(a => $"{a.CodeId} {a.Segment} {string.Join(' ', a.From)}"),
        .. comparison.Differences.Select(d => $"{d.Kind} {d.Segment} {string.Join(' ', d.Codings)}"),
    ];
}
