using CoreStudy.Data;
using CoreStudy.Data.Queries;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Queries;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Queries;

/// <summary>Somebody keeps a question under a name, changes it, or shares it with the team.</summary>
public sealed class SaveQuery(IDbContextFactory<StudyDb> databases, Permissions permissions, TypedWords typed, StudyFeed feed, TimeProvider clock) : IUseCase
{
    /// <param name="id">The query that is changed; null for a new one.</param>
    /// <param name="name">Up to 120 characters.</param>
    /// <param name="version">The version of the query that was before them; null for a new one.</param>
    public async Task<Result<QueryId>> RunAsync(AccountId me, StudyId studyId, QueryId? id, string name, Query query, bool isShared, uint? version, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        // what is shared is part of the study's account; what one keeps to oneself can be kept even in a study that was put away
        if (isShared && (await permissions.AskAsync(me, studyId, Operation.ManageThemes, cancel)).IsRefused(out var mayNotShare, out _)) return mayNotShare;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (QueryCheck.Of(query.Where, await db.CodeFamilyAsync(studyId, cancel)) is [var problem, ..]) return new Refusal(problem.Sentence);
        if (await typed.ForbidAsync(me, studyId, cancel, [new("the name", name), .. Texts(query.Where).Select(t => new ScannedText("the words to look for", t))]) is { } leak) return leak;

        SavedQuery saved;
        var wasShared = false;
        if (id is { } known)
        {
            if (await db.SavedQueries.SingleOrDefaultAsync(q => q.Id == known && q.StudyId == studyId, cancel) is not { } there || !there.IsFor(member)) return Refusal.NotFound;
            (saved, wasShared) = (there, there.IsShared);
            if (version is { } before) db.Entry(saved).Property(q => q.Version).OriginalValue = before;
            if (saved.Change(member, name, query, isShared, clock.GetUtcNow()).IsRefused(out var no, out _)) return no;
        }
        else
        {
            if (SavedQuery.Save(member, name, query, isShared, clock.GetUtcNow()).IsRefused(out var no, out var made)) return no;
            db.SavedQueries.Add(saved = made);
        }

        var kind = isShared && !wasShared ? AuditKind.QueryShared : wasShared && !isShared ? AuditKind.QueryKeptToOneself : AuditKind.QuerySaved;
        db.Audit(AuditEntry.Of(kind, member, AuditSubject.Of(AuditThing.Query, saved.Id), AuditDetail.None.AndWhether("new", id is null)));
        if ((await db.SaveOrRefuseAsync(name, cancel)).IsRefused(out var clash, out _)) return clash;
        feed.Publish(new QueriesChanged(studyId));
        return saved.Id;
    }

    private static IEnumerable<string> Texts(QueryPart part) => part is WordsContain words ? [words.Text] : part.Inner.SelectMany(Texts);
}

/// <summary>Somebody deletes a query of their own.</summary>
public sealed class RemoveQuery(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed) : IUseCase
{
    public async Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, QueryId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.SavedQueries.SingleOrDefaultAsync(q => q.Id == id && q.StudyId == studyId, cancel) is not { } saved || !saved.IsFor(member)) return Refusal.NotFound;
        if (saved.MemberId != member.Id) return new Refusal("This query is somebody else's, and stays.");
        if (saved.IsShared && (await permissions.AskAsync(me, studyId, Operation.ManageThemes, cancel)).IsRefused(out var shared, out _)) return shared;
        db.SavedQueries.Remove(saved);
        db.Audit(AuditEntry.Of(AuditKind.QueryRemoved, member, AuditSubject.Of(AuditThing.Query, id), AuditDetail.None.AndWhether("shared", saved.IsShared)));
        if ((await db.SaveOrRefuseAsync(saved.Name, cancel)).IsRefused(out var clash, out _)) return clash;
        feed.Publish(new QueriesChanged(studyId));
        return Done.Well;
    }
}
