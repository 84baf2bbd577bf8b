using CoreStudy.Domain.Rounds;

namespace CoreStudy.Domain.Tests.Rounds;

public sealed class StratifiedSampleTests
{
    [Theory]
    [InlineData(10, 6)]
    [InlineData(20, 12)]
    [InlineData(25, 15)]
    [InlineData(100, 60)]
    public void A_share_is_drawn_of_each_kind_in_proportion(int share, int wanted)
    {
        var sample = StratifiedSample.Draw(Many(("Alder", 30), ("Birch", 20), ("Cedar", 10)), share, seed: 7);

        Assert.Equal(wanted, sample.Sum(s => s.Drawn.Count));
        Assert.All(sample, s => Assert.InRange(s.Drawn.Count, s.All.Count * share / 100, (s.All.Count * share / 100) + 1));
    }

    [Fact]
    public void Small_kinds_are_not_left_out_where_the_number_suffices()
    {
        var sample = StratifiedSample.Draw(Many(("Alder", 38), ("Birch", 1), ("Cedar", 1)), 10, seed: 7);

        Assert.Equal([2, 1, 1], sample.Select(s => s.Drawn.Count));
    }

    [Fact]
    public void The_same_seed_draws_the_same_whatever_the_order_and_another_seed_draws_others()
    {
        var all = Many(("Alder", 40));

        var drawn = Drawn(all, 3);

        Assert.Equal(drawn, Drawn([.. all.AsEnumerable().Reverse()], 3));
        Assert.NotEqual(drawn, Drawn(all, 4));
    }

    [Fact]
    public void Each_transcript_is_drawn_about_as_often_as_any_other()
    {
        var all = Many(("Alder", 10));
        var times = all.ToDictionary(t => t.Id, _ => 0);

        for (var seed = 0; seed < 2000; seed++) foreach (var id in Drawn(all, seed)) times[id]++;

        Assert.All(times.Values, t => Assert.InRange(t, 320, 480)); // 400 expected, standard deviation 18
    }

    [Fact]
    public void Of_nothing_nothing_is_drawn() => Assert.Empty(StratifiedSample.Draw([], 20, 1));

    private static List<TranscriptId> Drawn(List<(TranscriptId Id, string Kind)> all, int seed) => [.. StratifiedSample.Draw(all, 20, seed).SelectMany(s => s.Drawn)];

    private static List<(TranscriptId Id, string Kind)> Many(params (string Kind, int Count)[] kinds) =>
        [.. kinds.SelectMany(k => Enumerable.Range(0, k.Count).Select(_ => (TranscriptId.New(), k.Kind)))];
}
