using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Participants;

/// <summary>Puts a participant away, so that nothing new is noted of them, or brings them back. Their interviews stay.</summary>
public sealed class ArchiveParticipant(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock) : IUseCase
{
    public async Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, ParticipantId id, bool archive, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageInterviews, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Participants.SingleOrDefaultAsync(p => p.Id == id && p.StudyId == studyId, cancel) is not { } participant || !member.ReachesTrust(participant.TrustId))
            return Refusal.NotFound;
        if (!archive && participant.Withdrawn is Domain.Participants.WithdrawalScope.AllData) return new Refusal($"{participant.Label} has withdrawn with all data, and stays away.");
        if (archive) participant.Archive(clock.GetUtcNow());
        else participant.BringBack();
        db.Audit(AuditEntry.Of(archive ? AuditKind.ParticipantArchived : AuditKind.ParticipantBroughtBack, member, AuditSubject.Of(participant)));
        await db.SaveChangesAsync(cancel);
        feed.Publish(new StudyChanged(studyId));
        return Done.Well;
    }
}
