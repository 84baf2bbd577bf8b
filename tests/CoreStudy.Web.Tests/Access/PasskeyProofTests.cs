using CoreStudy.Data.Accounts;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Reveals;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Access;

/// <summary>A passkey in place of a code or password, at the gate before what identifies.</summary>
public sealed class PasskeyProofTests(PostgresFixture postgres) : SiteTest(postgres)
{
    private const string Origin = "https://study.example";

    private Member _admin = null!;
    private SoftPasskey _passkey = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _admin = await Study.MemberAsync(Role.Admin);
        _passkey = await PasskeyAsync(_admin);
    }

    public override async ValueTask DisposeAsync()
    {
        _passkey.Dispose();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task It_opens_the_gate_and_the_trail_says_so()
    {
        StudyBuilder.Must(await OpenAsync(_passkey.Answer(await ChallengeAsync(), Origin, _admin.AccountId.Value)));

        var told = await Db.AuditEntries.SingleAsync(e => e.Kind == AuditKind.RevealOpened, Cancel);
        Assert.Equal(SignInMeans.Passkey, told.Detail.WordOf<SignInMeans>("means"));
    }

    [Fact]
    public async Task An_answer_is_taken_once()
    {
        var answer = _passkey.Answer(await ChallengeAsync(), Origin, _admin.AccountId.Value);
        StudyBuilder.Must(await OpenAsync(answer));

        await AssertRefusedAsync(answer);
    }

    [Fact]
    public async Task A_challenge_is_over_after_one_wrong_answer()
    {
        var options = await ChallengeAsync();
        await AssertRefusedAsync("{}");

        await AssertRefusedAsync(_passkey.Answer(options, Origin, _admin.AccountId.Value));
    }

    [Fact]
    public async Task An_answer_that_comes_late_opens_nothing()
    {
        var answer = _passkey.Answer(await ChallengeAsync(), Origin, _admin.AccountId.Value);

        Clock.Pass(PasskeyProof.Lifetime + TimeSpan.FromSeconds(1));

        await AssertRefusedAsync(answer);
    }

    [Fact]
    public async Task A_device_that_did_not_ask_its_owner_opens_nothing() =>
        await AssertRefusedAsync(_passkey.Answer(await ChallengeAsync(), Origin, _admin.AccountId.Value, verified: false));

    [Fact]
    public async Task A_page_of_another_site_opens_nothing() =>
        await AssertRefusedAsync(_passkey.Answer(await ChallengeAsync(), "https://elsewhere.example", _admin.AccountId.Value));

    [Fact]
    public async Task Nobody_opens_it_with_the_passkey_of_somebody_else()
    {
        var other = await Study.MemberAsync(Role.Admin);
        using var theirs = await PasskeyAsync(other);

        await AssertRefusedAsync(theirs.Answer(await ChallengeAsync(), Origin, other.AccountId.Value));
        await AssertRefusedAsync(theirs.Answer((await Service<PasskeyProof>().ChallengeAsync(other.AccountId, Page()))!, Origin, other.AccountId.Value));
    }

    [Fact]
    public async Task A_rest_after_wrong_passwords_does_not_hold_against_it_but_a_lock_does()
    {
        await SetLockAsync(TimeProvider.System.GetUtcNow().AddDays(3_650));
        StudyBuilder.Must(await OpenAsync(_passkey.Answer(await ChallengeAsync(), Origin, _admin.AccountId.Value)));

        var options = await ChallengeAsync();
        await SetLockAsync(Account.Never);
        Assert.False(await Service<PasskeyProof>().HoldsAsync(_admin.AccountId, _passkey.Answer(options, Origin, _admin.AccountId.Value)));
    }

    [Fact]
    public async Task Who_has_none_is_asked_for_none() => Assert.Null(await Service<PasskeyProof>().ChallengeAsync((await Study.MemberAsync(Role.Coder)).AccountId, Page()));

    private Task<SoftPasskey> PasskeyAsync(Member member) =>
        WithAccountsAsync(async accounts => await SoftPasskey.AddAsync(accounts, (await accounts.FindByIdAsync(member.AccountId.Value.ToString()))!));

    private async Task<string> ChallengeAsync() => (await Service<PasskeyProof>().ChallengeAsync(_admin.AccountId, Page()))!;

    private static DefaultHttpContext Page() => new() { Request = { Host = new HostString("study.example"), Headers = { Origin = Origin } } };

    private Task<int> SetLockAsync(DateTimeOffset until) => Db.Users.Where(a => a.Id == _admin.AccountId.Value).ExecuteUpdateAsync(a => a.SetProperty(x => x.LockoutEnd, until), Cancel);

    private Task<Result<Reveal>> OpenAsync(string answer) => The<Reveals>().OpenAsync(
        _admin.AccountId, Study.Study.Id, RevealSubject.AllParticipants, RevealReason.Audit, "", new RevealCredential(RevealProof.Passkey, answer), Cancel);

    private async Task AssertRefusedAsync(string answer) => Assert.Equal("The passkey was not accepted. Please try again.", SentenceOf(await OpenAsync(answer)));
}
