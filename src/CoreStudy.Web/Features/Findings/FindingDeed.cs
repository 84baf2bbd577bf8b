using CoreStudy.Data;
using CoreStudy.Data.Findings;
using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Findings;

/// <summary>What every change of a finding or quote works with.</summary>
public sealed record FindingDesk(IDbContextFactory<StudyDb> Databases, Permissions Permissions, StudyFeed Feed, TypedWords Typed, TimeProvider Clock);

/// <summary>One change of a finding or a quote: asked, looked through, done in one transaction, noted and told in one way.</summary>
public abstract class FindingDeed(FindingDesk desk) : IUseCase
{
    protected static readonly Refusal ChangedMeanwhile = new("Somebody else changed this meanwhile. Look at theirs, then try again.");

    private protected sealed record Doing(StudyDb Db, Member By, DateTimeOffset At)
    {
        /// <summary>Tells the audit trail, when the deed is saved.</summary>
        public void Tell(AuditKind kind, FindingId finding, AuditDetail? detail = null) => Db.Audit(AuditEntry.Of(kind, By, AuditSubject.Of(AuditThing.Finding, finding), detail));

        public void Tell(AuditKind kind, QuoteId quote, AuditDetail? detail = null) => Db.Audit(AuditEntry.Of(kind, By, AuditSubject.Of(AuditThing.Quote, quote), detail));
    }

    /// <param name="deed">Changes what the context tracks, and tells the trail; a refusal undoes all of it.</param>
    /// <param name="texts">What somebody typed for it.</param>
    private protected async Task<Result<T>> DoAsync<T>(
        AccountId me, StudyId studyId, Operation operation, Func<Doing, Task<Result<T>>> deed, CancellationToken cancel, params ScannedText[] texts)
    {
        if ((await desk.Permissions.AskAsync(me, studyId, operation, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (texts.Length > 0 && await desk.Typed.ForbidAsync(me, studyId, cancel, texts) is { } leak) return leak;
        await using var db = await desk.Databases.CreateDbContextAsync(cancel);
        await CodedPassages.RefreshAsync(db, studyId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if ((await deed(new Doing(db, member, desk.Clock.GetUtcNow()))).IsRefused(out var no, out var done)) return no;
        if ((await db.SaveOrRefuseAsync("", cancel)).IsRefused(out var clash, out _)) return clash;
        await transaction.CommitAsync(cancel);
        desk.Feed.Publish(new FindingsChanged(studyId));
        return done;
    }

    /// <summary>A finding of the study, to be changed; not found where it is another's.</summary>
    private protected static async Task<Result<Finding>> FindingAsync(Doing doing, FindingId id, CancellationToken cancel) =>
        await doing.Db.Findings.SingleOrDefaultAsync(f => f.Id == id && f.StudyId == doing.By.StudyId, cancel) is { } finding ? finding : Refusal.NotFound;

    /// <summary>A piece of evidence that the reader sees, to be changed.</summary>
    private protected static async Task<Result<(Evidence Evidence, EvidenceRow Row)>> EvidenceAsync(Doing doing, EvidenceId id, CancellationToken cancel)
    {
        if (await doing.Db.Evidence.SingleOrDefaultAsync(e => e.Id == id && e.StudyId == doing.By.StudyId, cancel) is not { } evidence) return Refusal.NotFound;
        var row = (await EvidenceReading.ReadAsync(doing.Db, doing.By, evidence.FindingId, withWords: false, cancel)).FirstOrDefault(r => r.Id == id && r.Sight == EvidenceSight.Shown);
        return row is null ? Refusal.NotFound : (evidence, row);
    }

    /// <summary>A quote that the reader sees, to be changed.</summary>
    private protected static async Task<Result<Quote>> QuoteAsync(Doing doing, QuoteId id, CancellationToken cancel) =>
        await doing.Db.Quotes.VisibleTo(doing.Db, doing.By).Include(q => q.Parts.OrderBy(p => p.Number)).SingleOrDefaultAsync(q => q.Id == id, cancel) is { } quote ? quote : Refusal.NotFound;
}
