using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codebooks;

/// <summary>One change as history shows it.</summary>
/// <param name="Sentence">What happened.</param>
public sealed record ChangeRow(ChangeId Id, long Number, DateTimeOffset At, string By, string Sentence, IReadOnlyList<CodeChange> Codes, int Codings, bool IsUndone);

public sealed record ChangeList(IReadOnlyList<ChangeRow> Changes, bool MayUndo);

/// <summary>Who changed what of the framework when, the latest first.</summary>
public sealed class ListChanges(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<ChangeList>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeStudy, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var names = await db.Members.Where(m => m.StudyId == studyId).ToDictionaryAsync(m => m.Id, m => m.Name, cancel);
        var changes = await db.CodebookChanges.AsNoTracking().Where(c => c.StudyId == studyId).OrderByDescending(c => c.Number).Take(2000).ToListAsync(cancel);
        var codes = await db.Codes.Where(c => c.StudyId == studyId).ToDictionaryAsync(c => c.Id, c => c.Name, cancel);
        var followed = await FollowedAsync(db, member, changes, cancel);
        var sentences = new Dictionary<ChangeId, string>();
        foreach (var change in changes.AsEnumerable().Reverse())
            sentences[change.Id] = change.Of is { } of && sentences.TryGetValue(of, out var undone) ? $"Took back: {undone}" : ChangeWords.Of(change.Kind, change.Codes, codes);
        return new ChangeList(
            [.. changes.Select(c => new ChangeRow(c.Id, c.Number, c.At, names[c.By], sentences[c.Id], c.Codes, followed.GetValueOrDefault(c.Id), c.UndoneAt is not null))],
            member.May(Operation.ManageCodebook));
    }

    /// <summary>How many codings went along with each change; where a blind round hides some from the reader, those that they see.</summary>
    private static async Task<Dictionary<ChangeId, int>> FollowedAsync(StudyDb db, Member member, IReadOnlyList<CodebookChange> changes, CancellationToken cancel)
    {
        if (!await db.BlindTo(member).AnyAsync(cancel)) return changes.ToDictionary(c => c.Id, c => c.Codings);
        return await db.CodingActs.VisibleTo(db, member).Where(a => a.Change != null).GroupBy(a => a.Change!.Value)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(c => c.Key, c => c.Count, cancel);
    }
}
