using System.Net;
using CoreStudy.Data.Accounts;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Accounts;

/// <summary>The second step of signing in, as a browser without scripts meets it.</summary>
public sealed class TwoStepTests(PostgresFixture postgres) : AccessTest(postgres)
{
    private const string Password = "meadow kettle granite";

    private AppFixture _app = null!;
    private Member _coder = null!;
    private string _email = "";
    private string[] _recovery = [];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _coder = await Study.MemberAsync(Role.Coder);
        _app = await AppFixture.StartAsync(Connections);
        await _app.WithAccountAsync(_coder.AccountId, async (accounts, account) =>
        {
            _email = account.Email!;
            await accounts.AddPasswordAsync(account, Password);
            await accounts.ResetAuthenticatorKeyAsync(account);
            await accounts.SetTwoFactorEnabledAsync(account, true);
            _recovery = [.. (await accounts.GenerateNewTwoFactorRecoveryCodesAsync(account, 3))!];
        });
    }

    public override async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_recovery_code_signs_in_once()
    {
        using var first = await PasswordGivenAsync();
        using var second = await PasswordGivenAsync();

        Assert.True(await LetsInAsync(first, _recovery[0]));
        Assert.False(await LetsInAsync(second, _recovery[0]));
    }

    [Fact]
    public async Task A_recovery_code_does_not_open_an_account_locked_after_the_password_was_given()
    {
        using var client = await PasswordGivenAsync();
        await SetLockAsync(Account.Never);

        Assert.False(await LetsInAsync(client, _recovery[0]));
        Assert.Equal(3, await CodesLeftAsync());
    }

    [Fact]
    public async Task A_recovery_code_does_not_cut_short_the_rest_after_wrong_codes()
    {
        using var client = await PasswordGivenAsync();
        await SetLockAsync(TimeProvider.System.GetUtcNow().AddMinutes(10)); // the site in this test runs on the real clock

        Assert.False(await LetsInAsync(client, _recovery[0]));
        Assert.Equal(3, await CodesLeftAsync());
    }

    [Fact]
    public async Task The_table_holds_no_recovery_code_that_signs_in()
    {
        var kept = await Db.UserTokens.Where(t => t.Name == "RecoveryCodes").Select(t => t.Value).SingleAsync(Cancel);

        Assert.StartsWith("pbkdf2-sha512;210000;", kept, StringComparison.Ordinal);
        Assert.All(_recovery, code => Assert.DoesNotContain(code, kept, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Codes_that_were_kept_as_text_are_taken_and_the_rest_hashed_then()
    {
        await Db.UserTokens.Where(t => t.Name == "RecoveryCodes").ExecuteUpdateAsync(t => t.SetProperty(x => x.Value, "BCDFG-HJKMN;PQRTV-WXY23"), Cancel);
        using var first = await PasswordGivenAsync();
        using var again = await PasswordGivenAsync();
        using var second = await PasswordGivenAsync();

        Assert.True(await LetsInAsync(first, "BCDFG-HJKMN"));

        Assert.Equal(1, await CodesLeftAsync());
        Assert.DoesNotContain("PQRTV-WXY23", await Db.UserTokens.Where(t => t.Name == "RecoveryCodes").Select(t => t.Value).SingleAsync(Cancel), StringComparison.Ordinal);
        Assert.False(await LetsInAsync(again, "BCDFG-HJKMN"));
        Assert.True(await LetsInAsync(second, "PQRTV-WXY23"));
    }

    private async Task<HttpClient> PasswordGivenAsync()
    {
        var client = await _app.ClientAsync();
        using var answer = await PostAsync(client, "/sign-in", "sign-in", new() { ["email"] = _email, ["password"] = Password });
        Assert.StartsWith("/sign-in/code", new Uri(_app.Address, answer.Headers.Location!).PathAndQuery, StringComparison.Ordinal);
        return client;
    }

    private static async Task<bool> LetsInAsync(HttpClient client, string recovery)
    {
        using var answer = await PostAsync(client, "/sign-in/recovery", "recovery", new() { ["recovery"] = recovery });
        using var account = await client.GetAsync(new Uri("/account", UriKind.Relative), Cancel);
        return account.StatusCode == HttpStatusCode.OK;
    }

    private Task<int> SetLockAsync(DateTimeOffset until) =>
        Db.Users.Where(a => a.Id == _coder.AccountId.Value).ExecuteUpdateAsync(a => a.SetProperty(x => x.LockoutEnd, until), Cancel);

    private async Task<int> CodesLeftAsync()
    {
        var left = 0;
        await _app.WithAccountAsync(_coder.AccountId, async (accounts, account) => left = await accounts.CountRecoveryCodesAsync(account));
        return left;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string form, Dictionary<string, string> fields)
    {
        var address = new Uri(path, UriKind.Relative);
        fields["_handler"] = form;
        fields["__RequestVerificationToken"] = FormToken.In(await client.GetStringAsync(address, Cancel));
        return await client.PostAsync(address, new FormUrlEncodedContent(fields), Cancel);
    }
}
