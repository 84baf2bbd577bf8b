using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Speech;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Transcriptions;

/// <summary>What the page of a transcription shows before its words come: none of them.</summary>
/// <param name="MaySummarise">Whether the reader may write the interview’s summary.</param>
/// <param name="MaySeeInterviews">Whether the list of interviews is open to the reader.</param>
/// <param name="Engine">What the site’s speech engine is called; null where it has none.</param>
public sealed record TranscriptionDeskHead(string StudyName, string Title, InterviewId InterviewId, string SoundAddress, long? DurationMs, bool MaySummarise, bool MaySeeInterviews, string? Engine);

/// <summary>Somebody who may transcribe a recording sits down to it.</summary>
public sealed class OpenTranscriptionDesk(IDbContextFactory<StudyDb> databases, Permissions permissions, SpeechSeam speech) : IUseCase
{
    public async Task<Result<TranscriptionDeskHead>> RunAsync(AccountId me, StudyId studyId, RecordingId recordingId, CancellationToken cancel)
    {
        if ((await permissions.AskTypingAsync(me, studyId, recordingId, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var study = await db.Studies.Where(s => s.Id == studyId).Select(s => s.ShortName).SingleAsync(cancel);
        var title = await db.Interviews.Where(i => i.Id == access.InterviewId).Select(i => i.Title).SingleAsync(cancel);
        var recording = await db.Recordings.AsNoTracking().SingleAsync(r => r.Id == recordingId, cancel);
        var heard = new HeardRecording(recording.Id, recording.StudyId, recording.InterviewId, recording.Format, recording.Bytes, recording.DurationMs, recording.BroughtInAt, Domain.Recordings.Hearing.Transcribe);
        return new TranscriptionDeskHead(
            study, title, access.InterviewId, heard.Address, heard.DurationMs,
            access.Member.May(Operation.WriteSummaries, access.TrustId), access.Member.May(Operation.SeeInterviews, access.TrustId), speech.Engine?.Name);
    }
}
