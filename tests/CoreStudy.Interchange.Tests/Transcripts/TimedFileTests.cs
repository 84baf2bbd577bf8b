using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Transcripts;

namespace CoreStudy.Interchange.Tests.Transcripts;

public sealed class TimedFileTests
{
    [Fact]
    public void Each_caption_keeps_its_own_times_where_the_importer_makes_one_turn_of_them()
    {
        var timed = Read("a.vtt", "WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ann>Hello <b>there</b>.\n\n00:03.500 --> 00:04.000\n<v Ann>Well.\n");

        Assert.Equal([new TimedWords(1000, 3000, "Hello there."), new TimedWords(3500, 4000, "Well.")], timed);
    }

    [Fact]
    public void SubRip_is_read_as_well_and_an_end_before_its_start_is_the_start() =>
        Assert.Equal([new TimedWords(2000, 2000, "Hello.")], Read("a.srt", "1\n00:00:02,000 --> 00:00:01,000\nHello.\n"));

    [Fact]
    public void A_transcript_with_times_serves_as_well() =>
        Assert.Equal([0, 5000], Read("a.txt", "[00:00:00] I: How did it begin?\n[00:00:05] P: Quietly.\n").Select(t => t.StartMs));

    [Fact]
    public void A_transcript_without_times_is_refused()
    {
        Assert.True(TimedFile.Read("a.txt", MadeUp.Utf8("I: How did it begin?\nP: Quietly.\n"), CancellationToken.None).IsRefused(out var refusal, out _));
        Assert.Contains("no times", refusal.Sentence, StringComparison.Ordinal);
    }

    private static IReadOnlyList<TimedWords> Read(string name, string content) =>
        TimedFile.Read(name, MadeUp.Utf8(content), CancellationToken.None).IsRefused(out var refusal, out var timed) ? throw new InvalidOperationException(refusal.Sentence) : timed.All;
}
