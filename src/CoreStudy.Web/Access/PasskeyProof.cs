using System.Collections.Concurrent;
using CoreStudy.Data.Accounts;
using CoreStudy.Domain;
using Microsoft.AspNetCore.Identity;

namespace CoreStudy.Web.Access;

/// <summary>Asks somebody who is signed in for their passkey afresh: by a challenge apart from that of signing in, for their account alone, taken once and within <see cref="Lifetime"/>.</summary>
/// <remarks>A challenge is kept by the node that made it, to which the proxy leads the same browser back; nobody can answer it elsewhere. The next one of an account takes the place of the one before.</remarks>
public sealed class PasskeyProof(IServiceScopeFactory scopes, TimeProvider clock)
{
    /// <summary>How long a challenge waits for its answer.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<AccountId, Challenge> _asked = new();

    /// <summary>Begins to ask.</summary>
    /// <param name="http">From whose page it is asked: the answer has to come from a page of the same origin.</param>
    /// <returns>What the browser asks the device with, as JSON; null where the account has no passkey.</returns>
    public async Task<string?> ChallengeAsync(AccountId me, HttpContext http)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (await FindAsync(scope, me) is not { } account || !await HasAnyAsync(scope, account)) return null;
        var made = await scope.ServiceProvider.GetRequiredService<IPasskeyHandler<Account>>().MakeRequestOptionsAsync(account, http);
        _asked[me] = new(made.AssertionState, http.Request.Host, http.Request.Headers.Origin.ToString(), clock.GetTimestamp());
        return made.RequestOptionsJson;
    }

    /// <summary>Whether a device of the account's owner answered the challenge, having asked its owner first. Whatever it answers, the challenge is over.</summary>
    /// <param name="answer">What the device said, as JSON.</param>
    public async Task<bool> HoldsAsync(AccountId me, string answer)
    {
        if (!_asked.TryRemove(me, out var challenge) || clock.GetElapsedTime(challenge.At) > Lifetime) return false;
        await using var scope = scopes.CreateAsyncScope();
        if (await FindAsync(scope, me) is not { } account) return false;
        var page = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        (page.Request.Host, page.Request.Headers.Origin) = (challenge.Host, challenge.Origin);
        var found = await scope.ServiceProvider.GetRequiredService<IPasskeyHandler<Account>>().PerformAssertionAsync(new() { HttpContext = page, CredentialJson = answer, AssertionState = challenge.State });
        if (!found.Succeeded || found.User.Id != account.Id) return false;
        await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().AddOrUpdatePasskeyAsync(account, found.Passkey); // its counter has moved on
        return true;
    }

    /// <summary>Whether the account has a passkey.</summary>
    internal static async Task<bool> HasAnyAsync(AsyncServiceScope scope, Account account) => (await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().GetPasskeysAsync(account)).Count > 0;

    private static async Task<Account?> FindAsync(AsyncServiceScope scope, AccountId me) =>
        await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByIdAsync(me.Value.ToString()) is { IsLocked: false } account ? account : null;

    /// <param name="At">When it was made, as <see cref="TimeProvider.GetTimestamp"/> counts.</param>
    private sealed record Challenge(string? State, HostString Host, string Origin, long At);
}
