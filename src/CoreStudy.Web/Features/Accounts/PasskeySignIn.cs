using CoreStudy.Data.Accounts;
using CoreStudy.Domain.Audits;
using Microsoft.AspNetCore.Identity;

namespace CoreStudy.Web.Features.Accounts;

/// <summary>Signs in with a passkey, which stands for both steps because the device asked its owner first.</summary>
/// <remarks>A rest after wrong passwords does not hold here: guessing passwords says nothing against who holds the passkey.</remarks>
internal sealed class PasskeySignIn(SignInManager<Account> signIn, UserManager<Account> accounts, AccountTrail trail, ILogger<PasskeySignIn> logger)
{
    private const string Means = "a passkey";

    public async Task<bool> TryAsync(string credential)
    {
        if (await AssertAsync(credential) is not { Succeeded: true, User: { } account } assertion)
        {
            await trail.RefusedAsync(null, SignInMeans.Passkey, SignInFault.NoSuchAccount);
            logger.SignInOfNobody(Means);
            return false;
        }

        if (account.IsLocked)
        {
            await trail.RefusedAsync(account, SignInMeans.Passkey, SignInFault.Locked);
            logger.SignInRefused(account.Id, Means, "locked");
            return false;
        }

        await accounts.AddOrUpdatePasskeyAsync(account, assertion.Passkey); // its counter has moved on
        await signIn.SignInAsync(account, isPersistent: false, "passkey");
        await trail.SignedInAsync(account, SignInMeans.Passkey);
        logger.SignedIn(account.Id, Means);
        return true;
    }

    private async Task<PasskeyAssertionResult<Account>?> AssertAsync(string credential)
    {
        try
        {
            return await signIn.PerformPasskeyAssertionAsync(credential);
        }
        catch (InvalidOperationException)
        {
            return null; // no challenge is under way: the page was left open too long, or sent again
        }
    }
}
