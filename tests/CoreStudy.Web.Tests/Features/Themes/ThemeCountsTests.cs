using CoreStudy.Data.Passages;
using CoreStudy.Data.Themes;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Themes;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Codebooks;
using CoreStudy.Web.Features.Themes;
using CoreStudy.Web.Tests.Features.Rounds;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Themes;

/// <summary>What lies behind a theme is what its codings say, and no more than the reader may see.</summary>
public sealed class ThemeCountsTests(PostgresFixture postgres) : RoundTest(postgres)
{
    [Fact]
    public async Task A_passage_is_counted_once_though_a_theme_and_its_sub_theme_hold_its_code()
    {
        var theme = await MakeAsync("Training", null, Waiting.Id);
        await MakeAsync("Pace", theme, Waiting.Id, Hope.Id);
        await CodeAsync(Ada, Waiting, 14, 20);
        await CodeAsync(Ben, Waiting, 14, 20, on: Second);
        await CodeAsync(Ada, Hope, 14, 20);

        var count = (await BoardAsync(Lead)).Theme(theme)!.Count;

        Assert.Equal(new PassageCount(3, 0, 2, 2), count);
        Assert.Equal(await PlainAsync(theme), count.Passages);
    }

    [Fact]
    public async Task A_merged_code_stands_for_the_one_it_went_into()
    {
        var theme = await MakeAsync("Training", null, Waiting.Id);
        await CodeAsync(Ada, Waiting, 14, 20);
        await CodeAsync(Ada, Hope, 22, 30);

        StudyBuilder.Must(await The<MergeCode>().RunAsync(Lead.AccountId, StudyId, Waiting.Id, Hope.Id, Cancel));

        Assert.Equal(2, (await BoardAsync(Lead)).Theme(theme)!.Count.Passages);
        Assert.Equal(2, await FoundAsync(Lead, new PassageFilter { Themes = [theme] }));
    }

    [Fact]
    public async Task The_filter_finds_what_the_board_counts()
    {
        var theme = await MakeAsync("Training", null);
        var sub = await MakeAsync("Pace", theme, Waiting.Id);
        await CodeAsync(Ada, Waiting, 14, 20);
        await CodeAsync(Ada, Hope, 22, 30);

        Assert.Equal((1, 1), (await FoundAsync(Lead, new PassageFilter { Themes = [theme] }), await FoundAsync(Lead, new PassageFilter { Themes = [sub] })));
        Assert.Equal(2, await FoundAsync(Lead, new PassageFilter { Themes = [theme], Codes = [Hope.Id] }));
    }

    [Fact]
    public async Task Passages_of_a_trust_that_the_reader_does_not_reach_are_not_counted()
    {
        var theme = await MakeAsync("Training", null, Waiting.Id);
        await CodeAsync(Ada, Waiting, 14, 20);
        await CodeAsync(Ada, Waiting, 14, 20, on: Second);
        var limited = await Study.MemberAsync(Role.Researcher, Study.Trust("Alder"));

        Assert.Equal(new PassageCount(1, 0, 1, 1), (await BoardAsync(limited)).Theme(theme)!.Count);
        Assert.Equal(["Alder", "All trusts"], StudyBuilder.Must(await The<ReadTheme>().RunAsync(limited.AccountId, StudyId, theme, Cancel)).Shares.Select(s => s.Trust));
    }

    [Fact]
    public async Task Passages_behind_a_blind_round_are_not_counted_for_who_may_not_see_them()
    {
        var theme = await MakeAsync("Training", null, Waiting.Id);
        await StartAsync();
        await CodeAsync(Ada, Waiting, 14, 20);

        var board = await BoardAsync(Researcher);

        Assert.Equal((0, true), (board.Theme(theme)!.Count.Passages, board.HidesSome));
        Assert.Equal(0, board.Code(Waiting.Id)!.Count.Passages);
        Assert.Equal(0, StudyBuilder.Must(await The<ReadThematicMap>().RunAsync(Researcher.AccountId, StudyId, Cancel)).Node(MapThing.Of(theme))!.Count.Passages);
        Assert.Equal((1, false), ((await BoardAsync(Lead)).Theme(theme)!.Count.Passages, (await BoardAsync(Lead)).HidesSome));
    }

    private async Task<ThemeId> MakeAsync(string name, ThemeId? parent, params CodeId[] codes)
    {
        StudyBuilder.Must(await The<EditTheme>().CreateAsync(Researcher.AccountId, StudyId, parent, new ThemeWords(name, "", ""), Cancel));
        var id = await Db.Themes.Where(t => t.StudyId == StudyId && t.Name == name).Select(t => t.Id).SingleAsync(Cancel);
        if (codes.Length > 0) StudyBuilder.Must(await The<PutCode>().RunAsync(Researcher.AccountId, StudyId, codes, null, id, null, Cancel));
        return id;
    }

    private async Task<ThemeBoard> BoardAsync(Member reader) => StudyBuilder.Must(await The<ReadThemeBoard>().RunAsync(reader.AccountId, StudyId, Cancel));

    private async Task<int> FoundAsync(Member reader, PassageFilter filter)
    {
        await CodedPassages.RefreshAsync(Db, StudyId, Cancel);
        return await CodedPassages.Matching(Db, reader, filter).CountAsync(Cancel);
    }

    /// <summary>The plain count over codings.</summary>
    private Task<int> PlainAsync(ThemeId theme) => Db.Database.SqlQuery<int>(
        $"""
         select count(*)::int as "Value" from codings k where k.removed_at is null and k.round_id is null and k.code_id in (
             select coalesce(c.merged_into, c.id) from theme_codes h join themes t on t.id = h.theme_id join codes c on c.id = h.code_id
             where t.id = {theme.Value} or t.parent_id = {theme.Value})
         """).SingleAsync(Cancel);
}
