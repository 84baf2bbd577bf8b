using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Transcripts;

/// <summary>A researcher opens a transcript for coding, having checked that it identifies no one, or closes it again.</summary>
public sealed class OpenTranscript(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock) : IUseCase
{
    public async Task<Result<Done>> RunAsync(AccountId me, TranscriptId id, bool open, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, id, Operation.ImportTranscripts, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var transcript = await db.Transcripts.SingleAsync(t => t.Id == id, cancel);
        if (!open) transcript.CloseForCoding();
        else if (transcript.OpenForCoding(clock.GetUtcNow()).IsRefused(out var no, out _)) return no;
        db.Audit(AuditEntry.Of(open ? AuditKind.TranscriptOpened : AuditKind.TranscriptClosed, access.Member, AuditSubject.Of(transcript)));
        await db.SaveChangesAsync(cancel);
        permissions.Forget();
        feed.Publish(new StudyChanged(access.StudyId));
        return Done.Well;
    }
}
