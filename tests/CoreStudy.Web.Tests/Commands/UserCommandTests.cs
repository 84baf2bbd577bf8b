using System.Text.Json;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Commands;

/// <summary>The user commands as an operator's script meets them: a process, its answer, its exit code.</summary>
public sealed class UserCommandTests(PostgresFixture postgres) : SiteTest(postgres)
{
    private const string NewPassword = "meadow kettle granite";

    [Fact]
    public async Task A_new_account_is_told_as_json_with_a_link_that_sets_its_password()
    {
        var study = Study.Study.Id;

        var (code, said, troubles) = await RunAsync(
            "user", "create", "--email", "new@test.example", "--name", "Somebody New", "--operator", "--study", study.Value.ToString(), "--role", "StudyLead", "--site", "https://study.example");

        Assert.Equal((0, ""), (code, troubles));
        var answer = JsonDocument.Parse(said).RootElement;
        var account = await AccountAsync(new AccountId(answer.GetProperty("account").GetGuid()));
        var member = await Db.Members.SingleAsync(m => m.Id == new MemberId(answer.GetProperty("member").GetGuid()), Cancel);
        Assert.Equal(("new@test.example", "Somebody New", true), (account.Email, account.Name, account.IsOperator));
        Assert.Equal((study, Role.StudyLead), (member.StudyId, member.Role));
        Assert.StartsWith("https://study.example/reset/", answer.GetProperty("link").GetString(), StringComparison.Ordinal);
        Assert.True(await SetsPasswordAsync(account.Id, answer));
        Assert.Equal([AuditKind.MemberJoined, AuditKind.AccountMade], await Db.AuditEntries.OrderBy(e => e.Number).Select(e => e.Kind).ToListAsync(Cancel));
    }

    [Theory]
    [InlineData(1, "There is an account of this e-mail address already.", "--email", "coder1@test.example", "--name", "Again")]
    [InlineData(1, "There is no study “Nowhere”.", "--email", "new@test.example", "--name", "New", "--study", "Nowhere", "--role", "Coder")]
    [InlineData(1, "--study and --role go together.", "--email", "new@test.example", "--name", "New", "--study", "Nowhere")]
    [InlineData(1, "--site takes an address such as https://study.example.", "--email", "new@test.example", "--name", "New", "--site", "study")]
    public async Task What_is_refused_is_said_aside_and_nothing_is_made(int exit, string sentence, params string[] given)
    {
        await Study.MemberAsync(Role.Coder);

        var (code, said, troubles) = await RunAsync(["user", "create", .. given]);

        Assert.Equal(exit, code);
        Assert.DoesNotContain("{", said, StringComparison.Ordinal);
        Assert.Contains(sentence, troubles, StringComparison.Ordinal);
        Assert.Equal(1, await Db.Users.CountAsync(Cancel));
    }

    [Fact]
    public async Task Who_lost_the_phone_is_let_back_in()
    {
        var coder = await Study.MemberAsync(Role.Coder);
        await WithAccountsAsync(async accounts =>
        {
            var account = (await accounts.FindByIdAsync(coder.AccountId.Value.ToString()))!;
            await accounts.ResetAuthenticatorKeyAsync(account);
            return await accounts.SetTwoFactorEnabledAsync(account, true);
        });
        var before = (await AccountAsync(coder.AccountId)).SecurityStamp;

        var (code, said, _) = await RunAsync("user", "recover", "--email", "coder1@test.example");

        Assert.Equal(0, code);
        var after = await AccountAsync(coder.AccountId);
        Assert.False(after.TwoFactorEnabled);
        Assert.NotEqual(before, after.SecurityStamp);
        Assert.Equal(AuditKind.AccountRecovered, (await Db.AuditEntries.SingleAsync(Cancel)).Kind);
        Assert.True(await SetsPasswordAsync(coder.AccountId.Value, JsonDocument.Parse(said).RootElement));
    }

    [Fact]
    public async Task Nobody_is_let_in_at_an_address_that_no_account_has()
    {
        var (code, said, troubles) = await RunAsync("user", "recover", "--email", "nobody@test.example");

        Assert.Equal((1, ""), (code, said));
        Assert.Contains("There is no account of this e-mail address.", troubles, StringComparison.Ordinal);
    }

    private Task<bool> SetsPasswordAsync(Guid account, JsonElement answer) => WithAccountsAsync(async accounts =>
        (await accounts.ResetPasswordAsync(
            (await accounts.FindByIdAsync(account.ToString()))!, ResetLink.Read(answer.GetProperty("link").GetString()!.Split('/')[^1]), NewPassword)).Succeeded);

    private Task<(int Code, string Said, string Troubles)> RunAsync(params string[] arguments) => ProgramRun.RunAsync(ConnectionString, Connections, Cancel, arguments);
}
