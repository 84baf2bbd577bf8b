using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Memos;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Ui.Memos;

/// <summary>A memo beside what it is about.</summary>
/// <param name="Beginning">The first 300 characters of its text.</param>
public sealed record LinkedMemo(MemoId Id, MemoKind Kind, string Title, string Beginning, MemoSharing Sharing, string Writer, bool IsMine, DateTimeOffset ChangedAt)
{
    public override string ToString() => $"{Kind} memo";
}

/// <summary>The memos about one code, theme, participant or interview that the reader may see, the last changed first.</summary>
public sealed class ReadLinkedMemos(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<IReadOnlyList<LinkedMemo>>> RunAsync(AccountId me, StudyId studyId, MemoTarget about, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ReadTranscripts, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await (
            from m in await db.MemosAboutAsync(member, about, cancel)
            join writer in db.Members on m.MemberId equals writer.Id
            orderby m.ChangedAt descending
            select new LinkedMemo(m.Id, m.Kind, m.Title, m.Text.Substring(0, 300), m.IsPrivate ? MemoSharing.Private : m.TeamWrites ? MemoSharing.TeamWrites : MemoSharing.Team, writer.Name, m.MemberId == member.Id, m.ChangedAt))
            .ToListAsync(cancel);
    }
}

/// <summary>How many memos that the reader may see are about each thing of a kind.</summary>
public sealed class CountLinkedMemos(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    /// <returns>By the thing's id; what none is about is not in it.</returns>
    public async Task<Result<IReadOnlyDictionary<Guid, int>>> RunAsync(AccountId me, StudyId studyId, MemoTargetKind kind, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ReadTranscripts, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var links = db.Memos.ReadableBy(db, member).Where(m => m.RemovedAt == null).SelectMany(m => m.Links);
        return kind switch
        {
            MemoTargetKind.Participant => await links.Where(l => l.ParticipantId != null).GroupBy(l => l.ParticipantId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key!.Value.Value, g => g.Count, cancel),
            MemoTargetKind.Interview => await links.Where(l => l.InterviewId != null).GroupBy(l => l.InterviewId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key!.Value.Value, g => g.Count, cancel),
            MemoTargetKind.Code => await links.Where(l => l.CodeId != null).GroupBy(l => l.CodeId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key!.Value.Value, g => g.Count, cancel),
            _ => await links.Where(l => l.ThemeId != null).GroupBy(l => l.ThemeId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key!.Value.Value, g => g.Count, cancel),
        };
    }
}

/// <summary>Which memos are about something.</summary>
internal static class MemosAbout
{
    /// <summary>Memos that stand and that the reader may see; of a code, also those about codes that were merged into it.</summary>
    public static async Task<IQueryable<Memo>> MemosAboutAsync(this StudyDb db, Member reader, MemoTarget about, CancellationToken cancel)
    {
        var memos = db.Memos.ReadableBy(db, reader).Where(m => m.RemovedAt == null);
        switch (about.Kind)
        {
            case MemoTargetKind.Participant:
                ParticipantId? participant = new(about.Id);
                return memos.Where(m => m.Links.Any(l => l.ParticipantId == participant));
            case MemoTargetKind.Interview:
                InterviewId? interview = new(about.Id);
                return memos.Where(m => m.Links.Any(l => l.InterviewId == interview));
            case MemoTargetKind.Theme:
                ThemeId? theme = new(about.Id);
                return memos.Where(m => m.Links.Any(l => l.ThemeId == theme));
            case MemoTargetKind.Passage:
                KeptPassageId? passage = new(about.Id);
                return memos.Where(m => m.Links.Any(l => l.PassageId == passage));
            default:
                var merged = await db.Codes.Where(c => c.StudyId == reader.StudyId && c.MergedInto != null).Select(c => new { c.Id, c.MergedInto }).ToListAsync(cancel);
                var codes = new List<CodeId?> { new CodeId(about.Id) };
                for (var i = 0; i < codes.Count; i++) codes.AddRange(merged.Where(m => m.MergedInto == codes[i] && !codes.Contains(m.Id)).Select(m => (CodeId?)m.Id));
                return memos.Where(m => m.Links.Any(l => codes.Contains(l.CodeId)));
        }
    }
}
