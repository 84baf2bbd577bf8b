using System.Security.Claims;
using Bunit;
using CoreStudy.Domain.Checklists;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Checklists;
using CoreStudy.Web.Tests.Features.Rounds;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace CoreStudy.Web.Tests.Features.Checklists;

/// <summary>The page of a checklist over the real study.</summary>
public sealed class ChecklistPageTests(PostgresFixture postgres) : RoundTest(postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly BunitContext _page = new();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _page.JSInterop.Mode = JSRuntimeMode.Loose;
        _page.Services.AddMudServices().AddSingleton(Feed).AddSingleton(Service<IExportGate>()).AddSingleton(The<ReadChecklist>()).AddSingleton(The<AnswerChecklist>()).AddSingleton(The<ExportChecklist>());
    }

    public override async ValueTask DisposeAsync()
    {
        await _page.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task What_is_typed_is_kept_when_the_field_is_left_and_what_the_study_knows_is_taken_with_one_press()
    {
        var page = Open(Researcher);
        await page.WaitForElementAsync("#item-5-t", Patience);

        await Field(page, "5").ChangeAsync("Two had done such interviews before.");
        await page.WaitForAssertionAsync(() => Assert.Contains("1 of 32 answered", page.Markup, StringComparison.Ordinal), Patience);
        await page.InvokeAsync(() => page.FindAll(".suggestion button").Single(b => b.TextContent.Contains("item 27", StringComparison.Ordinal)).ClickAsync(new())); // found and pressed in one render

        await page.WaitForAssertionAsync(() => Assert.Contains("2 of 32 answered", page.Markup, StringComparison.Ordinal), Patience);
        var kept = StudyBuilder.Must(await The<ReadChecklist>().RunAsync(Lead.AccountId, StudyId, ChecklistKind.Coreq, Cancel)).Rows.Where(r => r.IsAnswered).ToDictionary(r => r.Item.Number, r => r.Answer);
        Assert.Equal("Two had done such interviews before.", kept["5"]);
        Assert.Contains("CoreStudy", kept["27"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_else_answered_meanwhile_is_shown_beside_ones_own()
    {
        var page = Open(Researcher);
        await page.WaitForElementAsync("#item-5-t", Patience);
        await Field(page, "5").InputAsync("Mine");
        StudyBuilder.Must(await The<AnswerChecklist>().RunAsync(Supervisor.AccountId, StudyId, ChecklistKind.Coreq, "5", "Theirs", 0, Cancel));

        await Field(page, "5").ChangeAsync("Mine");

        await page.WaitForAssertionAsync(() => Assert.Contains("Theirs", page.Find(".clash").TextContent, StringComparison.Ordinal), Patience);
        Assert.Contains(Supervisor.Name, page.Find(".clash").TextContent, StringComparison.Ordinal);
    }

    private static AngleSharp.Dom.IElement Field(IRenderedComponent<ChecklistPage> page, string number) => page.Find($"textarea[aria-labelledby='item-{number}-t']");

    private IRenderedComponent<ChecklistPage> Open(Member member)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, member.AccountId.Value.ToString())], "test");
        return _page.Render<ChecklistPage>(p => p.Add(x => x.StudyId, StudyId.Value).Add(x => x.Name, "coreq").AddCascadingValue(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(identity)))));
    }
}
