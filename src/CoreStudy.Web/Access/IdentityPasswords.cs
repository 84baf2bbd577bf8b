using CoreStudy.Data.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CoreStudy.Web.Access;

/// <summary>Refuses passwords that are long enough and yet the first to be guessed.</summary>
public sealed class IdentityPasswords(IOptions<SignInOptions> options) : IPasswordValidator<Account>
{
    private const int FewestDifferentCharacters = 5;

    private static readonly string[] Guessable = ["password", "corestudy", "peersupport", "qwerty", "123456"];

    private readonly List<string> _ofThePlace = [.. options.Value.OwnWords.Split(',').Select(Plainly).Where(IsTelling)];

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password)
    {
        var typed = password ?? "";
        if (typed.Distinct().Count() < FewestDifferentCharacters)
            return Refuse("Please choose a password with more different characters in it.");
        var letters = Plainly(typed);
        if (Own(user).Concat(Guessable).Concat(_ofThePlace).Any(word => letters.Contains(word, StringComparison.Ordinal)))
            return Refuse("This password is easy to guess, for it holds a common word, a name of your organisation, your own or your e-mail address. Please choose another.");
        if (CommonPasswords.Holds(typed))
            return Refuse("Many people have used this password, and it is on lists that are tried first. Please choose another: three or four words together do well.");
        return Task.FromResult(IdentityResult.Success);
    }

    /// <summary>Parts of the person's name and e-mail address.</summary>
    private static IEnumerable<string> Own(Account account)
    {
        var address = (account.Email ?? "").Split('@')[0];
        return account.Name.Split(' ').Concat(address.Split('.', '-', '_', '+')).Append(address).Select(Plainly).Where(IsTelling);
    }

    /// <summary>Long enough to be told from any letters.</summary>
    private static bool IsTelling(string word) => word.Length >= 4;

    /// <summary>Letters and digits alone, in small letters: so nobody comes by with a space or a point between.</summary>
    private static string Plainly(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static Task<IdentityResult> Refuse(string sentence) =>
        Task.FromResult(IdentityResult.Failed(new IdentityError { Code = nameof(IdentityPasswords), Description = sentence }));
}
