using CoreStudy.Data.Accounts;
using CoreStudy.Domain;
using Microsoft.AspNetCore.Identity;

namespace CoreStudy.Web.Access;

/// <summary>What an account can show afresh.</summary>
/// <param name="Typed">What its owner would have to type.</param>
/// <param name="HasPasskey">Whether a passkey does as well.</param>
public sealed record OfferedProof(RevealProof Typed, bool HasPasskey)
{
    /// <summary>Whether there is any.</summary>
    public bool IsAny => HasPasskey || Typed != RevealProof.None;
}

/// <summary>Asks afresh for a code, password or passkey of whoever is signed in, before what matters more than being signed in.</summary>
/// <remarks>What is typed wrongly counts as it does at sign-in, and rests the account as there; such a rest does not hold against the passkey, which nobody guesses.</remarks>
public sealed class FreshProof(IServiceScopeFactory scopes, RevealRates rates, PasskeyProof passkeys)
{
    private static readonly Refusal Resting = new("There were several wrong tries, so this account rests for ten minutes. Please try again then.");

    /// <summary>What the account can give; null where there is no such account.</summary>
    public async Task<OfferedProof?> OfferedAsync(AccountId me)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByIdAsync(me.Value.ToString()) is { } account
            ? new OfferedProof(ProofOf(account), await PasskeyProof.HasAnyAsync(scope, account)) : null;
    }

    /// <summary>Counts a try, and asks whether what was given is right.</summary>
    public async Task<Result<Done>> ProveAsync(AccountId me, RevealCredential credential) =>
        MayTry(me, credential).IsRefused(out var early, out _) ? early : await AskAsync(me, credential);

    /// <summary>Counts a try; refused where nothing was typed, or there were too many lately.</summary>
    public Result<Done> MayTry(AccountId me, RevealCredential credential)
    {
        if (string.IsNullOrWhiteSpace(credential.Typed)) return new Refusal(credential.Proof == RevealProof.Code ? "Please give the six-digit code." : credential.Proof == RevealProof.Passkey ? "No passkey was used." : "Please give your password.");
        return rates.Take(me) ? Done.Well : new Refusal("There were many tries in a short time. Please wait a few minutes, then try again.");
    }

    /// <summary>Whether what was given is right; asked after <see cref="MayTry"/>.</summary>
    public async Task<Result<Done>> AskAsync(AccountId me, RevealCredential credential)
    {
        if (credential.Proof == RevealProof.Passkey)
            return await passkeys.HoldsAsync(me, credential.Typed) ? Done.Well : new Refusal("The passkey was not accepted. Please try again.");
        await using var scope = scopes.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        if (await accounts.FindByIdAsync(me.Value.ToString()) is not { } account) return Refusal.NotFound;
        if (await accounts.IsLockedOutAsync(account)) return Resting;
        var needed = ProofOf(account);
        if (needed == RevealProof.None) return new Refusal("Set a password, an authenticator app or a passkey on your account page first.");
        if (needed != credential.Proof) return new Refusal(needed == RevealProof.Code ? "This account has an authenticator app: please give its code." : "Please give your password.");

        var right = needed == RevealProof.Code
            ? await accounts.VerifyTwoFactorTokenAsync(account, accounts.Options.Tokens.AuthenticatorTokenProvider, credential.Typed.Replace(" ", "", StringComparison.Ordinal))
            : accounts.PasswordHasher.VerifyHashedPassword(account, account.PasswordHash!, credential.Typed) != PasswordVerificationResult.Failed; // hashed anew at the next sign-in and not here: it would end the sign-in that asks
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
