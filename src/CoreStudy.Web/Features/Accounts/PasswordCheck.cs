using CoreStudy.Data.Accounts;
using CoreStudy.Domain.Audits;
using Microsoft.AspNetCore.Identity;

namespace CoreStudy.Web.Features.Accounts;

/// <summary>Tries an e-mail address and a password, and takes as long for an address that nobody has.</summary>
internal sealed class PasswordCheck(SignInManager<Account> signIn, UserManager<Account> accounts, AccountTrail trail, ILogger<PasswordCheck> logger)
{
    private const string Means = "a password";

    private static readonly Lazy<string> NobodysPassword = new(() => new PasswordHasher<Account>().HashPassword(new Account(), "nobody has this one"));

    public async Task<Answer> TryAsync(string email, string password)
    {
        var account = await accounts.FindByEmailAsync(email.Trim());
        if (account?.PasswordHash is null || await accounts.IsLockedOutAsync(account))
        {
            accounts.PasswordHasher.VerifyHashedPassword(new Account(), NobodysPassword.Value, password);
            if (account is null) logger.SignInOfNobody(Means);
            else logger.SignInRefused(account.Id, Means, account.IsLocked ? "locked" : account.PasswordHash is null ? "no password" : "resting");
            await trail.RefusedAsync(
                account, SignInMeans.Password,
                account is null ? SignInFault.NoSuchAccount : account.IsLocked ? SignInFault.Locked : account.PasswordHash is null ? SignInFault.NoPassword : SignInFault.Resting);
            return Answer.No;
        }

        var result = await signIn.PasswordSignInAsync(account, password, isPersistent: false, lockoutOnFailure: true);
        if (result.RequiresTwoFactor) return Answer.CodeNeeded;
        if (!result.Succeeded)
        {
            logger.SignInRefused(account.Id, Means, result.ToString());
            await trail.RefusedAsync(account, SignInMeans.Password, SignInFault.WrongPassword);
            return Answer.No;
        }

        await trail.SignedInAsync(account, SignInMeans.Password);
        logger.SignedIn(account.Id, Means);
        return Answer.SignedIn;
    }

    public enum Answer
    {
        No,
        CodeNeeded,
        SignedIn,
    }
}
