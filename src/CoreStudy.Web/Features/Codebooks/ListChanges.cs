using CoreStudy.Data;
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
        var sentences = new Dictionary<ChangeId, string>();
        foreach (var change in changes.AsEnumerable().Reverse())
            sentences[change.Id] = change.Of is { } of && sentences.TryGetValue(of, out var undone) ? $"Took back: {undone}" : ChangeWords.Of(change.Kind, change.Codes, codes);
        return new ChangeList(
            [.. changes.Select(c => new ChangeRow(c.Id, c.Number, c.At, names[c.By], sentences[c.Id], c.Codes, c.Codings, c.UndoneAt is not null))],
            member.May(Operation.ManageCodebook));
    }
}
