using System.Buffers.Text;
using System.Text;
using CoreStudy.Data.Accounts;
using Microsoft.AspNetCore.Identity;

namespace CoreStudy.Web.Access;

/// <summary>The link by which somebody chooses a new password: used once, for it is bound to the account's stamp, and within its time.</summary>
public static class ResetLink
{
    /// <summary>The path of the link on this site, such as <c>/reset/…/…</c>.</summary>
    public static async Task<string> MakeAsync(UserManager<Account> accounts, Account account)
    {
        var token = await accounts.GeneratePasswordResetTokenAsync(account);
        return $"/reset/{account.Id}/{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(token))}";
    }

    public static Task<bool> HoldsAsync(UserManager<Account> accounts, Account account, string written) =>
        accounts.VerifyUserTokenAsync(account, accounts.Options.Tokens.PasswordResetTokenProvider, UserManager<Account>.ResetPasswordTokenPurpose, Read(written));

    /// <summary>The token of a link; empty where the link was broken on its way.</summary>
    public static string Read(string written) =>
        Base64Url.IsValid(written) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(written)) : "";
}
