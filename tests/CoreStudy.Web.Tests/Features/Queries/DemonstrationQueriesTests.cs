using CoreStudy.Data;
using CoreStudy.Data.Demonstration;
using CoreStudy.Data.Passages;
using CoreStudy.Data.Queries;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Queries;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Queries;

/// <summary>The queries that the demonstration shares find what a plain count of its codings says.</summary>
[Trait("Needs", "Postgres")]
public sealed class DemonstrationQueriesTests(PostgresFixture postgres) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private StudyDb _db = null!;
    private Member _lead = null!;

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CloneAsync(
            "demonstration", async db => Assert.True(await DemonstrationStudy.LoadAsync(db, TimeProvider.System.GetUtcNow(), _ => Task.CompletedTask, CancellationToken.None)), Cancel);
        _db = new StudyDb(StudyDbOptions.For(_database.ConnectionString));
        _lead = await _db.Members.SingleAsync(m => m.Role == Role.StudyLead, Cancel);
        await CodedPassages.RefreshAsync(_db, _lead.StudyId, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _db.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Each_of_them_finds_something()
    {
        var queries = await _db.SavedQueries.AsNoTracking().ToListAsync(Cancel);

        Assert.Equal(3, queries.Count(q => q.IsShared));
        foreach (var query in queries) Assert.InRange((await FindAsync(query)).Count, 3, 200);
    }

    [Fact]
    public async Task What_follows_is_what_follows_in_the_codings_themselves()
    {
        var found = await FindAsync(await _db.SavedQueries.AsNoTracking().SingleAsync(q => q.Name.StartsWith("Hard feelings"), Cancel));

        var plain = await _db.Database.SqlQuery<Guid>(
            $"""
             with stands as (
                 select c.id, c.transcript_id, coalesce(p.name, k.name) as theme, k.name, c.segment_start, c.segment_end,
                     (select max(t.number) from turns t where t.transcript_id = c.transcript_id and t.segment_start <= c.segment_start) as first_turn,
                     (select max(t.number) from turns t where t.transcript_id = c.transcript_id and t.segment_start < c.segment_end) as last_turn
                 from codings c join codes k on k.id = c.code_id left join codes p on p.id = k.parent_id
                 where c.removed_at is null and c.round_id is null)
             select c.id as "Value" from stands c
             where c.name = 'Emotional load' and exists (
                 select 1 from stands o where o.theme = 'Supervision' and o.transcript_id = c.transcript_id and o.segment_start >= c.segment_end and o.first_turn <= c.last_turn + 2)
             """).ToListAsync(Cancel);

        Assert.Equal(plain.Order(), found.Order());
    }

    [Fact]
    public async Task Amounts_of_roles_add_up_to_the_people_and_passages_of_the_study()
    {
        var passages = CodedPassages.Matching(_db, _lead, PassageFilter.All);

        var (all, roles) = await _db.AmountsAsync(passages, PassageGrouping.Role, Cancel);

        Assert.Equal(await _db.Codings.CountAsync(c => c.RemovedAt == null && c.RoundId == null, Cancel), all.Passages);
        Assert.Equal(all.Passages, roles.Values.Sum(r => r.Passages));
        Assert.Equal(all.People, roles.Values.Sum(r => r.People));
        Assert.True(roles.Values.Sum(r => r.Words) >= all.Words && all.Words > 0);
    }

    private async Task<List<Guid>> FindAsync(SavedQuery saved)
    {
        Assert.False(QueryJson.Read(saved.Question).IsRefused(out _, out var query));
        var family = await _db.CodeFamilyAsync(_lead.StudyId, Cancel);
        Assert.Empty(QueryCheck.Of(query.Where, family));
        return await QueryAnswers.Answering(_db, _lead, query, family).Select(p => p.Id).ToListAsync(Cancel);
    }
}
