using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Transcripts;
using static CoreStudy.Interchange.Tests.Transcripts.MadeUp;

namespace CoreStudy.Interchange.Tests.Transcripts;

/// <summary>Layouts that people type by hand.</summary>
public sealed class HandTypedTests
{
    [Theory]
    [InlineData("INTERVIEWER\nWhy?\n\nPARTICIPANT 1\nWell.\n\nINTERVIEWER\nAnd?\n\nPARTICIPANT 1\nSo.", "INTERVIEWER", "PARTICIPANT 1")]
    [InlineData("I - Why?\nP1 - Well.\nI - And?\nP1 - So.", "I", "P1")]
    [InlineData("1 I: Why?\n2 P1: Well.\n3 I: And?\n4 P1: So.", "I", "P1")]
    [InlineData("[Interviewer]: Why?\n[Participant 2]: Well.\n[Interviewer]: And?\n[Participant 2]: So.", "Interviewer", "Participant 2")]
    [InlineData("[Ann Lee] 10:01:02\nWhy?\n\n[Ben Stone] 10:01:09\nWell.\n\n[Ann Lee] 10:01:12\nAnd?\n\n[Ben Stone] 10:02:00\nSo.", "Ann Lee", "Ben Stone")]
    [InlineData("I\tWhy?\nP1\tWell.\nI\tAnd?\nP1\tSo.", "I", "P1")]
    public void Speakers_are_found_however_they_are_set_apart(string text, string asks, string answers)
    {
        var turns = Read("a.txt", text).Turns;

        Assert.Equal([(asks, "Why?"), (answers, "Well."), (asks, "And?"), (answers, "So.")], turns.Select(t => (t.Speaker, t.Text)));
    }

    [Fact]
    public void A_role_in_brackets_that_comes_once_is_not_run_into_the_turn_before_it()
    {
        var turns = Read("a.txt", "[Interviewer]: Why?\n[Participant 2]: Well.\n[Interviewer]: I see.").Turns;

        Assert.Equal(["Interviewer", "Participant 2", "Interviewer"], turns.Select(t => t.Speaker));
    }

    [Fact]
    public void Who_is_named_in_the_heading_does_not_speak_there()
    {
        var draft = Read("a.txt", "Date: 3 May\nInterviewer: Ann Lee\nParticipant: P07\nDuration: 45 min\n\nAL: So?\nP07: Well.\nAL: And?\nP07: Yes.");

        Assert.Equal(["So?", "Well.", "And?", "Yes."], draft.Turns.Select(t => t.Text));
        Assert.Contains(draft.Warnings, w => w.StartsWith("The heading of the file was left out: 4 line(s)", StringComparison.Ordinal));
    }

    [Fact]
    public void Speech_torn_off_before_the_first_speaker_is_kept()
    {
        var draft = Read("a.txt", "Interview 5\n\n… turned up.\n\nI: Why?\n\nP1: Well.\n\nI: And?\n\nP1: So.");

        Assert.Equal((null, "… turned up."), (draft.Turns[0].Speaker, draft.Turns[0].Text));
        Assert.Equal(["The heading of the file was left out: 1 line(s) before the first turn."], draft.Warnings);
    }

    [Fact]
    public void Quotations_of_one_role_stay_apart_for_several_people_have_it()
    {
        var turns = Read("a.md", "## Topic\n\n* (R d): “One.”\n* (R d): “Two.”\n* (**P** i): [sighs] “Three.”\n").Turns;

        Assert.Equal([("R d", "“One.”"), ("R d", "“Two.”"), ("**P** i", "[sighs] “Three.”")], turns.Select(t => (t.Speaker, t.Text)));
    }

    [Theory]
    [InlineData("We left early - it was cold.\n\nNobody came - not even Ann.\n\nNobody came - again.")]
    [InlineData("CHAPTER ONE\n\nIt was cold.\n\nCHAPTER TWO\n\nIt was warm.")]
    [InlineData("1. It was cold.\n\nThen it was warm.\n\n2. I left.\n\n3. I came back.")]
    public void Prose_keeps_its_dashes_headlines_and_numbers(string text)
    {
        var turns = Read("a.txt", text).Turns;

        Assert.All(turns, turn => Assert.Null(turn.Speaker));
        Assert.Equal(text, string.Join("\n\n", turns.Select(t => t.Text)));
    }

    private static TranscriptDraft Read(string name, string text)
    {
        Assert.False(TranscriptFile.Read(name, Utf8(text), TestContext.Current.CancellationToken).IsRefused(out _, out var draft));
        return draft!;
    }
}
