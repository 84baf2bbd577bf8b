using CoreStudy.Data.Accounts;
using CoreStudy.Domain;
using Microsoft.AspNetCore.Identity;

namespace CoreStudy.Web.Access;

/// <summary>Asks afresh for a code or password of whoever is signed in, before what matters more than being signed in. Wrong tries count as they do at sign-in, and rest the account as there.</summary>
public sealed class FreshProof(IServiceScopeFactory scopes, RevealRates rates)
{
    private static readonly Refusal Resting = new("There were several wrong tries, so this account rests for ten minutes. Please try again then.");

    /// <summary>What the account would have to give; null where there is no such account.</summary>
    public async Task<RevealProof?> NeededAsync(AccountId me)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByIdAsync(me.Value.ToString()) is { } account ? ProofOf(account) : null;
    }

    /// <summary>Counts a try; refused where nothing was typed, or there were too many lately.</summary>
    public Result<Done> MayTry(AccountId me, RevealCredential credential)
    {
        if (string.IsNullOrWhiteSpace(credential.Typed)) return new Refusal(credential.Proof == RevealProof.Code ? "Please give the six-digit code." : "Please give your password.");
        return rates.Take(me) ? Done.Well : new Refusal("There were many tries in a short time. Please wait a few minutes, then try again.");
    }

    /// <summary>Whether what was typed is right; asked after <see cref="MayTry"/>.</summary>
    public async Task<Result<Done>> AskAsync(AccountId me, RevealCredential credential)
    {
        await using var scope = scopes.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        if (await accounts.FindByIdAsync(me.Value.ToString()) is not { } account) return Refusal.NotFound;
        if (await accounts.IsLockedOutAsync(account)) return Resting;
        var needed = ProofOf(account);
        if (needed == RevealProof.None) return new Refusal("Set a password or an authenticator app on your account page first.");
        if (needed != credential.Proof) return new Refusal(needed == RevealProof.Code ? "This account has an authenticator app: please give its code." : "Please give your password.");

        var right = needed == RevealProof.Code
            ? await accounts.VerifyTwoFactorTokenAsync(account, accounts.Options.Tokens.AuthenticatorTokenProvider, credential.Typed.Replace(" ", "", StringComparison.Ordinal))
            : await accounts.CheckPasswordAsync(account, credential.Typed);
        if (right)
        {
            await accounts.ResetAccessFailedCountAsync(account);
            return Done.Well;
        }

        await accounts.AccessFailedAsync(account);
        if (await accounts.IsLockedOutAsync(account)) return Resting;
        return new Refusal(needed == RevealProof.Code
            ? "This code is not right, or has been used already: each works once. Codes change every 30 seconds; please type the next one."
            : "This is not your password. After six wrong ones the account rests for ten minutes.");
    }

    private static RevealProof ProofOf(Account account) =>
        account.TwoFactorEnabled ? RevealProof.Code : account.PasswordHash is not null ? RevealProof.Password : RevealProof.None;
}
