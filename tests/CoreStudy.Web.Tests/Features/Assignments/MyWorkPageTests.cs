using System.Security.Claims;
using Bunit;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Assignments;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace CoreStudy.Web.Tests.Features.Assignments;

/// <summary>The page of work of a coder over the real study.</summary>
public sealed class MyWorkPageTests(PostgresFixture postgres) : WorkTest(postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly BunitContext _page = new();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _page.JSInterop.Mode = JSRuntimeMode.Loose;
        _page.Services.AddMudServices().AddSingleton(Feed).AddSingleton(The<ListMyWork>()).AddSingleton(The<MarkDone>()).AddSingleton(The<TakeUpAgain>());
    }

    public override async ValueTask DisposeAsync()
    {
        await _page.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_coder_without_work_is_told_what_happens_next_and_the_page_follows_when_some_is_given()
    {
        var page = Open(Ada);
        await page.WaitForAssertionAsync(() => Assert.Contains("Nothing has been given to you yet.", page.Find(".empty").TextContent, StringComparison.Ordinal), Patience);

        await GiveAsync(OfAlder, Ada);

        await page.WaitForAssertionAsync(() => Assert.Equal(OfAlder.Title, page.Find(".next h2").TextContent.Trim()), Patience);
    }

    [Fact]
    public async Task What_is_done_goes_below_and_one_press_brings_it_back()
    {
        await GiveAsync(OfAlder, Ada);
        var page = Open(Ada);
        await (await page.WaitForElementAsync(".next .deeds button", Patience)).ClickAsync(new());
        await page.WaitForAssertionAsync(() => Assert.Contains("You have finished everything", page.Find(".empty").TextContent, StringComparison.Ordinal), Patience);
        Assert.Contains(OfAlder.Title, page.Find(".finished").TextContent, StringComparison.Ordinal);

        await page.Find(".said button").ClickAsync(new());

        await page.WaitForAssertionAsync(() => Assert.Single(page.FindAll(".next li")), Patience);
        Assert.Empty(page.FindAll(".finished"));
    }

    [Fact]
    public async Task A_remark_stands_with_the_name_of_who_made_it()
    {
        var back = await GiveDoneAsync(OfAlder, Ada);
        StudyBuilder.Must(await The<SendBack>().RunAsync(Supervisor.AccountId, back, "Please look at turn 2.", Cancel));

        var remark = (await Open(Ada).WaitForElementAsync(".remark", Patience)).TextContent;

        Assert.Contains("Please look at turn 2.", remark, StringComparison.Ordinal);
        Assert.Contains(Supervisor.Name, remark, StringComparison.Ordinal);
    }

    private IRenderedComponent<MyWorkPage> Open(Member member)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, member.AccountId.Value.ToString())], "test");
        return _page.Render<MyWorkPage>(p => p
            .Add(x => x.StudyId, StudyId.Value)
            .AddCascadingValue(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(identity)))));
    }
}
