using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Memos;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Memos;

/// <summary>The passage that a memo lies on.</summary>
/// <param name="Turn">In which it begins, from 0.</param>
/// <param name="Words">Null where the transcript is not open to the reader any more.</param>
public sealed record MemoPassage(TranscriptId TranscriptId, string Title, Segment Segment, int Turn, string? Words)
{
    public override string ToString() => $"passage of {Segment.Length} characters";
}

/// <summary>A memo to read.</summary>
/// <param name="Earlier">How many earlier versions the reader may look at.</param>
/// <param name="MayWrite">Whether the reader may write on it.</param>
public sealed record MemoView(
    MemoId Id, MemoKind Kind, string Title, string Text, MemoSharing Sharing, string Writer, bool IsMine, bool MayWrite, DateTimeOffset WrittenAt, DateTimeOffset ChangedAt, string ChangedBy,
    int Version, int Earlier, MemoPassage? Passage, IReadOnlyList<MemoLinkView> Links)
{
    public override string ToString() => $"{Kind} memo of {Text.Length} characters";
}

/// <summary>One memo, with what it is about.</summary>
public sealed class ReadMemo(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<MemoView>> RunAsync(AccountId me, StudyId studyId, MemoId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ReadTranscripts, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        var mayWrite = await permissions.MayAsync(me, studyId, Operation.Code, cancel);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var memo = await db.Memos.ReadableBy(db, member).AsNoTracking().SingleOrDefaultAsync(m => m.Id == id && m.RemovedAt == null, cancel);
        if (memo is null) return Refusal.NotFound;
        var isMine = memo.MemberId == member.Id;
        var versions = await db.Memos.ReadableBy(db, member).Where(m => m.Id == id).SelectMany(m => m.Versions).Where(v => isMine || !v.IsPrivate).OrderByDescending(v => v.Number)
            .Select(v => new { v.Number, By = db.Members.Where(x => x.Id == v.MemberId).Select(x => x.Name).First() }).ToListAsync(cancel);
        var writer = await db.Members.Where(m => m.Id == memo.MemberId).Select(m => m.Name).SingleAsync(cancel);
        return new MemoView(
            memo.Id, memo.Kind, memo.Title, memo.Text, memo.Sharing, writer, isMine, mayWrite && (isMine || memo.Sharing == MemoSharing.TeamWrites), memo.WrittenAt, memo.ChangedAt,
            versions.FirstOrDefault()?.By ?? writer, memo.Version, versions.Count(v => v.Number < memo.Version), await PassageAsync(db, me, memo, cancel), [.. (await MemoReading.LinksAsync(db, member, [id], cancel))[id]]);
    }

    private async Task<MemoPassage?> PassageAsync(StudyDb db, AccountId me, Memo memo, CancellationToken cancel)
    {
        if (memo is not { TranscriptId: { } transcript, Segment: { } segment }) return null;
        var isOpen = await permissions.MayAsync(me, transcript, Operation.ReadTranscripts, cancel);
        var text = await db.Transcripts.Where(t => t.Id == transcript)
            .Select(t => new { t.Title, IsHere = t.ArchivedAt == null, Words = db.TranscriptTexts.Where(x => x.TranscriptId == t.Id).Select(x => x.Words).FirstOrDefault() }).SingleAsync(cancel);
        var turn = await db.Turns.Where(t => t.TranscriptId == transcript && t.Segment.Start <= segment.Start).MaxAsync(t => (int?)t.Number, cancel) ?? 0;
        return new MemoPassage(transcript, isOpen ? text.Title : "A transcript that is not open to you", segment, turn, isOpen && text.IsHere && text.Words is { } words && segment.End <= words.Length ? words[segment.Start..segment.End] : null);
    }
}
