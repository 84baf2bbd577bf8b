using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Reports;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Reports;

/// <summary>Which parts a report has, and in what order.</summary>
public sealed class ChangeParts(ReportDesk desk) : ReportDeed(desk)
{
    /// <param name="before">The part that it comes before; null for last.</param>
    public Task<Result<ReportPartId>> AddAsync(AccountId me, StudyId studyId, ReportId id, ReportPartKind kind, PartWords words, PartChoice choice, ReportPartId? before, CancellationToken cancel) =>
        DoAsync<ReportPartId>(me, studyId, id, doing =>
        {
            if (doing.Report.Add(kind, words, choice, before, doing.By.Id, doing.At).IsRefused(out var no, out var part)) return Task.FromResult<Result<ReportPartId>>(no);
            doing.Db.Entry(part).State = EntityState.Added; // it has its id already
            doing.Tell(AuditKind.ReportChanged, AuditDetail.Word("part", kind).AndWhether("added", true));
            return Task.FromResult<Result<ReportPartId>>(part.Id);
        }, cancel, texts: Texts(words));

    /// <param name="before">The part that it comes before; null for last.</param>
    public Task<Result<Done>> MoveAsync(AccountId me, StudyId studyId, ReportId id, ReportPartId part, ReportPartId? before, CancellationToken cancel) =>
        DoAsync<Done>(me, studyId, id, doing => Said(doing, doing.Report.Move(part, before, doing.At), "moved"), cancel);

    /// <summary>Takes a part out; it can be brought back to its place.</summary>
    public Task<Result<Done>> RemoveAsync(AccountId me, StudyId studyId, ReportId id, ReportPartId part, CancellationToken cancel) =>
        DoAsync<Done>(me, studyId, id, doing => Said(doing, doing.Report.Remove(part, doing.At), "removed"), cancel);

    public Task<Result<Done>> BringBackAsync(AccountId me, StudyId studyId, ReportId id, ReportPartId part, CancellationToken cancel) =>
        DoAsync<Done>(me, studyId, id, doing => Said(doing, doing.Report.BringBack(part, doing.At), "back"), cancel);

    private static Task<Result<Done>> Said(Doing doing, Result<Done> done, string how)
    {
        if (done.IsRefused(out _, out _)) return Task.FromResult(done);
        doing.Tell(AuditKind.ReportChanged, how switch { "moved" => AuditDetail.None.AndWhether("moved", true), "removed" => AuditDetail.None.AndWhether("removed", true), _ => AuditDetail.None.AndWhether("back", true) });
        return Task.FromResult(done);
    }
}

/// <summary>What became of a part that somebody wrote.</summary>
/// <param name="Number">Of the part as it stands.</param>
/// <param name="IsClash">Whether somebody else had changed it meanwhile: then theirs stands, and nothing of this was kept.</param>
public sealed record PartSaved(PartSnapshot Stands, int Number, string By, bool IsClash);

/// <summary>Writes a part. Where somebody else wrote in it meanwhile, theirs is given back, so that neither is lost.</summary>
public sealed class WritePart(ReportDesk desk) : ReportDeed(desk)
{
    /// <param name="number">Of the part as it was begun from.</param>
    public Task<Result<PartSaved>> RunAsync(AccountId me, StudyId studyId, ReportId id, ReportPartId partId, int number, PartWords words, PartChoice choice, CancellationToken cancel) =>
        DoAsync<PartSaved>(me, studyId, id, async doing =>
        {
            if (doing.Report.Parts.Find(p => p.Id == partId && p.RemovedAt is null) is not { } part) return new Refusal("Somebody has taken this part out meanwhile. What you typed is still here: bring the part back, and save again.");
            if (part.Number != number)
            {
                var by = await doing.Db.Members.Where(m => m.Id == part.ChangedBy).Select(m => m.Name).FirstOrDefaultAsync(cancel) ?? "Somebody";
                return new PartSaved(part.Snapshot, part.Number, by, IsClash: true);
            }

            if (part.Write(words, choice, doing.By.Id, doing.At).IsRefused(out var no, out _)) return no;
            doing.Report.Touch(doing.At);
            doing.Tell(AuditKind.ReportChanged, AuditDetail.Word("part", part.Kind).AndCount("number", part.Number));
            return new PartSaved(part.Snapshot, part.Number, doing.By.Name, IsClash: false);
        }, cancel, texts: Texts(words));
}
