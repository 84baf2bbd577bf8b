using System.Diagnostics;
using CoreStudy.Domain.Transcripts;
using CsCheck;

namespace CoreStudy.Domain.Tests.Transcripts;

/// <summary>A made-up interview is spoken at a steady pace, and captioned badly; the turns must find their times again.</summary>
public sealed class CaptionAlignmentTests
{
    private const int WordMs = 400;

    private static readonly string[] Common = ["the", "and", "i", "to", "of", "a", "it", "was", "you", "so", "that", "in", "they", "know", "really", "think", "my", "me", "like", "then"];

    [Fact]
    public void Each_turn_starts_with_its_first_word_whatever_case_and_punctuation()
    {
        string[] turns = ["How did it begin?", "Well, I didn't know anybody then."];
        TimedWords[] captions = [new(1000, 3000, "HOW DID IT BEGIN"), new(4000, 6000, "well i didn’t know"), new(6000, 7000, "anybody then")];

        var times = CaptionAlignment.Align(turns, captions);

        Assert.Equal([new TurnTime(1000, true), new TurnTime(4000, true)], times);
    }

    [Fact]
    public void A_turn_that_no_caption_has_lies_between_its_neighbours_and_is_unsure()
    {
        string[] turns = ["How did it begin for you?", "Quietly, one afternoon.", "And what happened after that day?"];
        TimedWords[] captions = [new(0, 2000, "how did it begin for you"), new(6000, 8000, "and what happened after that day")];

        var times = CaptionAlignment.Align(turns, captions);

        Assert.False(times[1].IsSure);
        Assert.InRange(times[1].StartMs!.Value, 1500, 6000);
        Assert.True(times[2].IsSure);
    }

    [Fact]
    public void Captions_of_another_recording_give_no_times()
    {
        string[] turns = ["How did it begin for you?", "Quietly, one afternoon."];

        var times = CaptionAlignment.Align(turns, [new(0, 9000, "welcome to the harbour where trawlers unload mackerel every morning")]);

        Assert.All(times, t => Assert.Null(t.StartMs));
    }

    [Fact]
    public void Nothing_at_all_is_aligned_to_nothing()
    {
        Assert.Empty(CaptionAlignment.Align([], []));
        Assert.Equal([default, default], CaptionAlignment.Align(["Yes.", ""], []));
    }

    [Fact]
    public void Whatever_was_misheard_left_out_or_made_up_nothing_is_out_of_order_and_what_is_sure_is_right() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Double[0, 0.3], Gen.Int[5, 80]).Sample((seed, errors, count) =>
        {
            var spoken = Speak(new Random(seed), count, errors);

            var times = CaptionAlignment.Align(spoken.Turns, spoken.Captions);

            var known = times.Select(t => t.StartMs).OfType<long>().ToList();
            Assert.Equal(known.Order(), known);
            Assert.Equal(spoken.Turns.Count, times.Count);
            var sure = times.Zip(spoken.Starts).Where(t => t.First.IsSure).ToList();
            var wrong = sure.Count(t => Math.Abs(t.First.StartMs!.Value - t.Second) > 4000);
            Assert.True(wrong <= Math.Max(1, sure.Count / 20), $"{wrong} of {sure.Count} sure times are wrong");
        }, iter: 300);

    [Fact]
    public void With_one_word_in_six_misheard_most_turns_are_sure_and_within_a_second()
    {
        var spoken = Speak(new Random(7), 400, 0.16);

        var times = CaptionAlignment.Align(spoken.Turns, spoken.Captions);

        Assert.InRange(times.Count(t => t.IsSure), 280, 400);
        Assert.InRange(times.Zip(spoken.Starts).Count(t => Math.Abs((t.First.StartMs ?? -9999) - t.Second) <= 1200), 370, 400);
    }

    [Fact]
    public void Turns_that_were_merged_or_split_are_timed_by_their_words()
    {
        var spoken = Speak(new Random(3), 60, 0.1);
        List<string> merged = [.. spoken.Turns.Chunk(2).Select(pair => string.Join(' ', pair))];

        var times = CaptionAlignment.Align(merged, spoken.Captions);

        Assert.InRange(times.Select((t, i) => Math.Abs((t.StartMs ?? -9999) - spoken.Starts[i * 2])).Count(off => off <= 1200), 27, 30);
    }

    [Fact]
    public void Twenty_thousand_words_take_well_under_a_second()
    {
        var spoken = Speak(new Random(11), 1500, 0.15);
        Assert.InRange(spoken.Turns.Sum(t => t.Count(c => c == ' ') + 1), 18_000, 40_000);
        CaptionAlignment.Align(spoken.Turns, spoken.Captions);
        var clock = Stopwatch.StartNew();

        CaptionAlignment.Align(spoken.Turns, spoken.Captions);

        Assert.InRange(clock.Elapsed.TotalMilliseconds, 0, 2000);
    }

    [Fact]
    public void Texts_that_repeat_themselves_without_end_take_no_longer()
    {
        List<string> turns = [.. Enumerable.Repeat("yes yes no yes", 5000)];
        List<TimedWords> captions = [.. Enumerable.Range(0, 5000).Select(i => new TimedWords(i * 1000, (i * 1000) + 900, "yes no no yes"))];
        var clock = Stopwatch.StartNew();

        var times = CaptionAlignment.Align(turns, captions);

        Assert.Equal(5000, times.Count);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
    }

    /// <param name="errors">The share of words that captions get wrong: another word, none, or one more.</param>
    private static (List<string> Turns, List<long> Starts, List<TimedWords> Captions) Speak(Random random, int count, double errors)
    {
        var (turns, starts, captions) = (new List<string>(), new List<long>(), new List<TimedWords>());
        long now = 0;
        for (var turn = 0; turn < count; turn++)
        {
            var words = Enumerable.Range(0, random.Next(1, 30)).Select(_ => Word(random)).ToList();
            turns.Add(string.Join(' ', words) + ".");
            starts.Add(now);
            foreach (var chunk in words.Chunk(8))
            {
                var heard = chunk.SelectMany<string, string>(w => random.NextDouble() >= errors ? [w] : random.Next(3) switch { 0 => [Word(random)], 1 => [], _ => [w, Word(random)] });
                captions.Add(new TimedWords(now, now + (chunk.Length * WordMs), string.Join(' ', heard)));
                now += chunk.Length * WordMs;
            }

            now += random.Next(1500);
        }

        return (turns, starts, captions);
    }

    private static string Word(Random random) => random.Next(2) == 0 ? Common[random.Next(Common.Length)] : $"w{(int)(2000 * random.NextDouble() * random.NextDouble())}";
}
