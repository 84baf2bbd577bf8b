using CoreStudy.Data.Accounts;
using CoreStudy.Web.Access;
using Microsoft.Extensions.Options;
using SignInOptions = CoreStudy.Web.Access.SignInOptions;

namespace CoreStudy.Web.Tests.Access;

public sealed class IdentityPasswordsTests
{
    private static readonly Account Somebody = new() { Name = "Wilhelmina Ashdown", Email = "w.ashdown-reeve@trust.example" };

    [Theory]
    [InlineData("1qaz2wsx3edc")]
    [InlineData("JustinBieber")]
    [InlineData("  unbelievable ")]
    [InlineData("zxcasdqwe123")]
    public async Task One_that_many_have_used_is_refused_in_capitals_and_with_spaces_too(string password) =>
        Assert.Contains("Many people have used this password", await SentenceAsync(password), StringComparison.Ordinal);

    [Theory]
    [InlineData("CoreStudy forever")]
    [InlineData("peer support works")]
    [InlineData("a Wilhelmina of ours")]
    [InlineData("the ash-down tree")]
    [InlineData("reeves of the shire")]
    [InlineData("my pass word 2026")]
    [InlineData("we like alder-mere")]
    [InlineData("StWilfrids hospital")]
    public async Task One_with_words_of_the_site_the_place_or_the_person_is_refused(string password) =>
        Assert.Contains("easy to guess", await SentenceAsync(password), StringComparison.Ordinal);

    [Fact]
    public async Task One_of_few_signs_is_refused() => Assert.Contains("more different characters", await SentenceAsync("abababababab"), StringComparison.Ordinal);

    [Theory]
    [InlineData("meadow kettle granite")]
    [InlineData("unbelievable kettle")]
    [InlineData("nhsu kettle granite")]
    public async Task Words_together_are_taken(string password) => Assert.Null(await SentenceAsync(password));

    private static async Task<string?> SentenceAsync(string password) => (await new IdentityPasswords(Options.Create(new SignInOptions { OwnWords = "Aldermere, St Wilfrid's, NHS," })).ValidateAsync(null!, Somebody, password)).Errors.SingleOrDefault()?.Description;
}
