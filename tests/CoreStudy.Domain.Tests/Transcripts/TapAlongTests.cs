using CoreStudy.Domain.Transcripts;
using CsCheck;

namespace CoreStudy.Domain.Tests.Transcripts;

public sealed class TapAlongTests
{
    [Fact]
    public void Each_tap_gives_the_next_turn_its_time_and_the_last_can_be_taken_back()
    {
        var along = new TapAlong([null, null, null]);
        along.Tap(1000);
        along.Tap(5000);

        Assert.True(along.Undo());

        Assert.Equal([1000, null, null], along.Starts);
        Assert.Equal(1, along.Next);
    }

    [Fact]
    public void A_tap_before_the_turn_above_is_refused()
    {
        var along = new TapAlong([null, null]);
        along.Tap(8000);

        Assert.True(along.Tap(3000).IsRefused(out var refusal, out _));
        Assert.Contains("starts later", refusal.Sentence, StringComparison.Ordinal);
        Assert.Equal(1, along.Next);
    }

    [Fact]
    public void Whatever_is_tapped_undone_and_chosen_the_times_to_keep_are_in_order_and_undoing_all_brings_back_what_was() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[0, 40_000].Array[0, 30], Gen.Int[0, 3].Array[30]).Sample((turns, places, kinds) =>
        {
            long?[] before = [.. Enumerable.Range(0, turns).Select(i => i % 3 == 0 ? (long?)(i * 2000) : null)];
            var along = new TapAlong(before);
            foreach (var (place, kind) in places.Zip(kinds))
            {
                if (kind == 0) along.Undo();
                else if (kind == 1) along.GoTo(place % (turns + 1));
                else along.Tap(place).IsRefused(out _, out _);
            }

            var known = along.InOrder().OfType<long>().ToList();
            Assert.Equal(known.Order(), known);
            while (along.Undo())
            {
            }

            return along.Starts.SequenceEqual(before);
        });
}
