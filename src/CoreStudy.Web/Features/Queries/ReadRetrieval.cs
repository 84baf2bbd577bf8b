using CoreStudy.Data;
using CoreStudy.Data.Passages;
using CoreStudy.Data.Queries;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Queries;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Queries;

/// <summary>Which passages somebody wants to read, and how they are laid out.</summary>
/// <param name="Where">A question that holds of them; null where the filter says all.</param>
public sealed record RetrievalAsk(PassageFilter Filter, QueryPart? Where = null, PassageGrouping By = PassageGrouping.None, PassageOrder Order = PassageOrder.Reading);

/// <summary>A group of passages: what it is called, how much there is of it, and those of its passages that are on this page.</summary>
/// <param name="Key">An id, or a role; empty for what has none.</param>
/// <param name="From">Which of the group's passages the first one shown is, from 0.</param>
public sealed record RetrievedGroup(string Key, string Name, string Colour, Amount Amount, int From, IReadOnlyList<PassageView> Shown);

/// <summary>A page of passages.</summary>
/// <param name="Groups">Every group in the order of reading, those that are not on this page too; without grouping, one.</param>
public sealed record Retrieval(Amount All, IReadOnlyList<RetrievedGroup> Groups, int Page, int Pages);

/// <summary>The passages that fit a filter and a question, page by page, in groups.</summary>
public sealed class ReadRetrieval(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public const int PagePassages = 25;

    /// <param name="page">From 1; past the last, the last.</param>
    /// <param name="context">How much of what stands around each passage comes along, in UTF-16 code units on each side.</param>
    public async Task<Result<Retrieval>> RunAsync(AccountId me, StudyId studyId, RetrievalAsk ask, int page, int context, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await CodedPassages.RefreshAsync(db, studyId, cancel);
        if ((await FindAsync(db, reader, ask, cancel)).IsRefused(out var wrong, out var asked)) return wrong;
        var found = asked.Passages;
        var (all, amounts) = await db.AmountsAsync(found, ask.By, cancel);
        var groups = ask.By == PassageGrouping.None ? [new Choice("", "")] : InOrder(await ReadPassageChoices.ReadAsync(db, reader, cancel), ask.By, amounts);

        // in themes a passage may stand more than once: pages go by what is shown
        var shown = ask.By == PassageGrouping.None ? all.Passages : groups.Sum(g => amounts[g.Key].Passages);
        var pages = (int)Math.Max(1, (shown + PagePassages - 1) / PagePassages);
        page = Math.Clamp(page, 1, pages);
        var rows = new List<(Choice Group, int From, IReadOnlyList<CodedPassage> Passages)>();
        var (skip, take) = ((long)(page - 1) * PagePassages, PagePassages);
        foreach (var group in groups)
        {
            var there = ask.By == PassageGrouping.None ? all.Passages : amounts[group.Key].Passages;
            if (skip >= there || take == 0)
            {
                skip = Math.Max(0, skip - there);
                rows.Add((group, 0, []));
                continue;
            }

            var some = await db.InOrder(db.InGroup(found, ask.By, group.Key), ask.Order).Skip((int)skip).Take(take).ToListAsync(cancel);
            rows.Add((group, (int)skip, some));
            (skip, take) = (0, Math.Max(0, take - some.Count));
        }

        var views = (await PassageReading.ReadAsync(db, [.. rows.SelectMany(r => r.Passages).DistinctBy(p => p.Id)], context, cancel)).ToDictionary(v => v.Id);
        return new Retrieval(all, [.. rows.Select(r => new RetrievedGroup(
            r.Group.Key, r.Group.Name, r.Group.Colour, ask.By == PassageGrouping.None ? all : amounts[r.Group.Key], r.From, [.. r.Passages.Where(p => views.ContainsKey(p.Id)).Select(p => views[p.Id])]))], page, pages);
    }

    /// <summary>The passages asked for; refused where the question cannot be asked.</summary>
    internal static async Task<Result<Found>> FindAsync(StudyDb db, Member reader, RetrievalAsk ask, CancellationToken cancel)
    {
        if (ask.Where is not { } where) return new Found(CodedPassages.Matching(db, reader, ask.Filter));
        var family = await db.CodeFamilyAsync(reader.StudyId, cancel);
        if (QueryCheck.Of(where, family) is [var problem, ..]) return new Refusal(problem.Sentence);
        return new Found(QueryAnswers.Answering(db, reader, new Query(where, ask.Filter), family));
    }

    /// <summary>Groups that have passages, in the order of reading; one that has no name any more comes last.</summary>
    private static List<Choice> InOrder(PassageChoices choices, PassageGrouping by, IReadOnlyDictionary<string, Amount> amounts)
    {
        var known = choices.Groups(by).Where(g => amounts.ContainsKey(g.Key)).ToList();
        return [.. known, .. amounts.Keys.Except(known.Select(g => g.Key)).Order(StringComparer.Ordinal).Select(k => new Choice(k, by == PassageGrouping.Coder ? "A former coder" : "Not known any more"))];
    }

    /// <summary>What was asked for, not yet read.</summary>
    internal sealed record Found(IQueryable<CodedPassage> Passages);
}
