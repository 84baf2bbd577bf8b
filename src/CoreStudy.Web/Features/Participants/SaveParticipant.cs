using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Participants;

/// <summary>Makes or changes a participant's label, role and trust.</summary>
public sealed class SaveParticipant(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed) : IUseCase
{
    /// <param name="id">Null for a new participant.</param>
    public async Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, ParticipantId? id, TrustId trustId, string label, string role, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageInterviews, cancel, trustId)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var study = await db.Studies.SingleAsync(s => s.Id == studyId, cancel);
        if (await db.Trusts.SingleOrDefaultAsync(t => t.Id == trustId && t.StudyId == studyId, cancel) is not { } trust) return new Refusal("Please choose a trust.");
        if (id is { } known)
        {
            if (await db.Participants.SingleOrDefaultAsync(p => p.Id == known && p.StudyId == studyId, cancel) is not { } participant || !member.ReachesTrust(participant.TrustId))
                return Refusal.NotFound;
            if (participant.Describe(study, trust, label, role).IsRefused(out var no, out _)) return no;
        }
        else
        {
            if (Participant.Create(study, trust, label, role).IsRefused(out var no, out var participant)) return no;
            db.Participants.Add(participant);
        }

        if ((await db.SaveOrRefuseAsync(label, cancel)).IsRefused(out var taken, out _)) return taken;
        feed.Publish(new StudyChanged(studyId));
        return Done.Well;
    }
}
