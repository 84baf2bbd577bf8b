using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Checklists;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Checklists;

/// <summary>What became of an answer.</summary>
/// <param name="Edition">The one that stands now.</param>
/// <param name="Clash">What somebody else had written meanwhile; then nothing was saved. Null otherwise.</param>
public sealed record AnsweredItem(int Edition, string By, DateTimeOffset At, string? Clash)
{
    public override string ToString() => $"edition {Edition}";
}

/// <summary>Somebody answers an item of a checklist, changes the answer or takes it back.</summary>
public sealed class AnswerChecklist(
    IDbContextFactory<StudyDb> databases, Permissions permissions, TypedWords typed, StudyFeed feed, TimeProvider clock, ILogger<AnswerChecklist> logger) : IUseCase
{
    /// <param name="text">Empty to take the answer back.</param>
    /// <param name="before">The edition that the writer saw; 0 where there was none.</param>
    public async Task<Result<AnsweredItem>> RunAsync(AccountId me, StudyId studyId, ChecklistKind kind, string number, string text, int before, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.WriteSummaries, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (await typed.ForbidAsync(me, studyId, cancel, new ScannedText($"the answer to {number}", text)) is { } leak) return leak;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var at = clock.GetUtcNow();
        var answer = await db.ChecklistAnswers.SingleOrDefaultAsync(a => a.StudyId == studyId && a.Kind == kind && a.Number == number, cancel);
        if (answer is null)
        {
            if (ChecklistAnswer.To(studyId, kind, number).IsRefused(out var unknown, out answer)) return unknown;
            db.ChecklistAnswers.Add(answer);
        }
        else if (answer.Edition != before)
        {
            return await ClashAsync(db, answer, cancel);
        }
        else if (answer.Text == text.Trim())
        {
            return new AnsweredItem(answer.Edition, member.Name, answer.ChangedAt, null);
        }

        if (answer.Write(text, before, member.Id, at).IsRefused(out var no, out _)) return no;
        var place = Checklist.Of(kind).Items.Index().First(i => i.Item.Number == number).Index + 1;
        db.Audit(AuditEntry.Of(AuditKind.ChecklistAnswered, member, AuditSubject.Of(studyId), AuditDetail.Word("list", kind).AndCount("item", place).AndWhether("emptied", answer.Text.Length == 0)));
        if ((await db.SaveOrRefuseAsync(number, cancel)).IsRefused(out _, out _))
        {
            // Somebody else wrote at the same moment.
            await using var fresh = await databases.CreateDbContextAsync(cancel);
            return await ClashAsync(fresh, await fresh.ChecklistAnswers.SingleAsync(a => a.StudyId == studyId && a.Kind == kind && a.Number == number, cancel), cancel);
        }

        Log.ItemAnswered(logger, studyId, kind, place, answer.Text.Length);
        feed.Publish(new ChecklistsChanged(studyId));
        return new AnsweredItem(answer.Edition, member.Name, at, null);
    }

    private static async Task<AnsweredItem> ClashAsync(StudyDb db, ChecklistAnswer answer, CancellationToken cancel)
    {
        var by = await db.Members.IgnoreAutoIncludes().Where(m => m.Id == answer.ChangedBy).Select(m => m.Name).SingleAsync(cancel);
        return new AnsweredItem(answer.Edition, by, answer.ChangedAt, answer.Text);
    }
}
