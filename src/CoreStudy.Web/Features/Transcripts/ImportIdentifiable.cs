using CoreStudy.Anonymisation;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Vault;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoreStudy.Web.Features.Transcripts;

/// <summary>
/// A researcher brings in a file that still names people, places or employers: its words go to the vault, admins anonymise it, and until
/// they release it nobody can read it.
/// </summary>
public sealed class ImportIdentifiable(VaultDoor door, Permissions permissions, StudyFeed feed, TypedWords typed, TimeProvider clock, ILogger<ImportIdentifiable> logger) : IUseCase
{
    /// <summary>From this score on a name in a title is a reason to refuse it.</summary>
    private const double SureOfTitle = 0.5;

    /// <param name="speakers">For each speaker as the file names them (the empty string for turns without one), who that is.</param>
    public async Task<Result<TranscriptId>> RunAsync(
        AccountId me, InterviewId interviewId, string title, ReadFile file, IReadOnlyDictionary<string, SpeakerMatch> speakers, CancellationToken cancel)
    {
        await using var room = await door.EnterAsync(cancel);
        if (await room.Study.Interviews.SingleOrDefaultAsync(i => i.Id == interviewId, cancel) is not { } interview) return Refusal.NotFound;
        if ((await permissions.AskAsync(me, interview.StudyId, Operation.ImportTranscripts, cancel, interview.TrustId)).IsRefused(out var refusal, out var member)) return refusal;
        return await TakeAsync(room, me, member, interview, title, file, speakers, null, cancel);
    }

    /// <summary>The same for what was typed here of a recording, by somebody who was named to transcribe it.</summary>
    /// <param name="also">What is to happen in the same transaction, before it is saved.</param>
    internal async Task<Result<TranscriptId>> RunTypedAsync(
        AccountId me, RecordingId recordingId, InterviewId interviewId, string title, ReadFile file, IReadOnlyDictionary<string, SpeakerMatch> speakers, Func<StudyDb, Transcript, Task> also,
        CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, recordingId, Operation.Transcribe, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        if (access.InterviewId != interviewId) return Refusal.NotFound;
        await using var room = await door.EnterAsync(cancel);
        var interview = await room.Study.Interviews.SingleAsync(i => i.Id == interviewId, cancel);
        return await TakeAsync(room, me, access.Member, interview, title, file, speakers, also, cancel);
    }

    private async Task<Result<TranscriptId>> TakeAsync(
        VaultRoom room, AccountId me, Member member, Interview interview, string title, ReadFile file, IReadOnlyDictionary<string, SpeakerMatch> speakers, Func<StudyDb, Transcript, Task>? also,
        CancellationToken cancel)
    {
        var db = room.Study;
        if (await typed.ForbidAsync(me, interview.StudyId, cancel, [.. speakers.Values.Select(s => new ScannedText("a speaker's label", s.Label))]) is { } leak) return leak;
        if (interview.ArchivedAt is not null) return new Refusal("This interview is put away. Bring it back before a transcript comes in.");
        if (await ImportTranscript.ForbidSpeakersAsync(db, interview, speakers, cancel) is { } unfit) return unfit;

        var at = clock.GetUtcNow();
        if (Transcript.ImportIdentifiable(interview, title, file.Draft, speakers, file.FileHash, member.Id, at, out var turns).IsRefused(out var no, out var transcript))
            return no;

        var register = await StudyRegister.ReadAsync(room, interview.StudyId, cancel);
        IdentifiableWords.Know(register, speakers);
        if (await ScanTitleAsync(room, register, interview, title, cancel) is { } named) return named;

        var sheet = await IdentifiableWords.SealAsync(room, register, interview, transcript, turns, file.Draft, speakers, cancel);

        interview.Transcribed();
        db.Transcripts.Add(transcript);
        db.Audit(AuditEntry.Of(
            AuditKind.TranscriptImported, member, AuditSubject.Of(transcript),
            AuditDetail.Count("turns", transcript.TurnCount).AndCount("words", transcript.WordCount).AndWhether("open", false).AndWhether("identifiable", true)));
        if (also is not null) await also(db, transcript);
        try
        {
            await room.CommitAsync(cancel);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new Refusal("This very file has been imported already.");
        }

        Log.IdentifiableImported(logger, transcript.Id, transcript.TurnCount, sheet.All.Count);
        feed.Publish(new StudyChanged(interview.StudyId));
        return transcript.Id;
    }

    /// <summary>A title is read by everybody: it may hold no name that the study knows, nor one that the detector is sure of.</summary>
    private static async Task<Refusal?> ScanTitleAsync(VaultRoom room, StudyRegister register, Interview interview, string title, CancellationToken cancel)
    {
        var labels = await room.Study.Trusts.Where(t => t.StudyId == interview.StudyId).Select(t => t.Label)
            .Concat(room.Study.Sites.Where(s => s.StudyId == interview.StudyId).Select(s => s.Label))
            .Concat(room.Study.Participants.Where(p => p.StudyId == interview.StudyId).Select(p => p.Label)).ToListAsync(cancel);
        var found = Detector.Shared.Detect(title, register.Knowledge, SureOfTitle, cancel: cancel)
            .Where(p => p.Category is not (IdentifierCategory.Date or IdentifierCategory.Age or IdentifierCategory.Indirect or IdentifierCategory.OtherNumber or IdentifierCategory.Organisation))
            .Select(p => title[p.Segment.Start..p.Segment.End])
            .FirstOrDefault(words => !labels.Exists(l => l.Contains(words, StringComparison.OrdinalIgnoreCase) || words.Contains(l, StringComparison.OrdinalIgnoreCase)));
        return found is null
            ? null
            : new Refusal($"The interview’s title holds “{found}”, which may identify somebody, and titles are read by everybody. Rename the interview by labels, such as “PSW-07, individual interview”, then import again.");
    }
}
