using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CoreStudy.Web.Access;

/// <summary>Ends the sign-in of an open page soon after its account was locked, its security stamp changed, or a second step is asked of it that it has not.</summary>
internal sealed class StampedAuthentication(ILoggerFactory loggers, AccountStamps stamps, Sessions sessions, SecondStepDuty duty, IOptions<IdentityOptions> options)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    /// <summary>With what is trusted of an answer, as often as a request is looked at.</summary>
    protected override TimeSpan RevalidationInterval => IdentityServices.StampInterval - AccountStamps.Freshness;

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        if (authenticationState.User.AccountId() is not { } me || await stamps.AskAsync(me, cancellationToken) is not { IsLocked: false } account) return false;
        if (authenticationState.User.SessionId() is { } session && !await sessions.IsOpenAsync(session, me, cancellationToken)) return false;
        if (await duty.IsOwedAsync(me, cancellationToken)) return false;
        return account.Stamp is not null && authenticationState.User.FindFirstValue(options.Value.ClaimsIdentity.SecurityStampClaimType) == account.Stamp;
    }
}
