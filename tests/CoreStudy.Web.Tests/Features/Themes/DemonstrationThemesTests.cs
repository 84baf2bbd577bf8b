using CoreStudy.Data.Passages;
using CoreStudy.Data.Themes;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Themes;
using CoreStudy.Testing;
using CoreStudy.Web.Tests.Demonstration;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Themes;

/// <summary>The demonstration has eight themes, and what the board says of them is what its codings say.</summary>
public sealed class DemonstrationThemesTests(PostgresFixture postgres) : DemonstrationTest(postgres)
{
    [Fact]
    public async Task Eight_themes_are_written_up_and_each_number_is_the_plain_count()
    {
        var lead = await Db.Members.SingleAsync(m => m.Role == Role.StudyLead, Cancel);
        await CodedPassages.RefreshAsync(Db, lead.StudyId, Cancel);
        var themes = await Db.Themes.Where(t => t.ParentId == null).OrderBy(t => t.Order).ToListAsync(Cancel);

        var counts = await Db.CountThemesAsync(lead, PassageFilter.All, Cancel);

        Assert.Equal(8, themes.Count);
        foreach (var theme in themes)
        {
            Assert.True(theme.CentralIdea.Length > 40 && theme.Narrative.Length > 400 && theme.Status >= ThemeStatus.Reviewed, theme.Name);
            var plain = await Db.Database.SqlQuery<PlainCount>(
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

        Assert.Equal(await Db.Themes.CountAsync(Cancel), await Db.MapNodes.CountAsync(n => n.ThemeId != null, Cancel));
    }

    internal sealed record PlainCount(int Passages, int Interviews, int Trusts);
}
