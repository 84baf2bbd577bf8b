using CoreStudy.Data.Accounts;
using Microsoft.AspNetCore.Identity;

namespace CoreStudy.Web.Access;

/// <summary>Refuses passwords that are long enough and yet the first to be guessed.</summary>
internal sealed class IdentityPasswords : IPasswordValidator<Account>
{
    private const int FewestDifferentCharacters = 5;

    private static readonly string[] Guessable = ["password", "corestudy", "qwerty", "123456"];

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password)
    {
        var typed = password ?? "";
        if (typed.Distinct().Count() < FewestDifferentCharacters)
            return Refuse("Please choose a password with more different characters in it.");
        if (Own(user).Concat(Guessable).Any(word => typed.Contains(word, StringComparison.OrdinalIgnoreCase)))
            return Refuse("This password is easy to guess, for it holds a common word, your name or your e-mail address. Please choose another.");
        return Task.FromResult(IdentityResult.Success);
    }

    private static IEnumerable<string> Own(Account account) =>
        account.Name.Split(' ').Append((account.Email ?? "").Split('@')[0]).Where(word => word.Length >= 4);

    private static Task<IdentityResult> Refuse(string sentence) =>
        Task.FromResult(IdentityResult.Failed(new IdentityError { Code = nameof(IdentityPasswords), Description = sentence }));
}
