using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Participants;

/// <summary>One participant with all that is noted, for who is about to change it.</summary>
public sealed class ReadParticipant(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<ParticipantFacts>> RunAsync(AccountId me, StudyId studyId, ParticipantId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageInterviews, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var participant = await db.Participants.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && p.StudyId == studyId, cancel);
        if (participant is null || !member.ReachesTrust(participant.TrustId)) return Refusal.NotFound;
        db.Audit(AuditEntry.Of(AuditKind.ParticipantRead, member, AuditSubject.Of(participant))); // what lists hold back is told here
        await db.SaveChangesAsync(cancel);
        return new ParticipantFacts(participant.TrustId, participant.Label, participant.Role, participant.Attributes);
    }
}
