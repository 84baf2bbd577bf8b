using CoreStudy.Data;
using CoreStudy.Data.Demonstration;
using CoreStudy.Data.Passages;
using CoreStudy.Data.Themes;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Themes;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Themes;

/// <summary>The demonstration has eight themes, and what the board says of them is what its codings say.</summary>
[Trait("Needs", "Postgres")]
public sealed class DemonstrationThemesTests(PostgresFixture postgres) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private StudyDb _db = null!;

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CloneAsync(
            "demonstration", async db => Assert.True(await DemonstrationStudy.LoadAsync(db, TimeProvider.System.GetUtcNow(), _ => Task.CompletedTask, CancellationToken.None)), Cancel);
        _db = new StudyDb(StudyDbOptions.For(_database.ConnectionString));
    }

    public async ValueTask DisposeAsync()
    {
        await _db.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Eight_themes_are_written_up_and_each_number_is_the_plain_count()
    {
        var lead = await _db.Members.SingleAsync(m => m.Role == Role.StudyLead, Cancel);
        await CodedPassages.RefreshAsync(_db, lead.StudyId, Cancel);
        var themes = await _db.Themes.Where(t => t.ParentId == null).OrderBy(t => t.Order).ToListAsync(Cancel);

        var counts = await _db.CountThemesAsync(lead, PassageFilter.All, Cancel);

        Assert.Equal(8, themes.Count);
        foreach (var theme in themes)
        {
            Assert.True(theme.CentralIdea.Length > 40 && theme.Narrative.Length > 400 && theme.Status >= ThemeStatus.Reviewed, theme.Name);
            var plain = await _db.Database.SqlQuery<PlainCount>(
                $"""
                 select count(*)::int as passages, count(distinct t.interview_id)::int as interviews, count(distinct t.trust_id)::int as trusts
                 from codings k join transcripts t on t.id = k.transcript_id
                 where k.removed_at is null and k.round_id is null and t.archived_at is null and k.code_id in (
                     select coalesce(c.merged_into, c.id) from theme_codes h join themes x on x.id = h.theme_id join codes c on c.id = h.code_id where x.id = {theme.Id.Value} or x.parent_id = {theme.Id.Value})
                 """).SingleAsync(Cancel);
            var counted = counts[theme.Id];
            Assert.Equal(plain, new PlainCount(counted.Passages, counted.Interviews, counted.Trusts));
            Assert.InRange(counted.People, 5, 60);
        }

        Assert.Equal(await _db.Themes.CountAsync(Cancel), await _db.MapNodes.CountAsync(n => n.ThemeId != null, Cancel));
    }

    internal sealed record PlainCount(int Passages, int Interviews, int Trusts);
}
