using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Interviews;

/// <summary>Puts an interview away, so that it leaves lists and counts, or brings it back. Its transcripts stay where they are.</summary>
public sealed class ArchiveInterview(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock) : IUseCase
{
    public async Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, InterviewId id, bool archive, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageInterviews, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Interviews.SingleOrDefaultAsync(i => i.Id == id && i.StudyId == studyId, cancel) is not { } interview || !member.ReachesTrust(interview.TrustId))
            return Refusal.NotFound;
        if (archive) interview.Archive(clock.GetUtcNow());
        else interview.BringBack();
        db.Audit(AuditEntry.Of(archive ? AuditKind.InterviewArchived : AuditKind.InterviewBroughtBack, member, AuditSubject.Of(interview)));
        await db.SaveChangesAsync(cancel);
        feed.Publish(new StudyChanged(studyId));
        return Done.Well;
    }
}
