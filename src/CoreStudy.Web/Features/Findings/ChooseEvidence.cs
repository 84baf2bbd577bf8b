using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Web.Access;

namespace CoreStudy.Web.Features.Findings;

/// <summary>Chooses what a finding stands on, and what speaks against it; takes it off again; looks again at what has changed since.</summary>
public sealed class ChooseEvidence(FindingDesk desk) : FindingDeed(desk)
{
    /// <param name="coding">Of a coding that the member sees, or of a settled one.</param>
    /// <param name="note">Up to 500 characters, may be empty.</param>
    public Task<Result<EvidenceId>> RunAsync(AccountId me, StudyId studyId, FindingId id, Guid coding, EvidenceSide side, string note, CancellationToken cancel) =>
        DoAsync<EvidenceId>(me, studyId, Operation.ManageThemes, async doing =>
        {
            if ((await FindingAsync(doing, id, cancel)).IsRefused(out var gone, out var finding)) return gone;
            if ((await PassageKeeping.KeepAsync(doing.Db, doing.By, coding, doing.At, cancel)).IsRefused(out var notHere, out var passage)) return notHere;
            if (await PassageKeeping.IsEvidenceAsync(doing.Db, id, coding, cancel)) return new Refusal("This passage belongs to the finding already. You can turn it to the other side there.");
            if (Evidence.Add(finding, passage, side, note, doing.By.Id, doing.At).IsRefused(out var no, out var evidence)) return no;
            doing.Db.AddRange(passage, evidence);
            doing.Tell(AuditKind.EvidenceChosen, id, AuditDetail.None.AndWhether("contradicting", side == EvidenceSide.Contradicting));
            return evidence.Id;
        }, cancel, new ScannedText("the note", note));

    public Task<Result<Done>> ChangeAsync(AccountId me, StudyId studyId, EvidenceId id, EvidenceSide side, string note, CancellationToken cancel) =>
        DoAsync<Done>(me, studyId, Operation.ManageThemes, async doing =>
        {
            if ((await EvidenceAsync(doing, id, cancel)).IsRefused(out var gone, out var found)) return gone;
            if (found.Evidence.Remark(note).IsRefused(out var no, out _)) return no;
            found.Evidence.Turn(side);
            doing.Tell(AuditKind.EvidenceChosen, found.Evidence.FindingId, AuditDetail.None.AndWhether("contradicting", side == EvidenceSide.Contradicting));
            return Done.Well;
        }, cancel, new ScannedText("the note", note));

    /// <summary>It is no longer evidence; the coding stays as it is.</summary>
    public Task<Result<Done>> TakeOffAsync(AccountId me, StudyId studyId, EvidenceId id, CancellationToken cancel) =>
        DoAsync<Done>(me, studyId, Operation.ManageThemes, async doing =>
        {
            if ((await EvidenceAsync(doing, id, cancel)).IsRefused(out var gone, out var found)) return gone;
            doing.Db.Remove(found.Evidence);
            await PassageKeeping.LetGoAsync(doing.Db, [found.Evidence.PassageId], cancel);
            doing.Tell(AuditKind.EvidenceTakenOff, found.Evidence.FindingId);
            return Done.Well;
        }, cancel);

    /// <summary>Somebody has read it as it is coded now, and it still belongs to the finding. Refused where the coding or the words are gone.</summary>
    public Task<Result<Done>> LookAgainAsync(AccountId me, StudyId studyId, EvidenceId id, CancellationToken cancel) =>
        DoAsync<Done>(me, studyId, Operation.ManageThemes, async doing =>
        {
            if ((await EvidenceAsync(doing, id, cancel)).IsRefused(out var gone, out var found)) return gone;
            if (found.Row.State is EvidenceState.CodingRemoved or EvidenceState.Withdrawn) return new Refusal("What this stood on is gone. Take it off, and choose another passage.");
            if ((await PassageKeeping.KeepAsync(doing.Db, doing.By, found.Row.CodingId, doing.At, cancel)).IsRefused(out var notHere, out var passage)) return notHere;
            var before = found.Evidence.PassageId;
            doing.Db.Add(passage);
            found.Evidence.LookedAgain(passage);
            await PassageKeeping.LetGoAsync(doing.Db, [before], cancel);
            doing.Tell(AuditKind.EvidenceChosen, found.Evidence.FindingId, AuditDetail.None.AndWhether("again", true));
            return Done.Well;
        }, cancel);
}
