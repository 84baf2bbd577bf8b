using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Summaries;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Summaries;

/// <summary>An interview and how far its summary is.</summary>
/// <param name="Text">Empty where a blind round hides it.</param>
/// <param name="ChangedAt">Null while nothing was written.</param>
public sealed record InterviewSummaryRow(
    InterviewId Id, string Title, InterviewKind Kind, string Trust, DateOnly? HeldOn, string Text, SummaryState State, bool IsHidden, string ChangedBy, DateTimeOffset? ChangedAt)
{
    public override string ToString() => $"{State}, {Text.Length} long";
}

/// <summary>The interviews that were held, with their summaries, in the trusts that the reader reaches.</summary>
public sealed class ListInterviewSummaries(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<IReadOnlyList<InterviewSummaryRow>>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var cases = await MatrixCases.ReadAsync(db, member, CaseKind.Interviews, cancel);
        var facts = await db.Interviews.AsNoTracking().IgnoreAutoIncludes().Where(i => i.StudyId == studyId).Select(i => new { i.Id, i.Kind, i.HeldOn }).ToDictionaryAsync(i => i.Id, cancel);
        var written = await (
            from s in db.Summaries
            join m in db.Members.IgnoreAutoIncludes() on s.ChangedBy equals m.Id into writers
            from writer in writers.DefaultIfEmpty()
            where s.StudyId == studyId && s.ColumnId == null && s.Number > 0
            select new { Interview = s.InterviewId!.Value, s.Text, s.State, By = writer == null ? "" : writer.Name, s.ChangedAt }).ToDictionaryAsync(s => s.Interview, cancel);
        var rows = cases.Select(c =>
        {
            var id = c.Case.InterviewId!.Value;
            var summary = c.IsHidden ? null : written.GetValueOrDefault(id);
            return new InterviewSummaryRow(id, c.Label, facts[id].Kind, c.Trust, facts[id].HeldOn, summary?.Text ?? "", summary?.State ?? SummaryState.Empty, c.IsHidden, summary?.By ?? "", summary?.ChangedAt);
        });
        return rows.ToList();
    }
}
