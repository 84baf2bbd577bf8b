using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Memos;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Memos;

/// <summary>A memo in the list.</summary>
/// <param name="Beginning">The first 300 characters of its text.</param>
/// <param name="Transcript">The title of the transcript that its passage is in; null where it has none.</param>
public sealed record MemoListRow(
    MemoId Id, MemoKind Kind, string Title, string Beginning, MemoSharing Sharing, string Writer, bool IsMine, DateTimeOffset ChangedAt, string? Transcript, IReadOnlyList<MemoLinkView> Links)
{
    public override string ToString() => $"{Kind} memo";
}

/// <param name="Total">How many fit.</param>
/// <param name="Writers">Whoever wrote a memo that the reader may see.</param>
/// <param name="About">What the list is about, as it is called; null where it is about nothing in particular.</param>
/// <param name="MayWrite">False while the study is put away.</param>
/// <param name="IsBlind">Whether a blind round hides what others write about its transcripts.</param>
public sealed record MemoList(IReadOnlyList<MemoListRow> Memos, int Total, int InAll, IReadOnlyList<(MemberId Id, string Name)> Writers, MemoLinkView? About, bool MayWrite, bool IsBlind)
{
    public override string ToString() => $"{Memos.Count} of {Total} memos";
}

/// <summary>The memos of a study that the reader may see: those of the team, and their own.</summary>
public sealed class ListMemos(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<MemoList>> RunAsync(AccountId me, StudyId studyId, MemoFilter filter, int most, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ReadTranscripts, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        var mayWrite = await permissions.MayAsync(me, studyId, Operation.Code, cancel);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var matching = await MemoReading.MatchingAsync(db, member, filter, cancel);
        var rows = await matching.Take(most).Select(m => new
        {
            m.Id, m.Kind, m.Title, Beginning = m.Text.Substring(0, 300), m.IsPrivate, m.TeamWrites, m.ChangedAt, m.MemberId,
            Writer = db.Members.Where(x => x.Id == m.MemberId).Select(x => x.Name).First(),
            Transcript = db.Transcripts.Where(t => t.Id == m.TranscriptId).Select(t => t.Title).FirstOrDefault(),
        }).ToListAsync(cancel);
        var links = await MemoReading.LinksAsync(db, member, [.. rows.Select(r => r.Id)], cancel);
        var all = db.Memos.ReadableBy(db, member).Where(m => m.RemovedAt == null);
        var writers = await db.Members.Where(w => all.Any(m => m.MemberId == w.Id)).OrderBy(w => w.Name).Select(w => new { w.Id, w.Name }).ToListAsync(cancel);
        return new MemoList(
            [.. rows.Select(r => new MemoListRow(
                r.Id, r.Kind, r.Title, r.Beginning, r.IsPrivate ? MemoSharing.Private : r.TeamWrites ? MemoSharing.TeamWrites : MemoSharing.Team, r.Writer, r.MemberId == member.Id, r.ChangedAt, r.Transcript, [.. links[r.Id]]))],
            rows.Count < most ? rows.Count : await matching.CountAsync(cancel),
            await all.CountAsync(cancel),
            [.. writers.Select(w => (w.Id, w.Name))],
            filter.About is { } about ? await MemoReading.NameAsync(db, member, about, cancel) : null,
            mayWrite,
            await db.BlindTo(member).AnyAsync(cancel));
    }
}
