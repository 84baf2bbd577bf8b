using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Memos;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Memos;

/// <summary>A text of a memo as it was saved.</summary>
/// <param name="IsTakenOut">Whether its words were taken out of the history.</param>
/// <param name="IsPrivate">Whether its writer alone sees this version.</param>
public sealed record MemoVersionView(int Number, string By, DateTimeOffset At, MemoKind Kind, string Title, string Text, bool IsTakenOut, bool IsPrivate)
{
    public override string ToString() => $"version {Number} of {Text.Length} characters";
}

/// <summary>Every text that a memo had, the last first. What was saved while it was private is shown to its writer alone.</summary>
public sealed class ListMemoVersions(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<IReadOnlyList<MemoVersionView>>> RunAsync(AccountId me, StudyId studyId, MemoId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ReadTranscripts, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var versions = await (
            from m in db.Memos.ReadableBy(db, member)
            from v in m.Versions
            where m.Id == id && m.RemovedAt == null && (m.MemberId == member.Id || !v.IsPrivate)
            orderby v.Number descending
            select new MemoVersionView(v.Number, db.Members.Where(x => x.Id == v.MemberId).Select(x => x.Name).First(), v.SavedAt, v.Kind, v.Title, v.Text, v.TakenOutAt != null, v.IsPrivate)).ToListAsync(cancel);
        return versions.Count == 0 ? Refusal.NotFound : versions;
    }
}
