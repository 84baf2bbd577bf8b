using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Studies;

/// <summary>Says what stands below the quotes of a study; how far, small groups decide.</summary>
public sealed class ChangeQuoteLabels(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed) : IUseCase
{
    public async Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, QuoteLabelStyle style, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageStudy, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (!Enum.IsDefined(style)) return new Refusal("Please choose what stands below a quote.");
        await using var db = await databases.CreateDbContextAsync(cancel);
        var study = await db.Studies.SingleAsync(s => s.Id == studyId, cancel);
        if (study.QuoteLabels == style) return Done.Well;
        study.LabelQuotes(style);
        db.Audit(AuditEntry.Of(AuditKind.QuoteLabelsChanged, member, AuditSubject.Of(studyId), AuditDetail.Word("style", style)));
        await db.SaveChangesAsync(cancel);
        feed.Publish(new StudyChanged(studyId));
        return Done.Well;
    }
}
