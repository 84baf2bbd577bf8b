using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codebooks;

/// <summary>What every change of the framework works with.</summary>
public sealed record CodebookDesk(IDbContextFactory<StudyDb> Databases, Permissions Permissions, StudyFeed Feed, TypedWords Typed, TimeProvider Clock);

/// <summary>One change of the framework by somebody who keeps it: asked, made, noted with who and when, saved and told in one way.</summary>
public abstract class ChangeCodebook(CodebookDesk desk) : IUseCase
{
    /// <param name="label">The name that may be taken already.</param>
    /// <param name="change">Changes, adds and removes codes; all of the study's are given, tracked.</param>
    /// <param name="follow">What codings do then, in the same transaction; the codes are stored by now.</param>
    /// <returns>The change that was noted; the default where nothing changed.</returns>
    private protected async Task<Result<ChangeId>> ChangeAsync(
        AccountId me, StudyId studyId, string label, ChangeKind kind, Func<StudyDb, List<Code>, Result<Done>> change, CancellationToken cancel,
        Func<Following, Task<IReadOnlyList<Followed>>>? follow = null, ChangeId? of = null)
    {
        if ((await desk.Permissions.AskAsync(me, studyId, Operation.ManageCodebook, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await desk.Databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // one change at a time: two moves that are each right could together put two codes below one another, out of the tree
        await db.Database.ExecuteSqlAsync($"select 1 from studies where id = {studyId.Value} for no key update", cancel);
        var codes = await db.Codes.Where(c => c.StudyId == studyId).OrderBy(c => c.Position).ToListAsync(cancel);
        var before = codes.ToDictionary(c => c.Id, c => c.Snapshot);
        if (change(db, codes).IsRefused(out var no, out _)) return no;

        var changes = Changes(db, before);
        if (changes.Count == 0 && follow is null) return default(ChangeId);
        if (await desk.Typed.ForbidAsync(me, studyId, cancel, [.. changes.Where(c => c.After is not null && c.After.Words != c.Before?.Words).SelectMany(c => Texts(c.After!.Words))]) is { } leak) return leak;
        var at = desk.Clock.GetUtcNow();
        var noted = CodebookChange.Record(ChangeId.New(), studyId, member.Id, at, kind, changes, of);
        db.CodebookChanges.Add(noted);
        if ((await db.SaveOrRefuseAsync(label, cancel)).IsRefused(out var clash, out _)) return clash;

        IReadOnlyList<Followed> followed = [];
        if (follow is not null)
        {
            await using var everybodys = await db.ForEverybodyAsync(cancel);
            followed = await follow(new Following(db, studyId, noted.Id, member.Id, at, cancel));
        }

        noted.TakeAlong(followed.Sum(f => f.Codings));
        db.Audit(AuditEntry.Of(AuditKind.FrameworkChanged, member, AuditSubject.Of(noted.Id), AuditDetail.Word("change", kind).AndCount("codes", changes.Count).AndCount("codings", noted.Codings)));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);

        desk.Feed.Publish(new CodebookChanged(studyId));
        foreach (var transcript in followed) desk.Feed.Publish(new CodingsFollowed(studyId, new TranscriptId(transcript.TranscriptId), transcript.Revision));
        return noted.Id;
    }

    /// <summary>The position after the last child of a code (or after the last at the top).</summary>
    private protected static int After(List<Code> codes, CodeId? parentId) =>
        codes.Where(c => c.ParentId == parentId).Select(c => c.Position + 1).DefaultIfEmpty().Max();

    private static IEnumerable<ScannedText> Texts(CodeWords words) =>
    [
        new("the name", words.Name), new("the definition", words.Definition), new("when to use it", words.WhenToUse), new("when not to use it", words.WhenNotToUse),
        new("the example", words.Example), new("the synonyms", words.Synonyms), new("the shortcut", words.Shortcut),
    ];

    private static List<CodeChange> Changes(StudyDb db, Dictionary<CodeId, CodeSnapshot> before) =>
    [
        .. db.ChangeTracker.Entries<Code>()
            .Select(e => new CodeChange(before.GetValueOrDefault(e.Entity.Id), e.State is EntityState.Deleted ? null : e.Entity.Snapshot))
            .Where(c => c.Before != c.After),
    ];
}
