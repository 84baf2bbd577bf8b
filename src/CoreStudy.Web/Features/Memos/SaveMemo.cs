using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Memos;
using CoreStudy.Domain.Passages;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Memos;

/// <summary>What somebody else saved while one was writing.</summary>
public sealed record MemoClash(int Version, string Title, string Text, string By, DateTimeOffset At)
{
    public override string ToString() => $"version {Version} of {Text.Length} characters";
}

/// <summary>What became of a saving.</summary>
/// <param name="Version">The version that stands now.</param>
/// <param name="Clash">The other text, where the memo was changed meanwhile: then nothing was saved, and both texts are kept, the other's as it stands and one's own on the screen.</param>
public sealed record SavedMemo(int Version, MemoClash? Clash);

/// <summary>Somebody writes a memo, or another text of one.</summary>
public sealed class SaveMemo(
    IDbContextFactory<StudyDb> databases, Permissions permissions, TypedWords typed, StudyFeed feed, TimeProvider clock, ILogger<SaveMemo> logger) : IUseCase
{
    internal static readonly Refusal LinkGone = new("Something that this memo is linked to is not there any more. Take that link away, then save again.");

    /// <param name="id">Made by who writes, so that a saving that is sent twice makes one memo.</param>
    /// <param name="basedOn">The version that the writing began on; null for a new memo.</param>
    /// <param name="about">All that it is about besides its passage.</param>
    /// <param name="passages">Codings whose passages it is to hold on to; a new memo lies on the first of them, and is seen there at the desk.</param>
    public async Task<Result<SavedMemo>> RunAsync(
        AccountId me, StudyId studyId, MemoId id, int? basedOn, MemoWords words, IReadOnlyCollection<MemoTarget> about, IReadOnlyList<CodingId> passages, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Code, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (await typed.ForbidAsync(me, studyId, cancel, new("the title", words.Title), new("the memo", words.Text)) is { } leak) return leak;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var at = clock.GetUtcNow();
        HeldMemo? held = null;
        Memo? memo;
        var wasPrivate = false;
        if (basedOn is { } version)
        {
            if ((await HeldMemo.OpenAsync(db, permissions, me, member, id, cancel)).IsRefused(out var hidden, out held)) return hidden;
            memo = held.Memo;
            if (memo.RemovedAt is not null) return new Refusal("This memo has been removed meanwhile. Your words are still here: copy them, or save them as a new memo.");
            if (memo.Version != version) return await ClashAsync(db, member, memo, cancel);
            wasPrivate = memo.IsPrivate;
            if (memo.Rewrite(member.Id, words, at).IsRefused(out var no, out _)) return no;
        }
        else
        {
            if (await db.Memos.VisibleTo(db, member).Where(m => m.Id == id && m.MemberId == member.Id).Select(m => (int?)m.Version).SingleOrDefaultAsync(cancel) is { } made) return new SavedMemo(made, null);
            if (passages.Count > 0)
            {
                if ((await HeldMemo.WriteOnAsync(db, permissions, me, member, id, passages[0], words, at, cancel)).IsRefused(out var gone, out held)) return gone;
                (memo, passages) = (held.Memo, [.. passages.Skip(1)]);
            }
            else if (Memo.WriteFree(id, studyId, member.Id, words, at).IsRefused(out var no, out memo))
            {
                return no;
            }

            db.Add(memo);
        }

        foreach (var target in about.Where(t => !memo.Links.Exists(l => l.Target == t)))
            if (await MemoReading.NameAsync(db, member, target, cancel) is null) return LinkGone;
        var kept = new List<KeptPassage>();
        foreach (var coding in passages)
        {
            if (await MemoReading.PassageAsync(db, member, coding, cancel) is null || await db.Codings.VisibleTo(db, member).SingleOrDefaultAsync(c => c.Id == coding, cancel) is not { } one) return LinkGone;
            kept.Add(KeptPassage.Of(one, member.Id, at));
        }

        db.AddRange(kept);
        var letGo = memo.Links.Where(l => l.PassageId is not null && !about.Contains(l.Target)).Select(l => l.PassageId!.Value).ToList();
        if (memo.LinkTo([.. about, .. kept.Select(k => MemoTarget.Of(k.Id))]).IsRefused(out var tooMany, out _)) return tooMany;
        db.RemoveRange(await db.KeptPassages.VisibleTo(db, member).Where(p => letGo.Contains(p.Id)).ToListAsync(cancel)); // only now: what nothing is linked to any more
        held?.Stamp(ActKind.WriteMemo, at);
        if (wasPrivate && !memo.IsPrivate) db.Audit(AuditEntry.Of(AuditKind.MemoShared, member, AuditSubject.Of(AuditThing.Memo, memo.Id)));
        if ((await db.SaveOrRefuseAsync("this", cancel)).IsRefused(out var clash, out _)) return clash;
        await transaction.CommitAsync(cancel);
        Log.MemoSaved(logger, memo.Id, memo.Version, member.Id);
        foreach (var news in held?.News ?? [new MemosChanged(studyId)]) feed.Publish(news);
        return new SavedMemo(memo.Version, null);
    }

    private static async Task<SavedMemo> ClashAsync(StudyDb db, Member reader, Memo memo, CancellationToken cancel)
    {
        var by = await db.Memos.VisibleTo(db, reader).Where(m => m.Id == memo.Id).SelectMany(m => m.Versions).Where(v => v.Number == memo.Version)
            .Select(v => db.Members.Where(m => m.Id == v.MemberId).Select(m => m.Name).First()).SingleOrDefaultAsync(cancel) ?? "";
        return new SavedMemo(memo.Version, new MemoClash(memo.Version, memo.Title, memo.Text, by, memo.ChangedAt));
    }
}
