using System.Security.Claims;
using System.Text.Encodings.Web;
using CoreStudy.Domain;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace CoreStudy.Web.Access.Tokens;

/// <summary>Lets programs in by a token, and by nothing else: pages and hubs know nothing of tokens, and the API nothing of cookies.</summary>
internal sealed class ApiTokenAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiTokenCheck check)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Token";

    private const string Bearer = "Bearer ";

    private Refusal? _refusal;

    /// <summary>What a request has as its token, whether or not it is one; null where it has none.</summary>
    internal static string? TokenOf(HttpRequest request) =>
        request.Headers.Authorization is [{ } one] && one.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? one[Bearer.Length..].Trim() : null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (TokenOf(Request) is not { } text) return AuthenticateResult.NoResult();
        if ((await check.AskAsync(text, Context.RequestAborted)).IsRefused(out _refusal, out var caller)) return AuthenticateResult.Fail("The token is refused.");
        Context.Features.Set(caller);
        var claims = new List<Claim> { new(ClaimTypes.NameIdentifier, caller.Me.Value.ToString()) };
        claims.AddRange(caller.Scopes.Select(s => new Claim("scope", s.ToString())));
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, SchemeName)), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = _refusal is null ? "Bearer" : "Bearer error=\"invalid_token\"";
        return ApiProblem.WriteAsync(
            Context, StatusCodes.Status401Unauthorized, ApiProblem.Unauthorised,
            _refusal?.Sentence ?? "Please send a token: a header “Authorization: Bearer cs_…”. You make one on your account page. Being signed in to the site does not count here.");
    }
}
