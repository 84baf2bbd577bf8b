using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Reports;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Reports;

/// <summary>What every change of a report works with.</summary>
public sealed record ReportDesk(IDbContextFactory<StudyDb> Databases, Permissions Permissions, StudyFeed Feed, TypedWords Typed, TimeProvider Clock);

/// <summary>One change of a report: asked, looked through, done in one transaction while nobody else changes the same report, noted and told in one way.</summary>
public abstract class ReportDeed(ReportDesk desk) : IUseCase
{
    /// <param name="Report">With all its parts; nobody else changes it until the deed is saved.</param>
    private protected sealed record Doing(StudyDb Db, Member By, DateTimeOffset At, Report Report)
    {
        /// <summary>Tells the audit trail, when the deed is saved.</summary>
        public void Tell(AuditKind kind, AuditDetail? detail = null) => Db.Audit(AuditEntry.Of(kind, By, AuditSubject.Of(AuditThing.Report, Report.Id), detail));
    }

    /// <param name="whilePutAway">Whether it can be done to a report that is put away.</param>
    /// <param name="deed">Changes the report, and tells the trail; a refusal undoes all of it.</param>
    /// <param name="texts">What somebody typed for it.</param>
    private protected async Task<Result<T>> DoAsync<T>(
        AccountId me, StudyId studyId, ReportId id, Func<Doing, Task<Result<T>>> deed, CancellationToken cancel, bool whilePutAway = false, params ScannedText[] texts)
    {
        if ((await desk.Permissions.AskAsync(me, studyId, Operation.ManageThemes, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (await ForbidAsync(desk.Typed, me, studyId, texts, cancel) is { } leak) return leak;
        await using var db = await desk.Databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync($"select 1 from reports where id = {id.Value} for update", cancel);
        if (await db.Reports.Include(r => r.Parts).SingleOrDefaultAsync(r => r.Id == id && r.StudyId == studyId, cancel) is not { } report) return Refusal.NotFound;
        if (report.ArchivedAt is not null && !whilePutAway) return new Refusal($"“{report.Name}” is put away, and stays as it is. Bring it back to write in it.");
        if ((await deed(new Doing(db, member, desk.Clock.GetUtcNow(), report))).IsRefused(out var no, out var done)) return no;
        if ((await db.SaveOrRefuseAsync(report.Name, cancel)).IsRefused(out var clash, out _)) return clash;
        await transaction.CommitAsync(cancel);
        desk.Feed.Publish(new ReportMoved(studyId, id));
        return done;
    }

    private static readonly string[] OfTeam = ["the presenters", "the funder", "the grant", "the disclaimer", "the contact"];

    private protected static ScannedText[] Texts(ReportFacts facts) =>
    [
        new("the name", facts.Name), new("the subtitle", facts.Subtitle), new("the presenters", facts.Presenters), new("the funder", facts.Funder), new("the grant", facts.Grant),
        new("the disclaimer", facts.Disclaimer), new("the contact", facts.Contact),
    ];

    /// <summary>What the team says of itself may be a name and an address, as long as it is none of those in the study.</summary>
    private protected static async Task<Refusal?> ForbidAsync(TypedWords typed, AccountId me, StudyId studyId, ScannedText[] texts, CancellationToken cancel) =>
        texts.Length == 0 ? null
            : await typed.ForbidAsync(me, studyId, cancel, [.. texts.Where(t => !OfTeam.Contains(t.Place))])
                ?? await typed.ForbidKnownAsync(me, studyId, cancel, [.. texts.Where(t => OfTeam.Contains(t.Place))]);

    private protected static ScannedText[] Texts(PartWords words) => [new("the heading", words.Heading), new("the text", words.Text), new("the text", words.Beside)];
}
