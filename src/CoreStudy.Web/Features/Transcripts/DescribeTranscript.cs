using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Transcripts;

/// <summary>Changes what a transcript is called, and what readers are told before they begin.</summary>
public sealed class DescribeTranscript(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TypedWords words) : IUseCase
{
    /// <param name="contentNote">Empty where there is nothing to say.</param>
    public async Task<Result<Done>> RunAsync(AccountId me, TranscriptId id, string title, string contentNote, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, id, Operation.ImportTranscripts, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        if (await words.ForbidAsync(me, access.StudyId, cancel, new("the title", title), new("the content note", contentNote)) is { } leak) return leak;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var transcript = await db.Transcripts.SingleAsync(t => t.Id == id, cancel);
        if (transcript.Rename(title).IsRefused(out var noTitle, out _)) return noTitle;
        if (transcript.WarnReaders(contentNote).IsRefused(out var no, out _)) return no;
        db.Audit(AuditEntry.Of(AuditKind.TranscriptDescribed, access.Member, AuditSubject.Of(transcript)));
        await db.SaveChangesAsync(cancel);
        feed.Publish(new StudyChanged(access.StudyId));
        return Done.Well;
    }
}
