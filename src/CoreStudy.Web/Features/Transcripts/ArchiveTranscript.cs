using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Transcripts;

/// <summary>Puts a transcript away, so that it leaves lists and progress and its codings stay as they are, or brings it back.</summary>
public sealed class ArchiveTranscript(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock) : IUseCase
{
    public async Task<Result<Done>> RunAsync(AccountId me, TranscriptId id, bool archive, CancellationToken cancel)
    {
        // Asked of its interview, for nothing that changes a transcript is allowed while it is put away; then of its study, which may be put away itself.
        if ((await permissions.AskAsync(me, id, Operation.SeeInterviews, cancel)).IsRefused(out var hidden, out var access)) return hidden;
        if ((await permissions.AskAsync(me, access.StudyId, Operation.ImportTranscripts, cancel, access.TrustId)).IsRefused(out var refusal, out _)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var transcript = await db.Transcripts.SingleAsync(t => t.Id == id, cancel);
        if (archive) transcript.Archive(clock.GetUtcNow());
        else transcript.BringBack();
        db.Audit(AuditEntry.Of(archive ? AuditKind.TranscriptArchived : AuditKind.TranscriptBroughtBack, access.Member, AuditSubject.Of(transcript)));
        await db.SaveChangesAsync(cancel);
        permissions.Forget();
        feed.Publish(new StudyChanged(access.StudyId));
        return Done.Well;
    }
}
