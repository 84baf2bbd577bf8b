using CoreStudy.Data.Accounts;
using CoreStudy.Domain.Audits;
using CoreStudy.Web.Access;
using Microsoft.AspNetCore.Identity;

namespace CoreStudy.Web.Features.Accounts;

/// <summary>Tries an e-mail address and a password, and takes as long for an address that nobody has.</summary>
internal sealed class PasswordCheck(SignInManager<Account> signIn, UserManager<Account> accounts, AccountTrail trail, SecondStepDuty duty, ILogger<PasswordCheck> logger)
{
    private const string Means = "a password";

    private static readonly Lock Making = new();
    private static string? _nobodysPassword;

    public async Task<Answer> TryAsync(string email, string password)
    {
        var account = await accounts.FindByEmailAsync(email.Trim());
        if (account?.PasswordHash is null || await accounts.IsLockedOutAsync(account))
        {
            accounts.PasswordHasher.VerifyHashedPassword(new Account(), NobodysPassword(), password);
            if (account is null) logger.SignInOfNobody(Means);
            else logger.SignInRefused(account.Id, Means, account.IsLocked ? "locked" : account.PasswordHash is null ? "no password" : "resting");
            await trail.RefusedAsync(
                account, SignInMeans.Password,
                account is null ? SignInFault.NoSuchAccount : account.IsLocked ? SignInFault.Locked : account.PasswordHash is null ? SignInFault.NoPassword : SignInFault.Resting);
            return Answer.No;
        }

        var takesPasskey = await duty.TakesPasskeyAsync(new(account.Id), CancellationToken.None);
        var result = takesPasskey
            ? await signIn.CheckPasswordSignInAsync(account, password, lockoutOnFailure: true)
            : await signIn.PasswordSignInAsync(account, password, isPersistent: false, lockoutOnFailure: true);
        if (result.RequiresTwoFactor) return Answer.CodeNeeded;
        if (!result.Succeeded)
        {
            logger.SignInRefused(account.Id, Means, result.ToString());
            await trail.RefusedAsync(account, SignInMeans.Password, SignInFault.WrongPassword);
            return Answer.No;
        }

        if (takesPasskey)
        {
            logger.SignInRefused(account.Id, Means, "its passkey is needed");
            await trail.RefusedAsync(account, SignInMeans.Password, SignInFault.PasskeyNeeded);
            return Answer.PasskeyNeeded;
        }

        await trail.SignedInAsync(account, SignInMeans.Password);
        logger.SignedIn(account.Id, Means);
        return Answer.SignedIn;
    }

    /// <summary>Made by the same hasher, so that looking at it takes as long.</summary>
    private string NobodysPassword()
    {
        lock (Making) return _nobodysPassword ??= accounts.PasswordHasher.HashPassword(new Account(), "nobody has this one");
    }

    public enum Answer
    {
        No,
        CodeNeeded,

        /// <summary>The password is right, and a second step is asked of the account, which has its passkey for it.</summary>
        PasskeyNeeded,
        SignedIn,
    }
}
