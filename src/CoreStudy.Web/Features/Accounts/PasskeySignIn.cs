using CoreStudy.Data.Accounts;
using Microsoft.AspNetCore.Identity;

namespace CoreStudy.Web.Features.Accounts;

/// <summary>Signs in with a passkey, which stands for both steps because the device asked its owner first.</summary>
/// <remarks>A rest after wrong passwords does not hold here: guessing passwords says nothing against who holds the passkey.</remarks>
internal sealed class PasskeySignIn(SignInManager<Account> signIn, UserManager<Account> accounts, ILogger<PasskeySignIn> logger)
{
    private const string Means = "a passkey";

    public async Task<bool> TryAsync(string credential)
    {
        if (await AssertAsync(credential) is not { Succeeded: true, User: { } account } assertion)
        {
            logger.SignInOfNobody(Means);
            return false;
        }

        if (account.IsLocked)
        {
            logger.SignInRefused(account.Id, Means, "locked");
            return false;
        }

        await accounts.AddOrUpdatePasskeyAsync(account, assertion.Passkey); // its counter has moved on
        await signIn.SignInAsync(account, isPersistent: false, "passkey");
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
