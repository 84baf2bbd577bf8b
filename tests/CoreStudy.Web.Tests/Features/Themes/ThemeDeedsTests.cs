using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Themes;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Themes;
using CoreStudy.Web.Live;
using CoreStudy.Web.Tests.Features.Rounds;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Themes;

public sealed class ThemeDeedsTests(PostgresFixture postgres) : RoundTest(postgres)
{
    [Fact]
    public async Task A_coder_sees_no_themes_and_a_supervisor_changes_none()
    {
        var theme = await MakeAsync("Training");

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadThemeBoard>().RunAsync(Ada.AccountId, StudyId, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadTheme>().RunAsync(Ada.AccountId, StudyId, theme, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ListThemeChanges>().RunAsync(Ada.AccountId, StudyId, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadThematicMap>().RunAsync(Ada.AccountId, StudyId, Cancel)));
        Assert.False((await BoardAsync(Supervisor)).MayManage);
        var by = Supervisor.AccountId;
        AssertForbidden(await The<EditTheme>().CreateAsync(by, StudyId, null, Words("Hope"), Cancel));
        AssertForbidden(await The<EditTheme>().RewriteAsync(by, StudyId, theme, 0, Words("Hope"), Cancel));
        AssertForbidden(await The<EditTheme>().MarkAsync(by, StudyId, theme, ThemeStatus.Dropped, Cancel));
        AssertForbidden(await The<EditTheme>().RemoveAsync(by, StudyId, theme, Cancel));
        AssertForbidden(await The<MoveTheme>().AmongSiblingsAsync(by, StudyId, theme, 1, Cancel));
        AssertForbidden(await The<MoveTheme>().PutAsync(by, StudyId, theme, null, null, Cancel));
        AssertForbidden(await The<PutCode>().RunAsync(by, StudyId, [Hope.Id], null, theme, null, Cancel));
        AssertForbidden(await The<PutCode>().TakeOutAsync(by, StudyId, Hope.Id, theme, Cancel));
        AssertForbidden(await The<UndoThemeChange>().RunAsync(by, StudyId, ThemeChangeId.New(), Cancel));
        AssertForbidden(await The<ArrangeMap>().MoveAsync(by, StudyId, MapThing.Of(theme), new MapPlace(1, 1), Cancel));
        AssertForbidden(await The<ArrangeMap>().DrawAsync(by, StudyId, MapThing.Of(theme), MapThing.Of(Hope.Id), LinkKind.Relates, "", Cancel));
        AssertForbidden(await The<ArrangeMap>().RewordAsync(by, StudyId, MapLinkId.New(), LinkKind.Relates, "", Cancel));
        AssertForbidden(await The<ArrangeMap>().EraseAsync(by, StudyId, MapLinkId.New(), Cancel));
    }

    [Fact]
    public async Task Who_does_not_belong_finds_no_theme()
    {
        var theme = await MakeAsync("Training");
        var stranger = await (await StudyBuilder.StartAsync(Db, "Another study")).MemberAsync(Role.Researcher);

        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ReadTheme>().RunAsync(stranger.AccountId, StudyId, theme, Cancel)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ReadTheme>().RunAsync(stranger.AccountId, stranger.StudyId, theme, Cancel)));
    }

    [Fact]
    public async Task Two_people_who_move_codes_at_once_lose_nothing()
    {
        var (from, to) = (await MakeAsync("Candidates"), await MakeAsync("Training"));
        var codes = new List<CodeId>();
        for (var i = 0; i < 6; i++) codes.Add((await Study.CodeAsync($"Code {i}")).Id);
        StudyBuilder.Must(await The<PutCode>().RunAsync(Researcher.AccountId, StudyId, codes, null, from, null, Cancel));

        var moves = await Task.WhenAll(codes.Select((c, i) => The<PutCode>().RunAsync((i % 2 == 0 ? Researcher : Lead).AccountId, StudyId, [c], from, to, null, Cancel)));

        Assert.All(moves, m => Assert.Null(SentenceOf(m)));
        Assert.Equal(codes.ToHashSet(), (await ThemeAsync(to)).Codes.ToHashSet());
        Assert.Empty((await ThemeAsync(from)).Codes);
    }

    [Fact]
    public async Task Who_moves_what_somebody_else_has_just_moved_is_told_who_and_where()
    {
        var (from, to, other) = (await MakeAsync("Candidates"), await MakeAsync("Training"), await MakeAsync("Supervision"));
        await PutAsync(Hope.Id, null, from);
        StudyBuilder.Must(await The<PutCode>().RunAsync(Lead.AccountId, StudyId, [Hope.Id], from, to, null, Cancel));

        var late = await The<PutCode>().RunAsync(Researcher.AccountId, StudyId, [Hope.Id], from, other, null, Cancel);

        Assert.Equal($"“Hope” is not in “Candidates” any more: {Lead.Name} moved it to “Training” a moment ago. Nothing was changed; look again.", SentenceOf(late));
        Assert.Empty((await ThemeAsync(other)).Codes);
    }

    [Fact]
    public async Task Undo_takes_back_a_move_and_leaves_what_others_did_beside_it()
    {
        var (from, to) = (await MakeAsync("Candidates"), await MakeAsync("Training"));
        await PutAsync(Waiting.Id, null, from);
        await PutAsync(Hope.Id, null, from);
        var moved = await PutAsync(Waiting.Id, from, to);
        await PutAsync(Hope.Id, from, to);

        StudyBuilder.Must(await The<UndoThemeChange>().RunAsync(Lead.AccountId, StudyId, moved, Cancel));

        Assert.Equal([Waiting.Id], (await ThemeAsync(from)).Codes);
        Assert.Equal([Hope.Id], (await ThemeAsync(to)).Codes);
        Assert.Equal("This has been undone already.", SentenceOf(await The<UndoThemeChange>().RunAsync(Lead.AccountId, StudyId, moved, Cancel)));
    }

    [Fact]
    public async Task What_was_moved_again_since_is_not_undone()
    {
        var (from, to) = (await MakeAsync("Candidates"), await MakeAsync("Training"));
        var put = await PutAsync(Hope.Id, null, from);
        await PutAsync(Hope.Id, from, to);

        Assert.Equal("“Candidates” has been changed again since. Undo that first.", SentenceOf(await The<UndoThemeChange>().RunAsync(Lead.AccountId, StudyId, put, Cancel)));
    }

    [Fact]
    public async Task Themes_and_sub_themes_keep_their_order_and_come_back_to_it()
    {
        var (a, b, c) = (await MakeAsync("A"), await MakeAsync("B"), await MakeAsync("C"));

        StudyBuilder.Must(await The<MoveTheme>().AmongSiblingsAsync(Researcher.AccountId, StudyId, c, -1, Cancel));
        Assert.Equal(["A", "C", "B"], await OrderAsync());

        var under = StudyBuilder.Must(await The<MoveTheme>().PutAsync(Researcher.AccountId, StudyId, c, a, null, Cancel));
        Assert.Equal(["A", "A/C", "B"], await OrderAsync());
        Assert.Equal("“A” has sub-themes, and so cannot become one. Move them out first.", SentenceOf(await The<MoveTheme>().PutAsync(Researcher.AccountId, StudyId, a, b, null, Cancel)));

        StudyBuilder.Must(await The<UndoThemeChange>().RunAsync(Researcher.AccountId, StudyId, under, Cancel));
        Assert.Equal(["A", "C", "B"], await OrderAsync());
    }

    [Fact]
    public async Task A_theme_that_holds_something_is_dropped_and_not_removed()
    {
        var theme = await MakeAsync("Training");
        await PutAsync(Hope.Id, null, theme);

        Assert.StartsWith("“Training” is not empty.", SentenceOf(await The<EditTheme>().RemoveAsync(Lead.AccountId, StudyId, theme, Cancel)), StringComparison.Ordinal);
        StudyBuilder.Must(await The<EditTheme>().MarkAsync(Lead.AccountId, StudyId, theme, ThemeStatus.Dropped, Cancel));

        var board = await BoardAsync(Lead);
        Assert.Equal([Hope.Id], board.Theme(theme)!.Codes);
        Assert.Empty(board.Holding(Hope.Id));
    }

    [Fact]
    public async Task A_removed_theme_comes_back_as_it_was()
    {
        var theme = await MakeAsync("Training", "Ready for about half of it.");
        var removed = StudyBuilder.Must(await The<EditTheme>().RemoveAsync(Lead.AccountId, StudyId, theme, Cancel));
        Assert.Empty((await BoardAsync(Lead)).Themes);

        StudyBuilder.Must(await The<UndoThemeChange>().RunAsync(Lead.AccountId, StudyId, removed, Cancel));

        Assert.Equal("Ready for about half of it.", (await ThemeAsync(theme)).CentralIdea);
    }

    [Fact]
    public async Task Who_saves_over_a_newer_narrative_is_told_so_and_a_moved_code_is_no_clash()
    {
        var theme = await MakeAsync("Training");
        var seen = StudyBuilder.Must(await The<ReadTheme>().RunAsync(Researcher.AccountId, StudyId, theme, Cancel)).Version;
        await PutAsync(Hope.Id, null, theme);
        StudyBuilder.Must(await The<EditTheme>().RewriteAsync(Lead.AccountId, StudyId, theme, seen, new ThemeWords("Training", "", "Eight days."), Cancel));

        var late = await The<EditTheme>().RewriteAsync(Researcher.AccountId, StudyId, theme, seen, new ThemeWords("Training", "", "Nine days."), Cancel);

        Assert.StartsWith("Somebody else changed this meanwhile.", SentenceOf(late), StringComparison.Ordinal);
        Assert.Equal("Eight days.", StudyBuilder.Must(await The<ReadTheme>().RunAsync(Researcher.AccountId, StudyId, theme, Cancel)).Words.Narrative);
    }

    [Fact]
    public async Task History_tells_each_change_in_a_sentence_and_the_trail_in_ids()
    {
        var (from, to) = (await MakeAsync("Candidates"), await MakeAsync("Training"));
        await PutAsync(Hope.Id, null, from);
        await PutAsync(Hope.Id, from, to);
        StudyBuilder.Must(await The<EditTheme>().MarkAsync(Lead.AccountId, StudyId, to, ThemeStatus.Defined, Cancel));

        var sentences = StudyBuilder.Must(await The<ListThemeChanges>().RunAsync(Supervisor.AccountId, StudyId, Cancel)).Changes.Select(c => c.Sentence);

        Assert.Equal(["Marked “Training” as defined", "Moved “Hope” from “Candidates” to “Training”", "Put “Hope” into “Candidates”", "Made the theme “Training”", "Made the theme “Candidates”"], sentences);
        Assert.Equal(5, await Db.AuditEntries.CountAsync(e => e.Kind == Domain.Audits.AuditKind.ThemesChanged, Cancel));
    }

    [Fact]
    public async Task Each_change_is_told_to_who_looks_at_the_board()
    {
        var told = 0;
        using var listening = Feed.Listen(StudyId, notice => told += notice is ThemesChanged ? 1 : 0);

        await MakeAsync("Training");

        Assert.Equal(1, told);
    }

    [Fact]
    public async Task Two_people_arrange_the_map_at_once_and_both_places_hold()
    {
        var (a, b) = (await MakeAsync("A"), await MakeAsync("B"));

        var moves = await Task.WhenAll(
            The<ArrangeMap>().MoveAsync(Researcher.AccountId, StudyId, MapThing.Of(a), new MapPlace(300, 200), Cancel),
            The<ArrangeMap>().MoveAsync(Lead.AccountId, StudyId, MapThing.Of(b), new MapPlace(900, 2000), Cancel));

        Assert.All(moves, m => Assert.Null(SentenceOf(m)));
        var map = await MapAsync();
        Assert.Equal((new MapPlace(300, 200), new MapPlace(900, ThematicMap.Height)), (map.Node(MapThing.Of(a))!.Place, map.Node(MapThing.Of(b))!.Place));
    }

    [Fact]
    public async Task A_link_is_drawn_once_between_two_and_is_not_shown_while_one_is_dropped()
    {
        var (a, b) = (await MakeAsync("A"), await MakeAsync("B"));
        StudyBuilder.Must(await The<ArrangeMap>().DrawAsync(Researcher.AccountId, StudyId, MapThing.Of(a), MapThing.Of(b), LinkKind.LeadsTo, "wears down", Cancel));

        Assert.StartsWith("There is a link", SentenceOf(await The<ArrangeMap>().DrawAsync(Lead.AccountId, StudyId, MapThing.Of(b), MapThing.Of(a), LinkKind.Relates, "", Cancel)), StringComparison.Ordinal);
        var link = Assert.Single((await MapAsync()).Links);
        Assert.Equal((MapThing.Of(a), MapThing.Of(b), LinkKind.LeadsTo, "wears down"), (link.From, link.To, link.Kind, link.Label));

        StudyBuilder.Must(await The<EditTheme>().MarkAsync(Lead.AccountId, StudyId, b, ThemeStatus.Dropped, Cancel));
        Assert.Empty((await MapAsync()).Links);
    }

    private static ThemeWords Words(string name) => new(name, "", "");

    private async Task<ThemeId> MakeAsync(string name, string idea = "")
    {
        StudyBuilder.Must(await The<EditTheme>().CreateAsync(Researcher.AccountId, StudyId, null, new ThemeWords(name, idea, ""), Cancel));
        return await Db.Themes.Where(t => t.StudyId == StudyId && t.Name == name).Select(t => t.Id).SingleAsync(Cancel);
    }

    private async Task<ThemeChangeId> PutAsync(CodeId code, ThemeId? from, ThemeId to) =>
        StudyBuilder.Must(await The<PutCode>().RunAsync(Researcher.AccountId, StudyId, [code], from, to, null, Cancel));

    private async Task<ThemeBoard> BoardAsync(Member reader) => StudyBuilder.Must(await The<ReadThemeBoard>().RunAsync(reader.AccountId, StudyId, Cancel));

    private async Task<BoardTheme> ThemeAsync(ThemeId id) => (await BoardAsync(Researcher)).Theme(id)!;

    private async Task<MapView> MapAsync() => StudyBuilder.Must(await The<ReadThematicMap>().RunAsync(Supervisor.AccountId, StudyId, Cancel));

    private async Task<IEnumerable<string>> OrderAsync()
    {
        var board = await BoardAsync(Researcher);
        return board.Below(null).SelectMany(t => board.Below(t.Id).Select(s => $"{t.Name}/{s.Name}").Prepend(t.Name));
    }

    private static void AssertForbidden<T>(Result<T> result) => Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(result));
}
