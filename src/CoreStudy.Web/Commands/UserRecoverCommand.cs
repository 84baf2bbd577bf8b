using System.CommandLine;
using System.Text.Json;
using CoreStudy.Data;
using CoreStudy.Data.Accounts;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Members;
using Microsoft.AspNetCore.Identity;

namespace CoreStudy.Web.Commands;

/// <summary>Lets somebody back in who lost password, phone or recovery codes, by the word of who runs this installation.</summary>
internal static class UserRecoverCommand
{
    private static readonly Option<string> Email = new("--email") { Description = "The e-mail address of the account.", Required = true };

    public static Command Make()
    {
        var recover = new Command(
            "recover", "Ends every sign-in of an account, turns off two-step sign-in, removes its passkeys. Prints JSON: {\"account\", \"link\"}, a link to choose a new password.")
        {
            Email, UserCommand.Site,
        };
        recover.SetAction((given, cancel) => Databases.RunAsync(async database =>
        {
            await using var services = database.Services().BuildServiceProvider();
            await using var scope = services.CreateAsyncScope();
            var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            if ((await RecoverAsync(scope.ServiceProvider.GetRequiredService<StudyDb>(), accounts, given.GetRequiredValue(Email))).IsRefused(out var refusal, out var account))
            {
                await Console.Error.WriteLineAsync(refusal.Sentence);
                return UserCommand.Refused;
            }

            var link = new Uri(new Uri(given.GetRequiredValue(UserCommand.Site)), await ResetLink.MakeAsync(accounts, account));
            Console.WriteLine(JsonSerializer.Serialize(new { Account = account.Id, Link = link }, JsonSerializerOptions.Web));
            return 0;
        }, cancel));
        return recover;
    }

    private static async Task<Result<Account>> RecoverAsync(StudyDb db, UserManager<Account> accounts, string email)
    {
        if (await accounts.FindByEmailAsync(email.Trim()) is not { } account) return new Refusal("There is no account of this e-mail address.");
        if (account.IsLocked) return new Refusal("This account is locked. An admin of a study it belongs to unlocks it on the page of members.");

        await using var transaction = await db.Database.BeginTransactionAsync();
        foreach (var passkey in await accounts.GetPasskeysAsync(account))
            if (!(await accounts.RemovePasskeyAsync(account, passkey.CredentialId)).Succeeded) return LookAfterAccount.ChangedMeanwhile;
        if (!(await accounts.SetTwoFactorEnabledAsync(account, false)).Succeeded || !(await accounts.ResetAuthenticatorKeyAsync(account)).Succeeded || !(await accounts.UpdateSecurityStampAsync(account)).Succeeded) return LookAfterAccount.ChangedMeanwhile;

        db.Audit(AuditEntry.Of(AuditKind.AccountRecovered, null, null, AuditSubject.Of(new AccountId(account.Id)), AuditDetail.None.AndWhether("commandLine", true)));
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return account;
    }
}
