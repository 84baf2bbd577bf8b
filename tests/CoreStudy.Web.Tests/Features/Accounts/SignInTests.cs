using System.Buffers.Binary;
using System.Net;
using System.Text.RegularExpressions;
using CoreStudy.Data.Accounts;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Tests.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CoreStudy.Web.Tests.Features.Accounts;

/// <summary>The sign-in page as a browser without scripts meets it.</summary>
public sealed partial class SignInTests(PostgresFixture postgres) : AccessTest(postgres)
{
    private const string Password = "meadow kettle granite";
    private const string Email = "coder1@test.example";

    private AppFixture _app = null!;
    private Member _coder = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _coder = await Study.MemberAsync(Role.Coder);
        _app = await AppFixture.StartAsync(Connections);
        await _app.WithAccountAsync(_coder.AccountId, (accounts, account) => accounts.AddPasswordAsync(account, Password));
    }

    public override async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("/studies/1", "/studies/1")]
    [InlineData("https://elsewhere.example/", "/")]
    [InlineData("//elsewhere.example/", "/")]
    [InlineData("/\\elsewhere.example/", "/")]
    [InlineData("javascript:alert(1)", "/")]
    public async Task The_right_password_leads_on_within_this_site(string wished, string led)
    {
        using var client = await _app.ClientAsync();

        using var answer = await SignInAsync(client, Email, Password, $"?ReturnUrl={Uri.EscapeDataString(wished)}");

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal(led, new Uri(_app.Address, answer.Headers.Location!).PathAndQuery);
        Assert.Equal(_app.Address.Authority, new Uri(_app.Address, answer.Headers.Location!).Authority);
    }

    [Fact]
    public async Task An_address_nobody_has_gets_the_same_page_as_a_wrong_password()
    {
        using var client = await _app.ClientAsync();

        var wrong = await ReadAsync(await SignInAsync(client, Email, "not the password"));
        var unknown = await ReadAsync(await SignInAsync(client, "nobody1@test.example", "not the password"));

        Assert.Contains("do not match", wrong, StringComparison.Ordinal);
        Assert.Equal(wrong.Replace(Email, "", StringComparison.Ordinal), unknown.Replace("nobody1@test.example", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_six_wrong_passwords_the_right_one_gets_the_same_page_too()
    {
        using var client = await _app.ClientAsync();
        var wrong = "";
        for (var i = 0; i < 6; i++) wrong = await ReadAsync(await SignInAsync(client, Email, "not the password"));

        var right = await ReadAsync(await SignInAsync(client, Email, Password));

        Assert.Equal(wrong, right);
    }

    [Fact]
    public async Task A_locked_account_cannot_sign_in()
    {
        await Db.Users.Where(a => a.Id == _coder.AccountId.Value).ExecuteUpdateAsync(a => a.SetProperty(x => x.LockoutEnd, Account.Never), Cancel);
        using var client = await _app.ClientAsync();

        using var answer = await SignInAsync(client, Email, Password);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task With_two_steps_the_password_alone_leads_to_the_code_and_no_further()
    {
        await Db.Users.Where(a => a.Id == _coder.AccountId.Value).ExecuteUpdateAsync(a => a.SetProperty(x => x.TwoFactorEnabled, true), Cancel);
        await using (var scope = _app.Services.CreateAsyncScope())
        {
            var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            await accounts.ResetAuthenticatorKeyAsync((await accounts.FindByEmailAsync(Email))!);
        }

        using var client = await _app.ClientAsync();

        using var answer = await SignInAsync(client, Email, Password);
        using var account = await client.GetAsync(new Uri("/account", UriKind.Relative), Cancel);

        Assert.StartsWith("/sign-in/code", new Uri(_app.Address, answer.Headers.Location!).PathAndQuery, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, account.StatusCode);
    }

    [Fact]
    public async Task Many_tries_from_one_address_are_told_to_wait()
    {
        using var client = await _app.ClientAsync();
        var answers = new List<HttpResponseMessage>();

        for (var i = 0; i < 31; i++) answers.Add(await client.PostAsync(new Uri("/sign-in", UriKind.Relative), new FormUrlEncodedContent([]), Cancel));

        Assert.DoesNotContain(answers.SkipLast(1), a => a.StatusCode == HttpStatusCode.SeeOther);
        Assert.Equal(HttpStatusCode.SeeOther, answers[^1].StatusCode);
        Assert.Equal("/sign-in?rest=true", answers[^1].Headers.Location!.ToString());
        answers.ForEach(a => a.Dispose());
    }

    [Fact]
    public async Task A_form_without_its_token_does_nothing()
    {
        using var client = await _app.ClientAsync();
        var form = new FormUrlEncodedContent([new("_handler", "sign-in"), new("email", Email), new("password", Password)]);

        using var answer = await client.PostAsync(new Uri("/sign-in", UriKind.Relative), form, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task The_audit_trail_tells_who_signed_in_and_who_was_refused_without_what_they_typed()
    {
        using var client = await _app.ClientAsync();
        (await SignInAsync(client, "nobody1@test.example", "not the password")).Dispose();
        (await SignInAsync(client, Email, "not the password")).Dispose();
        (await SignInAsync(client, Email, Password)).Dispose();
        await PostAsync(client, "/sign-out", "sign-out");

        var told = await Db.AuditEntries.AsNoTracking().OrderBy(e => e.Number).ToListAsync(Cancel);

        Assert.Equal([AuditKind.SignInRefused, AuditKind.SignInRefused, AuditKind.SignedIn, AuditKind.SignedOut], told.Select(e => e.Kind));
        Assert.Equal([null, null, _coder.AccountId, _coder.AccountId], told.Select(e => e.AccountId));
        Assert.Equal([null, _coder.AccountId.Value, _coder.AccountId.Value, _coder.AccountId.Value], told.Select(e => e.SubjectId));
        Assert.Equal([SignInFault.NoSuchAccount, SignInFault.WrongPassword], told.Take(2).Select(e => e.Detail.WordOf<SignInFault>("why")!.Value));
        Assert.All(told, e => Assert.DoesNotContain("@", e.Detail.ToJson() + e.Label, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_new_password_and_its_entry_are_kept_together_and_a_password_that_is_too_short_has_none()
    {
        using var client = await _app.ClientAsync();
        (await SignInAsync(client, Email, Password)).Dispose();

        await PostAsync(client, "/account", "change-password", ("present", Password), ("new", "short"));
        Assert.DoesNotContain(await Db.AuditEntries.Select(e => e.Kind).ToListAsync(Cancel), k => k == AuditKind.PasswordChanged);

        await PostAsync(client, "/account", "change-password", ("present", Password), ("new", "granite kettle meadow"));
        await PostAsync(client, "/account/sessions/everywhere", "end", ("proof", "granite kettle meadow"));
        Assert.Equal([AuditKind.SignedIn, AuditKind.PasswordChanged, AuditKind.SignedOutEverywhere], await Db.AuditEntries.OrderBy(e => e.Number).Select(e => e.Kind).ToListAsync(Cancel));
    }

    [Fact]
    public async Task A_password_hashed_by_fewer_rounds_is_hashed_anew_when_it_signs_in()
    {
        var fewer = new PasswordHasher<Account>(Options.Create(new PasswordHasherOptions { IterationCount = 100_000 })).HashPassword(new Account(), Password);
        await Db.Users.Where(a => a.Id == _coder.AccountId.Value).ExecuteUpdateAsync(a => a.SetProperty(x => x.PasswordHash, fewer), Cancel);
        using var client = await _app.ClientAsync();

        (await SignInAsync(client, Email, Password)).Dispose();

        var kept = Convert.FromBase64String((await Db.Users.AsNoTracking().Where(a => a.Id == _coder.AccountId.Value).Select(a => a.PasswordHash).SingleAsync(Cancel))!);
        Assert.Equal((2u, 210_000u), (BinaryPrimitives.ReadUInt32BigEndian(kept.AsSpan(1)), BinaryPrimitives.ReadUInt32BigEndian(kept.AsSpan(5)))); // HMAC-SHA512, rounds
    }

    [Theory]
    [InlineData("/account", "passkey", "This is not your password.")]
    [InlineData("/account/two-step", "on", "This is not your password.")]
    [InlineData("/account/sessions/everywhere", "end", "This is not your password.")]
    public async Task What_lets_people_in_is_changed_with_the_password_given_again(string path, string form, string told)
    {
        using var client = await _app.ClientAsync();
        (await SignInAsync(client, Email, Password)).Dispose();
        var token = FormToken.In(await client.GetStringAsync(path, Cancel));

        using var answer = await client.PostAsync(path, new FormUrlEncodedContent([new("_handler", form), new("__RequestVerificationToken", token), new("proof", "not the password"), new("credential", "{}"), new("code", "000000")]), Cancel);

        Assert.Contains(told, await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/account", Cancel)).StatusCode);
    }

    /// <summary>Sends one of the forms of a page.</summary>
    private static async Task PostAsync(HttpClient client, string path, string form, params (string Name, string Value)[] fields)
    {
        var address = new Uri(path, UriKind.Relative);
        var token = FormToken.In(await client.GetStringAsync(address, Cancel));
        using var content = new FormUrlEncodedContent(
            [new("_handler", form), new("__RequestVerificationToken", token), .. fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value))]);
        using var answer = await client.PostAsync(address, content, Cancel);
        Assert.True((int)answer.StatusCode < 400, $"{path}: {answer.StatusCode}");
    }

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient client, string email, string password, string query = "")
    {
        var address = new Uri("/sign-in" + query, UriKind.Relative);
        var page = await client.GetStringAsync(address, Cancel);
        var token = FormToken.In(page);
        var form = new FormUrlEncodedContent([new("_handler", "sign-in"), new("__RequestVerificationToken", token), new("email", email), new("password", password)]);
        return await client.PostAsync(address, form, Cancel);
    }

    /// <summary>The page without what differs each time.</summary>
    private static async Task<string> ReadAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync(Cancel);
        answer.Dispose();
        return State().Replace(FormToken.TakenOutOf(page), "");
    }

    [GeneratedRegex("<!--Blazor-Server-Component-State:.*?-->")]
    private static partial Regex State();
}
