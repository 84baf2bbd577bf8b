using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Transcripts;

namespace CoreStudy.Interchange.Tests.Transcripts;

/// <summary>How the cues of a caption file become turns.</summary>
public sealed class CaptionTurnTests
{
    [Fact]
    public void Words_under_no_time_are_spoken_of_when_they_are_left_out()
    {
        var draft = Read("WEBVTT\n\n00:01.000 --> 00:02.000\nOne.\n\nTwo.\n\n00:0x.000 --> 00:04.000\nThree.\n\nNOTE four\n");

        Assert.Equal("One.", Assert.Single(draft.Turns).Text);
        Assert.Contains(draft.Warnings, w => w.StartsWith("The words of 2 caption(s) were left out", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_lines_above_a_time_are_not_its_name()
    {
        var cue = Assert.Single(Interchange.Transcripts.Captions.WebVtt.Parse("WEBVTT\n\na\nb\n00:01.000 --> 00:02.000\nOne.\n").Cues);

        Assert.Equal("", cue.Id);
    }

    [Fact]
    public void A_note_over_a_time_is_the_name_of_a_cue_as_the_W3C_has_it()
    {
        var cue = Assert.Single(Interchange.Transcripts.Captions.WebVtt.Parse("WEBVTT\n\nNOTE x\n00:01.000 --> 00:02.000\nOne.\n").Cues);

        Assert.Equal(("NOTE x", "One."), (cue.Id, cue.Text));
    }

    [Fact]
    public void The_marks_of_overlap_before_a_voice_are_not_part_of_the_name()
    {
        var draft = Read("WEBVTT\n\n00:01.000 --> 00:02.000\n<v //S02>Yes.\n");

        Assert.Equal("S02", draft.Turns[0].Speaker);
    }

    [Fact(Timeout = 20_000)]
    public async Task A_million_tags_without_an_end_are_read_in_time_that_grows_with_their_number_alone()
    {
        var file = MadeUp.Utf8("WEBVTT\n\n00:01.000 --> 00:02.000\n" + string.Concat(Enumerable.Repeat("<v ", 1_000_000)));

        var refused = await Task.Run(() => TranscriptFile.Read("a.vtt", file, default).IsRefused(out _, out _), TestContext.Current.CancellationToken);

        Assert.False(refused);
    }

    private static TranscriptDraft Read(string captions)
    {
        Assert.False(TranscriptFile.Read("a.vtt", MadeUp.Utf8(captions), TestContext.Current.CancellationToken).IsRefused(out _, out var draft));
        return draft!;
    }
}
