using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Participants;

/// <summary>What is known of a participant.</summary>
/// <param name="Attributes">What is known of those that the study notes; an empty value is “not known”.</param>
public sealed record ParticipantFacts(TrustId TrustId, string Label, string Role, IReadOnlyDictionary<AttributeId, string> Attributes);

/// <summary>Makes or changes a participant's label, role, trust and attributes.</summary>
public sealed class SaveParticipant(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TypedWords words) : IUseCase
{
    /// <param name="id">Null for a new participant.</param>
    public async Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, ParticipantId? id, ParticipantFacts facts, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageInterviews, cancel, facts.TrustId)).IsRefused(out var refusal, out var member)) return refusal;
        if (await words.ForbidAsync(me, studyId, cancel, [new("the label", facts.Label), .. facts.Attributes.Values.Select(v => new ScannedText("what is noted", v))]) is { } leak) return leak;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Held until the end, so that no role and no attribute goes meanwhile.
        var study = await db.Studies.FromSql($"select * from studies where id = {studyId.Value} for share").SingleAsync(cancel);
        var attributes = await db.ParticipantAttributes.Where(a => a.StudyId == studyId).ToListAsync(cancel);
        if (await db.Trusts.SingleOrDefaultAsync(t => t.Id == facts.TrustId && t.StudyId == studyId, cancel) is not { } trust) return new Refusal("Please choose a trust.");
        Participant? participant = null;
        if (id is { } known)
        {
            participant = await db.Participants.SingleOrDefaultAsync(p => p.Id == known && p.StudyId == studyId, cancel);
            if (participant is null || !member.ReachesTrust(participant.TrustId)) return Refusal.NotFound;
            if (participant.ArchivedAt is not null) return new Refusal($"{participant.Label} is put away. Bring the participant back to change it.");
        }

        if (trust.ArchivedAt is not null && participant?.TrustId != trust.Id) return new Refusal($"{trust.Label} is put away. Please choose another trust.");
        if (participant is not null)
        {
            if (participant.Describe(study, trust, facts.Label, facts.Role).IsRefused(out var no, out _)) return no;
        }
        else
        {
            if (Participant.Create(study, trust, facts.Label, facts.Role).IsRefused(out var no, out participant)) return no;
            db.Participants.Add(participant);
        }

        if (participant.Note(attributes, facts.Attributes).IsRefused(out var wrong, out _)) return wrong;
        db.Audit(AuditEntry.Of(AuditKind.ParticipantSaved, member, AuditSubject.Of(participant), AuditDetail.None.AndWhether("new", id is null)));
        if ((await db.SaveOrRefuseAsync(facts.Label, cancel)).IsRefused(out var taken, out _)) return taken;
        await transaction.CommitAsync(cancel);
        feed.Publish(new StudyChanged(studyId));
        return Done.Well;
    }
}
