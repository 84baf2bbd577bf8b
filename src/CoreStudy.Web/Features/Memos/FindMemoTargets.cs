using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Memos;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Memos;

/// <summary>Something that a memo can be about.</summary>
/// <param name="Where">What tells it from others of the same name, such as “Participant, Trust A”.</param>
public sealed record MemoTargetChoice(MemoLinkView Link, string Where)
{
    public override string ToString() => Link.ToString();
}

/// <summary>Finds what a memo can be about by a part of its name: codes and themes, participants and interviews of trusts that the writer reaches, and passages that somebody coded whose coding the writer sees.</summary>
public sealed class FindMemoTargets(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    /// <summary>Of each kind at most.</summary>
    public const int Most = 6;

    /// <summary>Passages are sought by this many characters at least.</summary>
    public const int FewestLetters = 4;

    public async Task<Result<IReadOnlyList<MemoTargetChoice>>> RunAsync(AccountId me, StudyId studyId, string sought, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Code, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (sought.Trim() is not { Length: > 0 } words) return new List<MemoTargetChoice>();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var pattern = LikePattern.Containing(words);
        var codes = await db.Codes.Where(c => c.StudyId == studyId && c.State != CodeState.Retired && EF.Functions.ILike(c.Name, pattern)).OrderBy(c => c.Name).Take(Most)
            .Select(c => new { c.Id, c.Name, c.Colour, Above = db.Codes.Where(p => p.Id == c.ParentId).Select(p => p.Name).FirstOrDefault() }).ToListAsync(cancel);
        var participants = await MemoReading.Participants(db, member).Where(p => p.ArchivedAt == null && EF.Functions.ILike(p.Label, pattern)).OrderBy(p => p.Label).Take(Most)
            .Select(p => new { p.Id, p.Label, Trust = db.Trusts.Where(t => t.Id == p.TrustId).Select(t => t.Label).First() }).ToListAsync(cancel);
        var interviews = await MemoReading.Interviews(db, member).Where(i => i.ArchivedAt == null && EF.Functions.ILike(i.Title, pattern)).OrderBy(i => i.Title).Take(Most)
            .Select(i => new { i.Id, i.Title, Trust = db.Trusts.Where(t => t.Id == i.TrustId).Select(t => t.Label).First() }).ToListAsync(cancel);
        var themes = await db.Themes.Where(t => t.StudyId == studyId && EF.Functions.ILike(t.Name, pattern)).OrderBy(t => t.Name).Take(Most).Select(t => new { t.Id, t.Name }).ToListAsync(cancel);
        var passages = words.Length < FewestLetters ? [] : await (
            from c in db.Codings.VisibleTo(db, member)
            join t in db.Transcripts.ReadableBy(member) on c.TranscriptId equals t.Id
            where c.RemovedAt == null && EF.Functions.ILike(c.Words, pattern)
            orderby t.Title, c.Segment.Start
            select new { c.Id, c.TranscriptId, c.Segment, c.Words, t.Title }).Take(Most * 4).ToListAsync(cancel);
        return new List<MemoTargetChoice>(
        [
            .. codes.Select(c => new MemoTargetChoice(new(MemoTarget.Of(c.Id), c.Name, c.Colour), c.Above is null ? "Code" : $"Code, below {c.Above}")),
            .. participants.Select(p => new MemoTargetChoice(new(MemoTarget.Of(p.Id), p.Label), $"Participant, {p.Trust}")),
            .. interviews.Select(i => new MemoTargetChoice(new(MemoTarget.Of(i.Id), i.Title), $"Interview, {i.Trust}")),
            .. themes.Select(t => new MemoTargetChoice(new(MemoTarget.Of(t.Id), t.Name), "Theme")),
            .. passages.DistinctBy(p => (p.TranscriptId, p.Segment)).Take(Most).Select(p => new MemoTargetChoice(new(new(MemoTargetKind.Passage, p.Id.Value), MemoReading.Quoted(p.Words)) { Keeps = p.Id }, $"Coded passage, {p.Title}")),
        ]);
    }

    /// <summary>The passage of a coding, as somebody begins to write about it.</summary>
    public async Task<Result<MemoLinkView>> PassageAsync(AccountId me, StudyId studyId, CodingId coding, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Code, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await MemoReading.PassageAsync(db, member, coding, cancel) is { } link ? link : Refusal.NotFound;
    }

    /// <summary>What one thing is called, as somebody begins to write about it.</summary>
    public async Task<Result<MemoLinkView>> NameAsync(AccountId me, StudyId studyId, MemoTarget target, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Code, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await MemoReading.NameAsync(db, member, target, cancel) is { } link ? link : Refusal.NotFound;
    }
}
