using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace CoreStudy.Web.Access;

/// <summary>Ties the sign-in cookie to its session: whichever way somebody signs in, the cookie names a session, and holds as long as it does.</summary>
internal static class SessionCookie
{
    public static void Tie(CookieAuthenticationOptions options)
    {
        var validate = options.Events.OnValidatePrincipal;
        options.Events.OnSigningIn = BeginAsync;
        options.Events.OnSigningOut = EndAsync;
        options.Events.OnValidatePrincipal = async context =>
        {
            // A sign-in of the future was given before somebody set the clock back: the account is looked at again, not only when that time has come.
            if (context.Properties.IssuedUtc > context.HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()) context.Properties.IssuedUtc = null;
            await validate(context);
            if (context.Principal is not null) await CheckAsync(context);
        };
    }

    /// <summary>Identity makes a sign-in anew when it has looked at the account again: it stays in its session.</summary>
    public static Task KeepAsync(SecurityStampRefreshingPrincipalContext context)
    {
        if (context.CurrentPrincipal?.FindFirst(Sessions.Claim) is { } claim && context.NewPrincipal?.Identity is ClaimsIdentity identity) identity.AddClaim(new Claim(claim.Type, claim.Value));
        return Task.CompletedTask;
    }

    private static Sessions SessionsOf(HttpContext http) => http.RequestServices.GetRequiredService<Sessions>();

    private static async Task BeginAsync(CookieSigningInContext context)
    {
        if (context.Principal is not { Identity: ClaimsIdentity identity } principal || principal.AccountId() is not { } account) return;
        var http = context.HttpContext;
        Guid id;
        if (http.User.AccountId() == account && http.User.SessionId() is { } current)
        {
            // Whoever is in and gets a new sign-in has changed a password or second factor, which signed the other devices out.
            id = current;
            await SessionsOf(http).EndOthersAsync(account, current, http.RequestAborted);
        }
        else
        {
            id = await SessionsOf(http).BeginAsync(account.Value, http.Request.Headers.UserAgent.ToString(), http.RequestAborted);
        }

        if (principal.SessionId() is null) identity.AddClaim(new Claim(Sessions.Claim, id.ToString()));
    }

    private static Task EndAsync(CookieSigningOutContext context) =>
        context.HttpContext.User is { } user && user.AccountId() is { } account && user.SessionId() is { } id
            ? SessionsOf(context.HttpContext).EndAsync(account, id, CancellationToken.None)
            : Task.CompletedTask;

    private static async Task CheckAsync(CookieValidatePrincipalContext context)
    {
        if (context.Principal?.SessionId() is not { } id || context.Principal.AccountId() is not { } account) return; // signed in before sessions were kept: ends with its cookie
        var (http, sessions) = (context.HttpContext, SessionsOf(context.HttpContext));
        if (!await sessions.IsOpenAsync(id, account, http.RequestAborted))
        {
            context.RejectPrincipal();
            await http.SignOutAsync(IdentityConstants.ApplicationScheme);
        }
        else if (IsDeed(http.Request))
        {
            await sessions.SeenAsync(id, http.RequestAborted);
        }
    }

    /// <summary>Whether somebody, rather than a page by itself, asks: a page was opened, or something is sent.</summary>
    private static bool IsDeed(HttpRequest request) =>
        !request.Path.StartsWithSegments("/_blazor") && !request.Path.StartsWithSegments(RestEndpoints.Prefix)
        && (!HttpMethods.IsGet(request.Method) || request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal));
}
