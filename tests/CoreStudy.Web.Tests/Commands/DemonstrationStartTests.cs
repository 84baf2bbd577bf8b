using CoreStudy.Data;
using CoreStudy.Domain.Flags;
using CoreStudy.Domain.Recordings;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Commands;

/// <summary>The first start, as whoever tries the app meets it.</summary>
[Trait("Needs", "Postgres")]
public sealed class DemonstrationStartTests(PostgresFixture postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_demonstration_brings_a_transcript_to_review_a_flagged_passage_and_a_recording_in_step_with_its_transcript()
    {
        await using var database = await postgres.CloneAsync(Cancel);

        var (isUp, said) = await ProgramRun.ServeAsync(database.ConnectionString, database.Connections, Cancel, "--demonstration", "--urls", "http://127.0.0.1:0");

        Assert.True(isUp, said);
        await using var db = new StudyDb(StudyDbOptions.For(database.ConnectionString));
        Assert.Equal(1, await db.TranscriptReviews.CountAsync(Cancel));
        var flag = await db.PassageFlags.SingleAsync(Cancel);
        var words = await db.TranscriptTexts.Where(t => t.TranscriptId == flag.TranscriptId).Select(t => t.Words).SingleAsync(Cancel);
        Assert.Equal((FlagState.Open, "█ ██████. ██████, ██████, ████ ██ █████ ███ ████ ██ ██ ███ ███████."), (flag.State, words[flag.Segment.Start..flag.Segment.End]));
        var recording = await db.Recordings.SingleAsync(Cancel);
        var lastTurn = await db.Transcripts.Where(t => t.InterviewId == recording.InterviewId).SelectMany(t => t.Turns).MaxAsync(t => t.StartMs, Cancel);
        Assert.Equal(("Ogg, Opus", null), (recording.Format.Label, recording.DestroyedAt));
        Assert.InRange(recording.DurationMs!.Value - lastTurn!.Value, 1, 5000);
        Assert.True(await db.RecordingHearers.CountAsync(h => h.RecordingId == recording.Id && h.May == Hearing.Listen, Cancel) > 1);
    }
}
