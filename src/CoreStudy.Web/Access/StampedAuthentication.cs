using System.Security.Claims;
using CoreStudy.Data.Accounts;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CoreStudy.Web.Access;

/// <summary>Ends the sign-in of an open page soon after its account was locked or its security stamp changed.</summary>
internal sealed class StampedAuthentication(
    ILoggerFactory loggers, IServiceScopeFactory scopes, IOptions<IdentityOptions> options)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => IdentityServices.StampInterval;

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        if (await accounts.GetUserAsync(authenticationState.User) is not { } account) return false;
        if (account.IsLocked) return false;
        if (authenticationState.User.SessionId() is { } session
            && !await scope.ServiceProvider.GetRequiredService<Sessions>().IsOpenAsync(session, new(account.Id), cancellationToken)) return false;
        return authenticationState.User.FindFirstValue(options.Value.ClaimsIdentity.SecurityStampClaimType) == await accounts.GetSecurityStampAsync(account);
    }
}
