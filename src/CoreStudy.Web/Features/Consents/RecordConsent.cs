using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Vault;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Consents;

/// <summary>What a participant agreed to.</summary>
/// <param name="Evidence">A file that shows it, as it came; null for none.</param>
public sealed record ConsentFacts(string Form, DateOnly GivenOn, IReadOnlyList<ConsentScope> Agreed, ReadOnlyMemory<byte>? Evidence)
{
    public override string ToString() => $"{Agreed.Count} scopes, evidence of {Evidence?.Length ?? 0} bytes";
}

/// <summary>Records what a participant agreed to; what was recorded before stays as the history. The file goes into the vault, sealed by the participant's key.</summary>
public sealed class RecordConsent(VaultDoor door, Permissions permissions, StudyFeed feed, TypedWords words, TimeProvider clock, ILogger<RecordConsent> logger) : IUseCase
{
    public async Task<Result<ConsentId>> RunAsync(AccountId me, StudyId studyId, ParticipantId id, ConsentFacts facts, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageConsent, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (await words.ForbidAsync(me, studyId, cancel, new ScannedText("the version of the form", facts.Form)) is { } leak) return leak;
        EvidenceKind? kind = null;
        if (facts.Evidence is { } file && EvidenceKind.Of(file.Span).IsRefused(out var unfit, out kind)) return unfit;

        await using var room = await door.EnterAsync(cancel);
        // Held until the end, so that no withdrawal comes between the look and the writing.
        var participant = await room.Study.Participants.FromSql($"select * from participants where id = {id.Value} for share").AsNoTracking().SingleOrDefaultAsync(p => p.StudyId == studyId, cancel);
        if (participant is null || !member.ReachesTrust(participant.TrustId)) return Refusal.NotFound;
        if (Consent.Record(participant, facts.Form, facts.GivenOn, facts.Agreed, kind is not null, member.Id, clock.Today(), clock.GetUtcNow()).IsRefused(out var no, out var consent)) return no;
        room.Study.Consents.Add(consent);
        if (kind is not null)
        {
            if (room.IsKeyDestroyed(KeyOwner.Of(id))) return new Refusal($"The key of {participant.Label} was destroyed: no file of theirs can be kept any more. Record the consent without it.");
            var evidence = new Evidence($"{participant.Label} consent{kind.Extension}", kind.ContentType, facts.Evidence!.Value.ToArray());
            if ((await room.WriteAsync(KeyOwner.Of(id), studyId, consent.Id.Value, evidence, cancel)).IsRefused(out var clash, out _)) return clash;
        }

        room.Study.Audit(AuditEntry.Of(AuditKind.ConsentRecorded, member, AuditSubject.Of(participant), AuditDetail.Count("agreed", consent.Agreed.Count).AndWhether("file", consent.HasEvidence).AndId("consent", consent.Id)));
        await room.CommitAsync(cancel);
        logger.ConsentRecorded(consent.Id.Value, id.Value, member.Id.Value);
        feed.Publish(new StudyChanged(studyId));
        return consent.Id;
    }
}
