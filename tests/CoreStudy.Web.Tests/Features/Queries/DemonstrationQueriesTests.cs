using CoreStudy.Data.Passages;
using CoreStudy.Data.Queries;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Queries;
using CoreStudy.Testing;
using CoreStudy.Web.Tests.Demonstration;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Queries;

/// <summary>The queries that the demonstration shares find what a plain count of its codings says.</summary>
public sealed class DemonstrationQueriesTests(PostgresFixture postgres) : DemonstrationTest(postgres)
{
    private Member _lead = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _lead = await Db.Members.SingleAsync(m => m.Role == Role.StudyLead, Cancel);
        await CodedPassages.RefreshAsync(Db, _lead.StudyId, Cancel);
    }

    [Fact]
    public async Task Each_of_them_finds_something()
    {
        var queries = await Db.SavedQueries.AsNoTracking().ToListAsync(Cancel);

        Assert.Equal(3, queries.Count(q => q.IsShared));
        foreach (var query in queries) Assert.InRange((await FindAsync(query)).Count, 3, 200);
    }

    [Fact]
    public async Task What_follows_is_what_follows_in_the_codings_themselves()
    {
        var found = await FindAsync(await Db.SavedQueries.AsNoTracking().SingleAsync(q => q.Name.StartsWith("Hard feelings"), Cancel));

        var plain = await Db.Database.SqlQuery<Guid>(
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
        var passages = CodedPassages.Matching(Db, _lead, PassageFilter.All);

        var (all, roles) = await Db.AmountsAsync(passages, PassageGrouping.Role, Cancel);

        Assert.Equal(await Db.Codings.CountAsync(c => c.RemovedAt == null && c.RoundId == null, Cancel), all.Passages);
        Assert.Equal(all.Passages, roles.Values.Sum(r => r.Passages));
        Assert.Equal(all.People, roles.Values.Sum(r => r.People));
        Assert.True(roles.Values.Sum(r => r.Words) >= all.Words && all.Words > 0);
    }

    private async Task<List<Guid>> FindAsync(SavedQuery saved)
    {
        Assert.False(QueryJson.Read(saved.Question).IsRefused(out _, out var query));
        var family = await Db.CodeFamilyAsync(_lead.StudyId, Cancel);
        Assert.Empty(QueryCheck.Of(query.Where, family));
        return await QueryAnswers.Answering(Db, _lead, query, family).Select(p => p.Id).ToListAsync(Cancel);
    }
}
