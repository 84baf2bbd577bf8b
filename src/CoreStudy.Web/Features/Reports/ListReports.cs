using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Reports;

/// <summary>A report in a list.</summary>
public sealed record ReportRow(ReportId Id, string Name, int Parts, int Versions, string MadeBy, DateTimeOffset MadeAt, DateTimeOffset ChangedAt, bool IsArchived)
{
    public override string ToString() => $"report {Id.Value}";
}

public sealed record ReportList(IReadOnlyList<ReportRow> Reports, bool MayWrite);

/// <summary>The reports of a study, those that were put away too.</summary>
public sealed class ListReports(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<ReportList>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rows = await (
            from r in db.Reports
            join m in db.Members on r.MadeBy equals m.Id
            where r.StudyId == studyId
            orderby r.ChangedAt descending
            select new ReportRow(r.Id, r.Name, r.Parts.Count(p => p.RemovedAt == null), db.ReportVersions.Count(v => v.ReportId == r.Id), m.Name, r.MadeAt, r.ChangedAt, r.ArchivedAt != null)).ToListAsync(cancel);
        return new ReportList(rows, member.May(Operation.ManageThemes));
    }
}
