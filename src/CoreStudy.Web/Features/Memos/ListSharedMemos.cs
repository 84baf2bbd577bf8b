using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Memos;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Memos;

/// <summary>A memo that the team reads, in full.</summary>
/// <param name="Transcript">That its passage is in; null where it has none.</param>
public sealed record SharedMemo(
    MemoId Id, MemoKind Kind, string Title, string Text, string Writer, DateTimeOffset WrittenAt, DateTimeOffset ChangedAt, TranscriptId? Transcript, IReadOnlyList<CodeId> Codes, IReadOnlyList<ThemeId> Themes)
{
    public override string ToString() => $"{Kind} memo of {Text.Length} characters";
}

/// <summary>The memos that the team reads, some at a time in the order of their ids. What is private, the reader's own too, is not among them.</summary>
public sealed class ListSharedMemos(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    /// <param name="after">The id after which to go on; null from the first.</param>
    /// <returns>The memos, the id after which the next ones come (null where these are the last), and how many there are in all.</returns>
    public async Task<Result<(IReadOnlyList<SharedMemo> Memos, Guid? Next, int InAll)>> RunAsync(AccountId me, StudyId studyId, Guid? after, int take, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ReadTranscripts, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var shared = db.Memos.ReadableBy(db, member).Where(m => m.RemovedAt == null && !m.IsPrivate);
        var ids = (await shared.Select(m => m.Id).ToListAsync(cancel)).Select(i => i.Value).OrderBy(i => i.ToString(), StringComparer.Ordinal).ToList();
        var rest = after is null ? ids : ids.FindAll(i => string.CompareOrdinal(i.ToString(), after.ToString()) > 0);
        var some = rest.Take(take).Select(i => new MemoId(i)).ToList();
        var memos = await shared.Where(m => some.Contains(m.Id)).Select(m => new
        {
            m.Id, m.Kind, m.Title, m.Text, m.WrittenAt, m.ChangedAt, m.TranscriptId, Writer = db.Members.Where(x => x.Id == m.MemberId).Select(x => x.Name).First(),
        }).ToListAsync(cancel);
        var links = (await (
            from m in shared
            from l in m.Links
            where some.Contains(m.Id) && (l.CodeId != null || l.ThemeId != null)
            select new { m.Id, l.CodeId, l.ThemeId }).ToListAsync(cancel)).ToLookup(l => l.Id);
        return (
            [.. memos.OrderBy(m => m.Id.Value.ToString(), StringComparer.Ordinal).Select(m => new SharedMemo(m.Id, m.Kind, m.Title, m.Text, m.Writer, m.WrittenAt, m.ChangedAt, m.TranscriptId, [.. links[m.Id].Select(l => l.CodeId).OfType<CodeId>()], [.. links[m.Id].Select(l => l.ThemeId).OfType<ThemeId>()]))],
            take > 0 && rest.Count > take ? rest[take - 1] : null, ids.Count);
    }
}
