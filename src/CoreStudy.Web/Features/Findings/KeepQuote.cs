using CoreStudy.Data.Findings;
using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui.Findings;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Findings;

/// <summary>What becomes of a quote: a lead approves it, it is put to a finding, seen again after its words were changed, or removed.</summary>
public sealed class KeepQuote(FindingDesk desk) : FindingDeed(desk)
{
    /// <summary>A lead says that it may be printed, as far as consent allows at that time; or takes that back.</summary>
    /// <param name="version">The version that was read: what was changed meanwhile is not approved unread.</param>
    public Task<Result<Done>> ApproveAsync(AccountId me, StudyId studyId, QuoteId id, uint version, bool isApproved, CancellationToken cancel) =>
        DoAsync<Done>(me, studyId, Operation.ApproveQuotes, async doing =>
        {
            if ((await QuoteAsync(doing, id, cancel)).IsRefused(out var gone, out var quote)) return gone;
            if (quote.Version != version) return ChangedMeanwhile;
            var row = (await QuoteReading.ReadAsync(doing.Db, doing.By, [id], cancel))[0];
            if (isApproved && row.IsWithdrawn) return new Refusal("The words of this quote were withdrawn.");
            if (isApproved && row.IsTouched) return new Refusal("The words of this quote have been changed since somebody saw it. Look at it again first.");
            if (isApproved && QuoteShowing.Label(await PeopleColumns.ReadAsync(doing.Db, studyId, cancel), row.Turns).IsRefused(out var notAgreed, out _)) return notAgreed;
            if (isApproved) quote.Approve(doing.By.Id, doing.At);
            else quote.TakeBack();
            doing.Tell(isApproved ? AuditKind.QuoteApproved : AuditKind.QuoteTakenBack, id);
            return Done.Well;
        }, cancel);

    /// <summary>Somebody has read it as the transcript has its words now, and it is still right. It is a draft again.</summary>
    public Task<Result<Done>> SeeAgainAsync(AccountId me, StudyId studyId, QuoteId id, CancellationToken cancel) =>
        DoAsync<Done>(me, studyId, Operation.ManageThemes, async doing =>
        {
            if ((await QuoteAsync(doing, id, cancel)).IsRefused(out var gone, out var quote)) return gone;
            var (places, revision) = await PassageKeeping.PlacesAsync(doing.Db, quote, cancel);
            quote.SeenOn(revision, places);
            quote.TakeBack();
            doing.Tell(AuditKind.QuoteChanged, id, AuditDetail.None.AndWhether("seen", true));
            return Done.Well;
        }, cancel);

    public Task<Result<Done>> AttachAsync(AccountId me, StudyId studyId, FindingId findingId, QuoteId id, CancellationToken cancel) =>
        DoAsync<Done>(me, studyId, Operation.ManageThemes, async doing =>
        {
            if ((await FindingAsync(doing, findingId, cancel)).IsRefused(out var noFinding, out var finding)) return noFinding;
            if ((await QuoteAsync(doing, id, cancel)).IsRefused(out var gone, out var quote)) return gone;
            if (await doing.Db.FindingQuotes.AnyAsync(u => u.FindingId == findingId && u.QuoteId == id, cancel)) return Done.Well;
            doing.Db.Add(FindingQuote.Attach(finding, quote, doing.By.Id, doing.At));
            doing.Tell(AuditKind.QuoteChanged, id, AuditDetail.None.AndWhether("attached", true));
            return Done.Well;
        }, cancel);

    public Task<Result<Done>> DetachAsync(AccountId me, StudyId studyId, FindingId findingId, QuoteId id, CancellationToken cancel) =>
        DoAsync<Done>(me, studyId, Operation.ManageThemes, async doing =>
        {
            if ((await QuoteAsync(doing, id, cancel)).IsRefused(out var gone, out _)) return gone;
            if (await doing.Db.FindingQuotes.SingleOrDefaultAsync(u => u.FindingId == findingId && u.QuoteId == id, cancel) is not { } use) return Done.Well;
            doing.Db.Remove(use);
            doing.Tell(AuditKind.QuoteChanged, id, AuditDetail.None.AndWhether("detached", true));
            return Done.Well;
        }, cancel);

    /// <summary>It goes, with its clarifications; the passage and the transcript stay.</summary>
    public Task<Result<Done>> RemoveAsync(AccountId me, StudyId studyId, QuoteId id, CancellationToken cancel) =>
        DoAsync<Done>(me, studyId, Operation.ManageThemes, async doing =>
        {
            if ((await QuoteAsync(doing, id, cancel)).IsRefused(out var gone, out var quote)) return gone;
            doing.Db.Remove(quote);
            await PassageKeeping.LetGoAsync(doing.Db, [quote.PassageId, .. quote.Parts.Select(p => p.PassageId).OfType<KeptPassageId>()], cancel);
            doing.Tell(AuditKind.QuoteRemoved, id);
            return Done.Well;
        }, cancel);
}
