using System.Net;
using System.Net.Http.Headers;
using CoreStudy.Domain;
using CoreStudy.Domain.Accounts;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Members;
using CoreStudy.Web.Tests.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CoreStudy.Web.Tests.Features.Accounts;

/// <summary>A second step that the installation asks for: until it is set up, nothing else opens.</summary>
public sealed class SecondStepTests(PostgresFixture postgres) : AccessTest(postgres)
{
    private const string Password = "meadow kettle granite";

    private AppFixture? _app;
    private Member _coder = null!;
    private Member _admin = null!;

    public override async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Who_owes_one_is_led_to_it_and_opens_nothing_else()
    {
        await StartAsync(SecondStep.Everybody);
        using var client = await SignedInAsync(_coder);

        Assert.Equal("/account/second-step", await LedToAsync(client, "/"));
        Assert.Equal("/account/second-step", await LedToAsync(client, "/account"));
        Assert.Equal("/account/second-step", await LedToAsync(client, $"/studies/{Study.Study.Id.Value}"));
        using var script = await _app!.ClientAsync(_coder.AccountId);
        Assert.Equal(HttpStatusCode.Forbidden, (await script.GetAsync($"/studies/{Study.Study.Id.Value}/codebook.csv", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await script.PostAsync("/_blazor/negotiate", null, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await script.PostAsync($"/desk/{Guid.CreateVersion7()}/acts", null, Cancel)).StatusCode); // what a coder did waits in the browser, and is not dropped
        Assert.Null(await LedToAsync(client, "/account/second-step"));
        Assert.Null(await LedToAsync(client, "/account/two-step"));
        Assert.Null(await LedToAsync(client, "/sign-out"));
        Assert.Same(SecondStepDuty.Owed, RefusalOf(await _app!.Services.GetRequiredService<ListMembers>().RunAsync(_coder.AccountId, Study.Study.Id, Cancel)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task With_an_app_or_a_passkey_everything_opens_again(bool passkey)
    {
        await StartAsync(SecondStep.Everybody);
        using var client = await SignedInAsync(_coder);

        if (passkey) (await PasskeyAsync(_coder)).Dispose();
        else await _app!.WithAccountAsync(_coder.AccountId, (accounts, account) => accounts.SetTwoFactorEnabledAsync(account, true));
        Clock.Pass(Permissions.Freshness);
        using var again = await SignedInAsync(_coder);

        Assert.Null(await LedToAsync(again, "/account"));
        Assert.Null(await LedToAsync(again, "/"));
    }

    [Fact]
    public async Task Where_admins_alone_owe_one_coders_go_on_and_who_becomes_admin_owes_one_too()
    {
        await StartAsync(SecondStep.Admins);
        using var coder = await SignedInAsync(_coder);
        using var admin = await SignedInAsync(_admin);

        Assert.Equal((null, "/account/second-step"), (await LedToAsync(coder, "/"), await LedToAsync(admin, "/")));

        _coder.ChangeRole(Role.Admin, []);
        await Db.SaveChangesAsync(Cancel);
        Clock.Pass(Permissions.Freshness);
        Assert.Equal("/account/second-step", await LedToAsync(coder, "/"));
    }

    [Fact]
    public async Task Where_it_is_offered_nobody_owes_one()
    {
        await StartAsync(SecondStep.Offered);
        using var admin = await SignedInAsync(_admin);

        Assert.Null(await LedToAsync(admin, "/"));
    }

    [Fact]
    public async Task The_password_alone_does_not_sign_in_whose_second_step_is_a_passkey()
    {
        await StartAsync(SecondStep.Everybody);
        (await PasskeyAsync(_coder)).Dispose();
        using var client = await _app!.ClientAsync();

        using var right = await SignInAsync(client, "coder1@test.example", Password);
        using var wrong = await SignInAsync(client, "coder1@test.example", "not the password");

        Assert.Contains("yours is your passkey", await right.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.DoesNotContain("passkey: please", await wrong.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await client.GetAsync("/account", Cancel)).StatusCode);
    }

    [Fact]
    public async Task The_token_of_who_owes_one_reads_nothing()
    {
        await StartAsync(SecondStep.Everybody);
        var text = ApiTokenText.New();
        var stamp = "";
        await _app!.WithAccountAsync(_coder.AccountId, (_, account) => Task.FromResult(stamp = account.SecurityStamp!));
        Db.ApiTokens.Add(StudyBuilder.Must(ApiToken.Make(_coder.AccountId, stamp, "R", text, [ApiScope.Study], [], Clock.GetUtcNow().AddDays(7), Clock.GetUtcNow())));
        await Db.SaveChangesAsync(Cancel);
        using var program = await _app!.ClientAsync();
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", text);

        using var answer = await program.GetAsync("/api/v1/studies", Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("asks for a second step", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Admins_see_who_has_one_and_a_lead_does_not()
    {
        await StartAsync(SecondStep.Offered);
        var lead = await Study.MemberAsync(Role.StudyLead);
        (await PasskeyAsync(_coder)).Dispose();
        var list = _app!.Services.GetRequiredService<ListMembers>();

        var seen = StudyBuilder.Must(await list.RunAsync(_admin.AccountId, Study.Study.Id, Cancel)).Members;
        Assert.Equal((true, false), (seen.Single(m => m.Id == _coder.Id).HasSecondStep, seen.Single(m => m.Id == _admin.Id).HasSecondStep));
        Assert.All(StudyBuilder.Must(await list.RunAsync(lead.AccountId, Study.Study.Id, Cancel)).Members, m => Assert.Null(m.HasSecondStep));
    }

    private async Task StartAsync(SecondStep asked)
    {
        (_coder, _admin) = (await Study.MemberAsync(Role.Coder), await Study.MemberAsync(Role.Admin));
        _app = await AppFixture.StartAsync(Connections, adjust: builder =>
        {
            builder.Configuration["SignIn:SecondStep"] = asked.ToString();
            builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
        });
        await _app!.WithAccountAsync(_coder.AccountId, (accounts, account) => accounts.AddPasswordAsync(account, Password));
    }

    private async Task<HttpClient> SignedInAsync(Member member)
    {
        var client = await _app!.ClientAsync(member.AccountId);
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        return client;
    }

    /// <summary>Where a page leads elsewhere; null where it opens.</summary>
    private async Task<string?> LedToAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, Cancel);
        if (answer.StatusCode == HttpStatusCode.OK) return null;
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return new Uri(_app!.Address, answer.Headers.Location!).AbsolutePath;
    }

    private async Task<SoftPasskey> PasskeyAsync(Member member)
    {
        SoftPasskey? passkey = null;
        await _app!.WithAccountAsync(member.AccountId, async (accounts, account) => passkey = await SoftPasskey.AddAsync(accounts, account));
        return passkey!;
    }

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient client, string email, string password) => await client.PostAsync("/sign-in", new FormUrlEncodedContent(
        [new("_handler", "sign-in"), new("__RequestVerificationToken", FormToken.In(await client.GetStringAsync("/sign-in", Cancel))), new("email", email), new("password", password)]), Cancel);

    private static Refusal? RefusalOf<T>(Result<T> result) => result.IsRefused(out var refusal, out _) ? refusal : null;
}
