using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Checklists;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Checklists;

/// <summary>An item with what the team answers.</summary>
/// <param name="Edition">How often the answer was written; 0 where it was not.</param>
/// <param name="By">Who wrote it last; empty where nobody did.</param>
/// <param name="Suggestion">What the study knows towards it; null for nothing.</param>
public sealed record ChecklistRow(ChecklistItem Item, string Answer, int Edition, string By, DateTimeOffset? At, string? Suggestion)
{
    public bool IsAnswered => Answer.Length > 0;

    public override string ToString() => $"item {Item.Number}, {Answer.Length} characters";
}

/// <summary>A checklist as one reader sees it.</summary>
public sealed record ChecklistView(Checklist Checklist, IReadOnlyList<ChecklistRow> Rows, bool MayWrite)
{
    public int Answered => Rows.Count(r => r.IsAnswered);
}

/// <summary>A reporting checklist with the answers of the study, and what the study knows towards the others.</summary>
public sealed class ReadChecklist(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<ChecklistView>> RunAsync(AccountId me, StudyId studyId, ChecklistKind kind, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var mayWrite = await permissions.MayAsync(me, studyId, Operation.WriteSummaries, cancel);
        var facts = await ChecklistFacts.ReadAsync(db, member, cancel);
        var answers = await AnswersAsync(db, studyId, kind, cancel);
        return new ChecklistView(Checklist.Of(kind), [.. Checklist.Of(kind).Items.Select(i => Row(i, answers.GetValueOrDefault(i.Number), facts))], mayWrite);
    }

    internal static ChecklistRow Row(ChecklistItem item, (ChecklistAnswer Answer, string By)? found, IReadOnlyDictionary<ChecklistFact, string> facts) => new(
        item, found?.Answer.Text ?? "", found?.Answer.Edition ?? 0, found?.By ?? "", found?.Answer.ChangedAt, item.Fact is { } fact ? facts.GetValueOrDefault(fact) : null);

    internal static async Task<Dictionary<string, (ChecklistAnswer Answer, string By)?>> AnswersAsync(StudyDb db, StudyId studyId, ChecklistKind kind, CancellationToken cancel) =>
        (await (
            from a in db.ChecklistAnswers.AsNoTracking()
            join m in db.Members.IgnoreAutoIncludes() on a.ChangedBy equals m.Id
            where a.StudyId == studyId && a.Kind == kind
            select new { Answer = a, m.Name }).ToListAsync(cancel)).ToDictionary(a => a.Answer.Number, a => ((ChecklistAnswer Answer, string By)?)(a.Answer, a.Name));
}
