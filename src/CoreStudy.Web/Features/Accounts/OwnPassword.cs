using CoreStudy.Data.Accounts;
using Microsoft.AspNetCore.Identity;

namespace CoreStudy.Web.Features.Accounts;

internal static class OwnPassword
{
    /// <summary>Whether this is the account's password; wrong ones count here as they do at sign-in, and rest the account as there.</summary>
    public static async Task<bool> HoldsAsync(this UserManager<Account> accounts, Account account, string? password)
    {
        if (await accounts.IsLockedOutAsync(account)) return false;
        if (await accounts.CheckPasswordAsync(account, password ?? "")) return true;
        await accounts.AccessFailedAsync(account);
        return false;
    }
}
