using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Reports;
using CoreStudy.Domain.Themes;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Reports;

/// <summary>Somebody who keeps the themes begins a report: as a stakeholder talk of the study's themes, or as a copy of another.</summary>
public sealed class MakeReport(ReportDesk desk) : ReportDeed(desk)
{
    private readonly ReportDesk _desk = desk;

    /// <summary>Begins one with a part for each theme that stands, in order.</summary>
    public async Task<Result<ReportId>> RunAsync(AccountId me, StudyId studyId, ReportFacts facts, CancellationToken cancel)
    {
        if ((await _desk.Permissions.AskAsync(me, studyId, Operation.ManageThemes, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (await ForbidAsync(_desk.Typed, me, studyId, Texts(facts), cancel) is { } leak) return leak;
        await using var db = await _desk.Databases.CreateDbContextAsync(cancel);
        var at = _desk.Clock.GetUtcNow();
        if (Report.Make(studyId, facts, member.Id, at).IsRefused(out var no, out var report)) return no;
        var themes = await db.Themes.Where(t => t.StudyId == studyId && t.ParentId == null && t.Status != ThemeStatus.Dropped).OrderBy(t => t.Order).Select(t => t.Id).ToListAsync(cancel);
        foreach (var (kind, choice) in StakeholderTalk.Parts(themes))
        {
            if (report.Add(kind, new PartWords(), choice, before: null, member.Id, at).IsRefused(out no, out _)) return no;
        }

        return await StoreAsync(db, report, member, cancel);
    }

    /// <summary>Makes another of the same parts, under another name; its versions stay with the first.</summary>
    public async Task<Result<ReportId>> CopyAsync(AccountId me, StudyId studyId, ReportId id, string name, CancellationToken cancel)
    {
        if ((await _desk.Permissions.AskAsync(me, studyId, Operation.ManageThemes, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (await _desk.Typed.ForbidAsync(me, studyId, cancel, new ScannedText("the name", name)) is { } leak) return leak;
        await using var db = await _desk.Databases.CreateDbContextAsync(cancel);
        if (await db.Reports.AsNoTracking().Include(r => r.Parts).SingleOrDefaultAsync(r => r.Id == id && r.StudyId == studyId, cancel) is not { } first) return Refusal.NotFound;
        var at = _desk.Clock.GetUtcNow();
        if (Report.Make(studyId, first.Facts with { Name = name }, member.Id, at).IsRefused(out var no, out var report)) return no;
        foreach (var part in first.Standing)
        {
            if (report.Add(part.Kind, part.Own, part.Choice, before: null, member.Id, at).IsRefused(out no, out _)) return no;
        }

        return await StoreAsync(db, report, member, cancel);
    }

    private async Task<Result<ReportId>> StoreAsync(Data.StudyDb db, Report report, Member member, CancellationToken cancel)
    {
        db.Reports.Add(report);
        db.Audit(AuditEntry.Of(AuditKind.ReportSaved, member, AuditSubject.Of(AuditThing.Report, report.Id), AuditDetail.Count("parts", report.Parts.Count).AndWhether("new", true)));
        if ((await db.SaveOrRefuseAsync(report.Name, cancel)).IsRefused(out var clash, out _)) return clash;
        _desk.Feed.Publish(new ReportMoved(report.StudyId, report.Id));
        return report.Id;
    }
}

/// <summary>Changes what a report says of itself.</summary>
public sealed class DescribeReport(ReportDesk desk) : ReportDeed(desk)
{
    /// <param name="number">Of the facts that were changed: another's change meanwhile is a refusal.</param>
    public Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, ReportId id, int number, ReportFacts facts, CancellationToken cancel) => DoAsync<Done>(me, studyId, id, doing =>
    {
        if (doing.Report.Number != number) return Task.FromResult<Result<Done>>(new Refusal("Somebody else changed this meanwhile. What you typed is still here: look at theirs, then save again."));
        if (doing.Report.Describe(facts, doing.At).IsRefused(out var no, out _)) return Task.FromResult<Result<Done>>(no);
        doing.Tell(AuditKind.ReportSaved);
        return Task.FromResult(Done.Well);
    }, cancel, texts: Texts(facts));

    /// <summary>Calls it otherwise, and leaves the rest of what it says of itself.</summary>
    public Task<Result<Done>> RenameAsync(AccountId me, StudyId studyId, ReportId id, string name, CancellationToken cancel) => DoAsync<Done>(me, studyId, id, doing =>
    {
        if (doing.Report.Describe(doing.Report.Facts with { Name = name }, doing.At).IsRefused(out var no, out _)) return Task.FromResult<Result<Done>>(no);
        doing.Tell(AuditKind.ReportSaved);
        return Task.FromResult(Done.Well);
    }, cancel, texts: new ScannedText("the name", name));
}

/// <summary>Puts a report away, with its versions, or brings it back.</summary>
public sealed class ArchiveReport(ReportDesk desk) : ReportDeed(desk)
{
    public Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, ReportId id, bool archive, CancellationToken cancel) => DoAsync<Done>(me, studyId, id, doing =>
    {
        if (archive) doing.Report.PutAway(doing.At);
        else doing.Report.BringBack();
        doing.Tell(archive ? AuditKind.ReportArchived : AuditKind.ReportBroughtBack);
        return Task.FromResult(Done.Well);
    }, cancel, whilePutAway: true);
}
