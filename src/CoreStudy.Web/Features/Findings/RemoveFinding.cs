using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Findings;

/// <summary>Removes a finding with its history and the list of what it stood on. The codings and the quotes stay.</summary>
public sealed class RemoveFinding(FindingDesk desk) : FindingDeed(desk)
{
    public Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, FindingId id, CancellationToken cancel) =>
        DoAsync<Done>(me, studyId, Operation.ManageThemes, async doing =>
        {
            if ((await FindingAsync(doing, id, cancel)).IsRefused(out var gone, out var finding)) return gone;
            var evidence = await doing.Db.Evidence.Where(e => e.FindingId == id).ToListAsync(cancel);
            await using var everybodys = await doing.Db.ForEverybodyAsync(cancel);
            doing.Db.RemoveRange(evidence);
            await PassageKeeping.LetGoAsync(doing.Db, evidence.ConvertAll(e => e.PassageId), cancel);
            doing.Db.Remove(finding);
            if ((await doing.Db.SaveOrRefuseAsync("", cancel)).IsRefused(out var clash, out _)) return clash;
            doing.Tell(AuditKind.FindingRemoved, id, AuditDetail.Count("passages", evidence.Count));
            return Done.Well;
        }, cancel);
}
