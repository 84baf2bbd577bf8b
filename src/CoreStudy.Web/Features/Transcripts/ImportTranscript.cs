using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoreStudy.Web.Features.Transcripts;

/// <summary>A researcher brings one read file into an interview, with its speakers matched.</summary>
public sealed class ImportTranscript(
    IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TypedWords words, TimeProvider clock, ILogger<ImportTranscript> logger) : IUseCase
{
    /// <param name="speakers">For each speaker as the file names them (the empty string for turns without one), who that is.</param>
    /// <param name="open">Whether the transcript is open for coding at once: the researcher has checked that it identifies nobody.</param>
    /// <param name="also">What is to happen in the same transaction, before it is saved.</param>
    public async Task<Result<TranscriptId>> RunAsync(
        AccountId me, InterviewId interviewId, string title, ReadFile file, IReadOnlyDictionary<string, SpeakerMatch> speakers, bool open,
        CancellationToken cancel, Func<StudyDb, Transcript, Task>? also = null)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Interviews.SingleOrDefaultAsync(i => i.Id == interviewId, cancel) is not { } interview) return Refusal.NotFound;
        if ((await permissions.AskAsync(me, interview.StudyId, Operation.ImportTranscripts, cancel, interview.TrustId)).IsRefused(out var refusal, out var member))
            return refusal;

        if (await words.ForbidAsync(me, interview.StudyId, cancel, [new("the title", title), .. speakers.Values.Select(s => new ScannedText("a speaker's label", s.Label))]) is { } leak) return leak;
        if (interview.ArchivedAt is not null) return new Refusal("This interview is put away. Bring it back before a transcript comes in.");
        if (await ForbidSpeakersAsync(db, interview, speakers, cancel) is { } unfit) return unfit;

        var at = clock.GetUtcNow();
        if (Transcript.Import(interview, title, file.Draft, speakers, file.FileHash, member.Id, at).IsRefused(out var no, out var transcript)) return no;
        if (open && transcript.OpenForCoding(at).IsRefused(out var shut, out _)) return shut;
        interview.Transcribed();
        db.Transcripts.Add(transcript);
        db.CodingHeads.Add(new CodingHead(transcript.Id));
        db.Audit(AuditEntry.Of(
            AuditKind.TranscriptImported, member, AuditSubject.Of(transcript), AuditDetail.Count("turns", transcript.TurnCount).AndCount("words", transcript.WordCount).AndWhether("open", open)));
        if (also is not null) await also(db, transcript);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new Refusal("This very file has been imported already.");
        }

        Log.TranscriptImported(logger, transcript.Id, transcript.TurnCount, transcript.WordCount);
        feed.Publish(new StudyChanged(interview.StudyId));
        return transcript.Id;
    }

    /// <summary>Why speakers cannot be matched so: each takes part in the interview, and has not withdrawn. Within a transaction nobody withdraws until it ends.</summary>
    internal static async Task<Refusal?> ForbidSpeakersAsync(StudyDb db, Interview interview, IReadOnlyDictionary<string, SpeakerMatch> speakers, CancellationToken cancel)
    {
        var participants = speakers.Values.Where(s => s.ParticipantId is not null).Select(s => s.ParticipantId!.Value).Distinct().ToList();
        if (participants.Exists(p => interview.Participants.TrueForAll(i => i.ParticipantId != p)))
            return new Refusal("A speaker was matched to somebody who did not take part in this interview.");

        var ids = participants.Select(p => p.Value).ToArray();
        var matched = await db.Participants.FromSql($"select * from participants where id = any({ids}) order by id for share").AsNoTracking().ToListAsync(cancel);
        return matched.Find(p => !p.TakesPart) is { } withdrawn ? new Refusal($"{withdrawn.Label} has withdrawn: nothing new of theirs comes in. Leave their interview out.") : null;
    }
}
