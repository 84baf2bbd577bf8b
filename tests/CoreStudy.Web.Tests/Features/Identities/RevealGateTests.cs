using System.Security.Claims;
using Bunit;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Reveals;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace CoreStudy.Web.Tests.Features.Identities;

/// <summary>The gate over the real study.</summary>
public sealed class RevealGateTests(PostgresFixture postgres) : ConfidentialTest(postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly BunitContext _page = new();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _page.JSInterop.Mode = JSRuntimeMode.Loose;
        _page.Services.AddMudServices().AddSingleton(Feed).AddSingleton<TimeProvider>(Clock).AddSingleton(The<Reveals>());
    }

    public override async ValueTask DisposeAsync()
    {
        await _page.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task What_is_behind_it_is_not_made_before_a_reason_and_the_password_are_given()
    {
        var gate = Open(Admin);
        await gate.WaitForElementAsync("form", Patience);
        Assert.DoesNotContain("Behind", gate.Markup, StringComparison.Ordinal);

        await FillAsync(gate, "wrong");
        await gate.WaitForAssertionAsync(() => Assert.Contains("This is not your password.", gate.Find("[role=alert]").TextContent, StringComparison.Ordinal), Patience);
        Assert.DoesNotContain("Behind", gate.Markup, StringComparison.Ordinal);
        Assert.Equal("", gate.Find("input[type=password]").GetAttribute("value") ?? "");

        await FillAsync(gate, Password);
        await gate.WaitForAssertionAsync(() => Assert.Contains("Behind", gate.Markup, StringComparison.Ordinal), Patience);
        Assert.DoesNotContain(Password, gate.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_press_hides_it_again_on_the_server_too()
    {
        await OpenAsync(RevealSubject.AllParticipants);
        var gate = Open(Admin);
        await gate.WaitForAssertionAsync(() => Assert.Contains("Behind", gate.Markup, StringComparison.Ordinal), Patience);

        await gate.FindAll("button").Single(b => b.TextContent == "Hide again").ClickAsync(new());

        await gate.WaitForElementAsync("form", Patience);
        Assert.DoesNotContain("Behind", gate.Markup, StringComparison.Ordinal);
        Assert.Contains("hidden again", gate.Find("[role=status]").TextContent, StringComparison.Ordinal);
        Assert.NotNull((await Db.Reveals.AsNoTracking().SingleAsync(Cancel)).ClosedAt);
    }

    [Fact]
    public async Task Who_loses_the_role_loses_what_is_shown()
    {
        await OpenAsync(RevealSubject.AllParticipants);
        var gate = Open(Admin);
        await gate.WaitForAssertionAsync(() => Assert.Contains("Behind", gate.Markup, StringComparison.Ordinal), Patience);

        Admin.ChangeRole(Role.Coder, []);
        await Db.SaveChangesAsync(Cancel);
        Clock.Pass(Permissions.Freshness);
        Feed.Publish(new Web.Live.MembersChanged(StudyId));

        await gate.WaitForAssertionAsync(() => Assert.Contains("does not allow", gate.Markup, StringComparison.Ordinal), Patience);
        Assert.DoesNotContain("Behind", gate.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lead_finds_it_shut_without_a_form()
    {
        var gate = Open(Lead);

        await gate.WaitForAssertionAsync(() => Assert.Contains("does not allow", gate.Markup, StringComparison.Ordinal), Patience);
        Assert.Empty(gate.FindAll("form"));
    }

    private static async Task FillAsync(IRenderedComponent<RevealGate> gate, string password)
    {
        await gate.Find("select").ChangeAsync(new() { Value = nameof(RevealReason.Audit) });
        await gate.Find("input[type=password]").ChangeAsync(new() { Value = password });
        await gate.Find("form").SubmitAsync();
    }

    private IRenderedComponent<RevealGate> Open(Member member)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, member.AccountId.Value.ToString())], "test");
        return _page.Render<RevealGate>(p => p
            .Add(x => x.StudyId, StudyId)
            .Add(x => x.Subject, RevealSubject.AllParticipants)
            .Add(x => x.Title, "Who the participants are")
            .Add(x => x.ChildContent, _ => "<p>Behind</p>")
            .AddCascadingValue(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(identity)))));
    }
}
