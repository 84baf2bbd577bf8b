using System.Net;
using System.Text;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Members;
using CoreStudy.Interchange.Codebooks;
using CoreStudy.Interchange.RefiQda;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Codebooks;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Codebooks;

public sealed class FrameworkVersionTests(PostgresFixture postgres) : SiteTest(postgres)
{
    private Member _researcher = null!;
    private Member _coder = null!;

    private StudyId StudyId => Study.Study.Id;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        (_researcher, _coder) = (await Study.MemberAsync(Role.Researcher), await Study.MemberAsync(Role.Coder));
    }

    [Fact]
    public async Task A_version_keeps_the_framework_as_it_was_and_tells_what_changed_since()
    {
        var waiting = await Study.CodeAsync("Waiting");
        var version = await FreezeAsync("Framework v1");
        StudyBuilder.Must(waiting.Describe(waiting.Words with { Name = "Waiting lists", Definition = "Time spent" }));
        await Study.CodeAsync("Hope");

        var comparison = StudyBuilder.Must(await The<CompareVersions>().RunAsync(_coder.AccountId, StudyId, version, null, Cancel));

        Assert.Equal(
            [("Waiting", "Waiting lists", CodeDifference.Renamed | CodeDifference.Redefined), ("", "Hope", CodeDifference.Added)],
            comparison.Changed.Select(c => (c.PathBefore, c.PathAfter, c.Difference)));
        Assert.Equal(["Waiting"], StudyBuilder.Must(await The<ReadVersion>().RunAsync(_coder.AccountId, StudyId, version, Cancel)).Codes.Select(c => c.Words.Name));
    }

    [Fact]
    public async Task Versions_are_listed_the_newest_first_with_who_froze_them_and_how_many_codes_they_hold()
    {
        await Study.CodeAsync("Waiting");
        await FreezeAsync("Framework v1");
        await Study.CodeAsync("Hope");
        Clock.Pass(TimeSpan.FromDays(1));
        await FreezeAsync("Framework v2");

        var list = StudyBuilder.Must(await The<ListVersions>().RunAsync(_coder.AccountId, StudyId, Cancel));

        Assert.Equal([("Framework v2", _researcher.Name, 2), ("Framework v1", _researcher.Name, 1)], list.Versions.Select(v => (v.Name, v.By, v.Codes)));
        Assert.False(list.MayManage);
    }

    [Fact]
    public async Task Two_versions_do_not_share_a_name()
    {
        await Study.CodeAsync("Waiting");
        await FreezeAsync("Framework v1");

        Assert.Equal("There is one called “Framework v1” already.", SentenceOf(await The<FreezeFramework>().RunAsync(_researcher.AccountId, StudyId, "Framework v1", "", Cancel)));
    }

    [Fact]
    public async Task A_coder_freezes_and_imports_nothing()
    {
        await Study.CodeAsync("Waiting");

        AssertForbidden(await The<FreezeFramework>().RunAsync(_coder.AccountId, StudyId, "Mine", "", Cancel));
        AssertForbidden(await The<PlanImport>().ReadAsync(_coder.AccountId, StudyId, "a.csv", "Name\na\n"u8.ToArray(), columns: null, Cancel));
        AssertForbidden(await The<PlanImport>().LookAsync(_coder.AccountId, StudyId, "a.csv", "Name\na\n"u8.ToArray(), Cancel));
        AssertForbidden(await The<PlanImport>().RunAsync(_coder.AccountId, StudyId, [], Cancel));
        AssertForbidden(await The<ImportCodebook>().RunAsync(_coder.AccountId, StudyId, new ImportPlan([]), false, Cancel));
    }

    [Fact]
    public async Task Who_does_not_belong_finds_neither_versions_nor_their_content()
    {
        await Study.CodeAsync("Waiting");
        var version = await FreezeAsync("Framework v1");
        var elsewhere = await StudyBuilder.StartAsync(Db, "Another study");
        var stranger = await elsewhere.MemberAsync(Role.StudyLead);

        foreach (var sentence in new[]
        {
            SentenceOf(await The<ListVersions>().RunAsync(stranger.AccountId, StudyId, Cancel)),
            SentenceOf(await The<ReadVersion>().RunAsync(stranger.AccountId, StudyId, version, Cancel)),
            SentenceOf(await The<ReadVersion>().RunAsync(stranger.AccountId, elsewhere.Study.Id, version, Cancel)),
            SentenceOf(await The<CompareVersions>().RunAsync(stranger.AccountId, StudyId, version, null, Cancel)),
        }) Assert.Equal(Refusal.NotFound.Sentence, sentence);
    }

    [Fact]
    public async Task A_file_adds_changes_and_moves_codes_in_one_go_and_leaves_the_others()
    {
        var (waiting, hope) = (await Study.CodeAsync("Waiting"), await Study.CodeAsync("Hope"));

        await ImportAsync($"Id,Parent,Name,Definition,State\n,,Training,Being taught,\n{waiting.Id.Value},Training,Waiting lists,Time spent,Retired\n,Training,Content,,Proposed\n");

        var codes = await Db.Codes.AsNoTracking().Where(c => c.StudyId == StudyId).ToDictionaryAsync(c => c.Name, Cancel);
        Assert.Equal(["Content", "Hope", "Training", "Waiting lists"], codes.Keys.Order());
        Assert.Equal((waiting.Id, (CodeId?)codes["Training"].Id, CodeState.Retired, "Time spent"), (codes["Waiting lists"].Id, codes["Waiting lists"].ParentId, codes["Waiting lists"].State, codes["Waiting lists"].Definition));
        Assert.Equal((CodeState.Proposed, (MemberId?)_researcher.Id), (codes["Content"].State, codes["Content"].ProposedBy));
        Assert.Equal(hope.Version, codes["Hope"].Version);
    }

    [Fact]
    public async Task A_file_that_redefines_a_code_asks_its_coders_to_look_again_in_the_one_change_that_is_noted()
    {
        var code = await Study.CodeAsync("Waiting");
        await Study.CodingAsync(await Study.TranscriptAsync(_researcher, ["Hello?"]), code, _coder);

        await ImportAsync("Name,Definition\nWaiting,Time spent\nHope,\n");

        var change = Assert.Single(await Db.CodebookChanges.AsNoTracking().Where(c => c.StudyId == StudyId).ToListAsync(Cancel));
        Assert.Equal((ChangeKind.Import, 2), (change.Kind, change.Codes.Count));
        var seen = Assert.Single(StudyBuilder.Must(await The<ListPassageReviews>().RunAsync(_coder.AccountId, StudyId, Cancel)).Changes);
        Assert.Equal((change.Id, "Waiting", 1), (seen.ChangeId, seen.Code, seen.Open));
    }

    [Fact]
    public async Task Nothing_is_stored_while_a_row_is_wrong()
    {
        var plan = await PlanAsync("Name,Parent\nTraining,\nContent,Nowhere\n");

        Assert.Equal([LineState.New, LineState.Wrong], plan.Lines.Select(l => l.State));
        Assert.StartsWith("Some rows are wrong.", SentenceOf(await The<ImportCodebook>().RunAsync(_researcher.AccountId, StudyId, plan, false, Cancel)), StringComparison.Ordinal);
        Assert.Empty(await Db.Codes.Where(c => c.StudyId == StudyId).ToListAsync(Cancel));
    }

    [Fact]
    public async Task Who_agreed_to_another_state_of_the_framework_is_asked_to_look_again()
    {
        var plan = await PlanAsync("Name\nTraining\n");
        await Study.CodeAsync("Training");

        Assert.StartsWith("The framework was changed meanwhile.", SentenceOf(await The<ImportCodebook>().RunAsync(_researcher.AccountId, StudyId, plan, false, Cancel)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CodebookFormat.Csv)]
    [InlineData(CodebookFormat.Xlsx)]
    public async Task What_was_exported_changes_nothing_when_it_comes_back(CodebookFormat format)
    {
        await ImportAsync("Name,Parent,Definition,When to use\nTraining,,Being taught,\"Line one\nline two\"\nContent,Training,=1+1,-\n");
        var state = StudyBuilder.Must(await The<ReadVersion>().RunAsync(_coder.AccountId, StudyId, null, Cancel));

        var table = StudyBuilder.Must(await The<PlanImport>().ReadAsync(_researcher.AccountId, StudyId, "back", CodebookFile.Write(format, [.. state.Codes]), columns: null, Cancel));

        Assert.True(StudyBuilder.Must(await The<PlanImport>().RunAsync(_researcher.AccountId, StudyId, table.Lines, Cancel)).DoesNothing);
    }

    [Fact]
    public async Task Codes_of_another_program_go_back_under_their_ids_and_are_met_again_by_them()
    {
        var (known, first, second) = (await Study.CodeAsync("Known"), "0C0DE000-0000-4000-8000-000000000001", "0C0DE000-0000-4000-8000-000000000002");
        string Theirs(string name) => $"Id,Parent,Name\n{first},,Training\n{second},{first},{name}\n0C0DE000-0000-4000-8000-000000000003,,Known\n";
        await ImportAsync(Theirs("Content"));

        await ImportAsync(Theirs("What is taught"));

        var state = StudyBuilder.Must(await The<ReadVersion>().RunAsync(_coder.AccountId, StudyId, null, Cancel));
        Assert.Equal(["Known", "Training", "What is taught"], state.Codes.Select(c => c.Words.Name).Order());
        var left = StudyBuilder.Must(ExchangeFile.Read("ours.qdc", new MemoryStream(StudyBuilder.Must(CodebookFile.WriteExchange("ours", state.Leaving, Cancel))), Cancel)).Project;
        Assert.Equal(
            [("0C0DE000-0000-4000-8000-000000000003", "Known"), (first, "Training"), (second, "What is taught")], left.AllCodes().OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => (c.Id.ToString(), c.Name)));
        Assert.Equal(second, Assert.Single(left.Codes.Single(c => c.Name == "Training").Codes).Id.ToString());
        Assert.NotEqual(known.Id.Value.ToString().ToUpperInvariant(), left.Codes.Single(c => c.Name == "Known").Id.ToString());
    }

    [Fact]
    public async Task The_files_are_for_members_alone()
    {
        await Study.CodeAsync("Waiting");
        var version = await FreezeAsync("Framework v1");
        var stranger = await (await StudyBuilder.StartAsync(Db, "Another study")).MemberAsync(Role.StudyLead);
        await using var site = await AppFixture.StartAsync(Connections);
        using var member = await site.ClientAsync(_coder.AccountId);
        using var other = await site.ClientAsync(stranger.AccountId);

        var address = CodebookFiles.Address(StudyId, CodebookFormat.Csv, version);
        Assert.Contains("Waiting", await member.GetStringAsync(new Uri(address, UriKind.Relative), Cancel), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(new Uri(address, UriKind.Relative), Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await member.GetAsync(new Uri(CodebookFiles.Address(StudyId, CodebookFormat.Xlsx), UriKind.Relative), Cancel)).StatusCode);
    }

    private static void AssertForbidden<T>(Result<T> result) => Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(result));

    private async Task<VersionId> FreezeAsync(string name) => StudyBuilder.Must(await The<FreezeFramework>().RunAsync(_researcher.AccountId, StudyId, name, "", Cancel));

    private async Task<ImportPlan> PlanAsync(string csv)
    {
        var table = StudyBuilder.Must(await The<PlanImport>().ReadAsync(_researcher.AccountId, StudyId, "framework.csv", Encoding.UTF8.GetBytes(csv), columns: null, Cancel));
        return StudyBuilder.Must(await The<PlanImport>().RunAsync(_researcher.AccountId, StudyId, table.Lines, Cancel));
    }

    private async Task ImportAsync(string csv) => StudyBuilder.Must(await The<ImportCodebook>().RunAsync(_researcher.AccountId, StudyId, await PlanAsync(csv), true, Cancel));
}
