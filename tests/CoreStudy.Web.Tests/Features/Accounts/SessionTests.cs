using System.Net;
using CoreStudy.Data.Accounts;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using CoreStudy.Web.Tests.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CoreStudy.Web.Tests.Features.Accounts;

/// <summary>Where somebody is signed in, how it is ended, and how it ends by itself.</summary>
public sealed class SessionTests(PostgresFixture postgres) : AccessTest(postgres)
{
    private const string Password = "meadow kettle granite";
    private const string Email = "coder1@test.example";

    private AppFixture _app = null!;
    private Member _coder = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _coder = await Study.MemberAsync(Role.Coder);
        _app = await AppFixture.StartAsync(Connections, adjust: builder => builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock)));
        await _app.WithAccountAsync(_coder.AccountId, (accounts, account) => accounts.AddPasswordAsync(account, Password));
    }

    public override async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Each_place_is_listed_in_plain_words_and_one_can_be_signed_out_from_another()
    {
        using var office = await SignInAsync("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0");
        using var train = await SignInAsync("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1");
        var page = await office.GetStringAsync("/account", Cancel);
        Assert.Contains("Firefox on Windows", page, StringComparison.Ordinal);
        Assert.Contains("Safari on an iPhone", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Gecko", page, StringComparison.Ordinal);

        var address = page[page.IndexOf("/account/sessions/", StringComparison.Ordinal)..].Split('"')[0];

        using var refused = await SignOutAsync(office, address, "not the password");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (refused.StatusCode, (await train.GetAsync("/account", Cancel)).StatusCode));
        using var answer = await SignOutAsync(office, address, Password);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Found), ((await office.GetAsync("/account", Cancel)).StatusCode, (await train.GetAsync("/account", Cancel)).StatusCode));
        Assert.Equal(AuditKind.SignedOutElsewhere, await Db.AuditEntries.OrderByDescending(e => e.Number).Select(e => e.Kind).FirstAsync(Cancel));
    }

    [Fact]
    public async Task All_others_are_signed_out_at_once()
    {
        using var here = await SignInAsync("Firefox");
        using var there = await SignInAsync("Chrome");
        using var elsewhere = await SignInAsync("Edg");

        using var answer = await SignOutAsync(here, "/account/sessions/others", Password);

        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/account", Cancel)).StatusCode);
        Assert.All(await Task.WhenAll(there.GetAsync("/account", Cancel), elsewhere.GetAsync("/account", Cancel)), a => Assert.Equal(HttpStatusCode.Found, a.StatusCode));
        Assert.DoesNotContain("Sign out all others", await here.GetStringAsync("/account", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_wrong_password_the_right_one_still_changes_the_account()
    {
        using var here = await SignInAsync("Firefox");
        var stamp = await StampAsync();

        (await SignOutAsync(here, "/account/sessions/everywhere", "not the password")).Dispose();
        Assert.Equal(stamp, await StampAsync());
        (await SignOutAsync(here, "/account/sessions/everywhere", Password)).Dispose(); // the tries are counted anew, which changes the account too

        Assert.NotEqual(stamp, await StampAsync());
    }

    [Fact]
    public async Task Who_rests_too_long_is_signed_out_and_who_works_is_not()
    {
        using var client = await SignInAsync("Firefox");
        for (var i = 0; i < 3; i++)
        {
            Clock.Pass(TimeSpan.FromMinutes(25));
            Assert.Equal(HttpStatusCode.NoContent, (await SeenAsync(client)).StatusCode); // a key was pressed
        }

        Clock.Pass(TimeSpan.FromMinutes(31));

        Assert.Equal(HttpStatusCode.Unauthorized, (await SeenAsync(client)).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await client.GetAsync("/account", Cancel)).StatusCode);
    }

    [Fact]
    public async Task However_busy_somebody_is_they_sign_in_again_after_a_day()
    {
        using var client = await SignInAsync("Firefox");
        for (var i = 0; i < 59; i++)
        {
            Clock.Pass(TimeSpan.FromMinutes(24));
            Assert.Equal(HttpStatusCode.NoContent, (await SeenAsync(client)).StatusCode);
        }

        Clock.Pass(TimeSpan.FromMinutes(25));

        Assert.Equal(HttpStatusCode.Unauthorized, (await SeenAsync(client)).StatusCode);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_keeps_nobody_signed_in()
    {
        using var client = await SignInAsync("Firefox");
        Clock.Set(-TimeSpan.FromHours(3));
        Clock.Pass(TimeSpan.FromMinutes(20));
        Assert.Equal(HttpStatusCode.NoContent, (await SeenAsync(client)).StatusCode);

        Clock.Pass(TimeSpan.FromMinutes(31));
        Assert.Equal(HttpStatusCode.Unauthorized, (await SeenAsync(client)).StatusCode);
        Assert.NotNull((await Db.SignInSessions.AsNoTracking().SingleAsync(Cancel)).EndedAt); // for other nodes, and after a restart
    }

    [Fact]
    public async Task A_clock_that_is_set_back_does_not_lengthen_the_day()
    {
        using var client = await SignInAsync("Firefox");
        for (var i = 0; i < 60; i++)
        {
            Clock.Pass(TimeSpan.FromMinutes(24));
            if (i % 10 == 0) Clock.Set(-TimeSpan.FromMinutes(100));
            Assert.Equal(HttpStatusCode.NoContent, (await SeenAsync(client)).StatusCode);
        }

        Clock.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal(HttpStatusCode.Unauthorized, (await SeenAsync(client)).StatusCode);
    }

    [Fact]
    public async Task What_another_node_saw_in_the_future_is_over()
    {
        using var client = await SignInAsync("Firefox");
        var elsewhere = SignInSession.Begin(_coder.AccountId.Value, "Another node", Clock.GetUtcNow().AddHours(1));
        Db.SignInSessions.Add(elsewhere);
        await Db.SaveChangesAsync(Cancel);
        var sessions = _app.Services.GetRequiredService<Sessions>();

        Assert.False(await sessions.IsOpenAsync(elsewhere.Id, _coder.AccountId, Cancel));
        Assert.Single(await sessions.ListAsync(_coder.AccountId, null, Cancel));
    }

    [Fact]
    public async Task A_password_that_is_reset_ends_a_sign_in_though_the_clock_is_set_back()
    {
        using var client = await SignInAsync("Firefox");
        Clock.Set(-TimeSpan.FromHours(3));
        await Db.Users.Where(a => a.Id == _coder.AccountId.Value).ExecuteUpdateAsync(a => a.SetProperty(x => x.SecurityStamp, "changed"), Cancel);

        Assert.Equal(HttpStatusCode.Found, (await client.GetAsync("/account", Cancel)).StatusCode);
    }

    [Fact]
    public async Task What_was_typed_before_a_rest_is_read_again_by_its_account_alone()
    {
        using var mine = await SignInAsync("Firefox");
        using var theirs = await _app.ClientAsync((await Study.MemberAsync(Role.StudyLead)).AccountId);
        var sealedWords = await (await AskAsync(mine, "seal", "a memo, half written")).Content.ReadAsStringAsync(Cancel);
        Assert.DoesNotContain("memo", sealedWords, StringComparison.Ordinal);

        Assert.Equal("a memo, half written", await (await AskAsync(mine, "unseal", sealedWords)).Content.ReadAsStringAsync(Cancel));
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(theirs, "unseal", sealedWords)).StatusCode);
    }

    [Fact]
    public void Cookies_go_to_no_script_and_over_no_plain_line_once_there_is_another()
    {
        var schemes = _app.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>();
        var cookies = new[] { IdentityConstants.ApplicationScheme, IdentityConstants.ExternalScheme, IdentityConstants.TwoFactorUserIdScheme, IdentityConstants.TwoFactorRememberMeScheme }
            .Select(s => schemes.Get(s).Cookie).Append(_app.Services.GetRequiredService<IOptions<AntiforgeryOptions>>().Value.Cookie);

        Assert.All(cookies, c => Assert.Equal((true, CookieSecurePolicy.SameAsRequest), (c.HttpOnly, c.SecurePolicy)));
        Assert.All(cookies, c => Assert.NotEqual(SameSiteMode.None, c.SameSite));
    }

    private async Task<HttpClient> SignInAsync(string userAgent)
    {
        var client = await _app.ClientAsync();
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", userAgent);
        var form = new Dictionary<string, string> { ["_handler"] = "sign-in", ["__RequestVerificationToken"] = FormToken.In(await client.GetStringAsync("/sign-in", Cancel)), ["email"] = Email, ["password"] = Password };
        using var answer = await client.PostAsync("/sign-in", new FormUrlEncodedContent(form), Cancel);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return client;
    }

    private Task<string?> StampAsync() => Db.Users.Where(a => a.Id == _coder.AccountId.Value).Select(a => a.SecurityStamp).SingleAsync(Cancel);

    private static async Task<HttpResponseMessage> SignOutAsync(HttpClient client, string address, string password) => await client.PostAsync(address, new FormUrlEncodedContent(
        new Dictionary<string, string> { ["_handler"] = "end", ["__RequestVerificationToken"] = FormToken.In(await client.GetStringAsync(address, Cancel)), ["proof"] = password }), Cancel);

    private static Task<HttpResponseMessage> SeenAsync(HttpClient client) => AskAsync(client, "seen", "");

    private static async Task<HttpResponseMessage> AskAsync(HttpClient client, string what, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/session/{what}") { Content = new StringContent(body) };
        request.Headers.Add(OwnPages.Header, "rest");
        return await client.SendAsync(request, Cancel);
    }
}
