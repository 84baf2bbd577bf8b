using CoreStudy.Data;
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

/// <summary>Finds what a memo can be about by a part of its name: codes, and participants and interviews of trusts that the writer reaches.</summary>
public sealed class FindMemoTargets(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    /// <summary>Of each kind at most.</summary>
    public const int Most = 6;

    public async Task<Result<IReadOnlyList<MemoTargetChoice>>> RunAsync(AccountId me, StudyId studyId, string sought, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Code, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (sought.Trim() is not { Length: > 0 } words) return new List<MemoTargetChoice>();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var pattern = $"%{words.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_")}%";
        var reach = member.TrustIds;
        var codes = await db.Codes.Where(c => c.StudyId == studyId && c.State != CodeState.Retired && EF.Functions.ILike(c.Name, pattern)).OrderBy(c => c.Name).Take(Most)
            .Select(c => new { c.Id, c.Name, c.Colour, Above = db.Codes.Where(p => p.Id == c.ParentId).Select(p => p.Name).FirstOrDefault() }).ToListAsync(cancel);
        var participants = await db.Participants.Where(p => p.StudyId == studyId && p.ArchivedAt == null && (reach.Count == 0 || reach.Contains(p.TrustId)) && EF.Functions.ILike(p.Label, pattern)).OrderBy(p => p.Label).Take(Most)
            .Select(p => new { p.Id, p.Label, Trust = db.Trusts.Where(t => t.Id == p.TrustId).Select(t => t.Label).First() }).ToListAsync(cancel);
        var interviews = await db.Interviews.Where(i => i.StudyId == studyId && i.ArchivedAt == null && (reach.Count == 0 || reach.Contains(i.TrustId)) && EF.Functions.ILike(i.Title, pattern)).OrderBy(i => i.Title).Take(Most)
            .Select(i => new { i.Id, i.Title, Trust = db.Trusts.Where(t => t.Id == i.TrustId).Select(t => t.Label).First() }).ToListAsync(cancel);
        return new List<MemoTargetChoice>(
        [
            .. codes.Select(c => new MemoTargetChoice(new(MemoTarget.Of(c.Id), c.Name, c.Colour), c.Above is null ? "Code" : $"Code, below {c.Above}")),
            .. participants.Select(p => new MemoTargetChoice(new(MemoTarget.Of(p.Id), p.Label), $"Participant, {p.Trust}")),
            .. interviews.Select(i => new MemoTargetChoice(new(MemoTarget.Of(i.Id), i.Title), $"Interview, {i.Trust}")),
        ]);
    }

    /// <summary>What one thing is called, as somebody begins to write about it.</summary>
    public async Task<Result<MemoLinkView>> NameAsync(AccountId me, StudyId studyId, MemoTarget target, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Code, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await MemoReading.NameAsync(db, member, target, cancel) is { } link ? link : Refusal.NotFound;
    }
}
