using System.Net;
using System.Security.Claims;
using CoreStudy.Data;
using CoreStudy.Data.Accounts;
using CoreStudy.Data.Postgres;
using CoreStudy.Domain;
using CoreStudy.Web;
using CoreStudy.Web.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CoreStudy.Testing;

/// <summary>The whole site on a real port, over a database of its own.</summary>
public sealed class AppFixture : IAsyncDisposable
{
    private readonly WebApplication _app;

    private AppFixture(WebApplication app, Uri address) => (_app, Address) = (app, address);

    public Uri Address { get; }

    public IServiceProvider Services => _app.Services;

    /// <param name="connections">A migrated database.</param>
    /// <param name="port">0 for any that is free.</param>
    /// <param name="adjust">What is otherwise than in the site as it runs.</param>
    public static async Task<AppFixture> StartAsync(StudyConnections connections, int port = 0, Action<WebApplicationBuilder>? adjust = null)
    {
        var app = Site.Build(["--urls", $"http://127.0.0.1:{port}", "--Serilog:MinimumLevel:Default=Warning", .. TestKeys.Arguments], connections, adjust);
        await app.StartAsync();
        var bound = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return new AppFixture(app, new Uri($"http://localhost:{bound.Port}/"));
    }

    /// <summary>The same over a database of which the owner is given; the site's roles are made where they are missing.</summary>
    public static async Task<AppFixture> StartOverAsync(string owner) =>
        await StartAsync(await DatabaseRoles.EnsureAsync(owner, TestServer.Roles, TestServer.RolePasswords, CancellationToken.None));

    /// <summary>A sign-in cookie as the site itself would set it: name and value.</summary>
    public Task<(string Name, string Value)> SignInAsync(AccountId account) => SignInCookie.MakeAsync(_app.Services, account);

    /// <summary>A client that is signed in, and follows no redirects.</summary>
    public async Task<HttpClient> ClientAsync(AccountId? account = null)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        if (account is { } one)
        {
            var (name, value) = await SignInAsync(one);
            handler.CookieContainer.Add(Address, new Cookie(name, value, "/"));
        }

        return new HttpClient(handler) { BaseAddress = Address };
    }

    /// <summary>Does something to an account as the site's own pages would.</summary>
    public async Task WithAccountAsync(AccountId id, Func<UserManager<Account>, Account, Task> deed)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        await deed(accounts, await accounts.FindByIdAsync(id.Value.ToString()) ?? throw new InvalidOperationException("There is no such account."));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>Makes sign-in cookies without the form, for tests that are not about signing in.</summary>
public static class SignInCookie
{
    /// <summary>What makes cookies for a site that is a process of its own, over the same database.</summary>
    /// <param name="connectionString">Reads accounts, and the keys that seal cookies.</param>
    public static ServiceProvider Over(string connectionString) => new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddSingleton(TimeProvider.System)
        .AddDbContextFactory<StudyDb>(options => options.UseStudyDb(connectionString)).AddAccounts().BuildServiceProvider();

    /// <param name="session">The session that the cookie names; null for one that names none.</param>
    public static async Task<(string Name, string Value)> MakeAsync(IServiceProvider services, AccountId account, Guid? session = null)
    {
        await using var scope = services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var person = await accounts.FindByIdAsync(account.Value.ToString()) ?? throw new InvalidOperationException("There is no such account.");
        var principal = await scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<Account>>().CreateAsync(person);
        if (session is { } id && principal.Identity is ClaimsIdentity identity) identity.AddClaim(new Claim(Sessions.Claim, id.ToString()));
        var options = scope.ServiceProvider.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        var now = scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow();
        var ticket = new AuthenticationTicket(
            principal, new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now.AddHours(8) }, IdentityConstants.ApplicationScheme);
        return (options.Cookie.Name!, options.TicketDataFormat.Protect(ticket));
    }
}
