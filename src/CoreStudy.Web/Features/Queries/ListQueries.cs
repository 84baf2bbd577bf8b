using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Queries;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Queries;

/// <summary>A query that is kept.</summary>
/// <param name="Query">Null where it was saved by a later version of the site.</param>
/// <param name="Version">What a change of it is made on.</param>
public sealed record SavedQueryRow(QueryId Id, string Name, MemberId By, string ByName, bool IsShared, bool IsMine, DateTimeOffset ChangedAt, Query? Query, uint Version);

/// <summary>The queries that somebody keeps, and those that the team shares.</summary>
public sealed class ListQueries(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<IReadOnlyList<SavedQueryRow>>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await ReadAsync(db, member, db.SavedQueries, cancel);
    }

    internal static async Task<List<SavedQueryRow>> ReadAsync(StudyDb db, Member reader, IQueryable<SavedQuery> queries, CancellationToken cancel)
    {
        var rows = await (
            from q in queries.AsNoTracking()
            join m in db.Members on q.MemberId equals m.Id
            where q.StudyId == reader.StudyId && (q.IsShared || q.MemberId == reader.Id)
            orderby q.ChangedAt descending
            select new { Query = q, m.Name }).ToListAsync(cancel);
        return [.. rows.Select(r => new SavedQueryRow(
            r.Query.Id, r.Query.Name, r.Query.MemberId, r.Name, r.Query.IsShared, r.Query.MemberId == reader.Id, r.Query.ChangedAt,
            QueryJson.Read(r.Query.Question).IsRefused(out _, out var query) ? null : query, r.Query.Version))];
    }
}

/// <summary>One query that is kept.</summary>
public sealed class ReadSavedQuery(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<SavedQueryRow>> RunAsync(AccountId me, StudyId studyId, QueryId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await ListQueries.ReadAsync(db, member, db.SavedQueries.Where(q => q.Id == id), cancel) is [var row] ? row : Refusal.NotFound;
    }
}
