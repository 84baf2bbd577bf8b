using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using CoreStudy.Data.Accounts;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Reveals;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CoreStudy.Web.Tests.Access;

public sealed class RevealsTests(PostgresFixture postgres) : SiteTest(postgres)
{
    private const string Password = "meadow kettle granite";

    private Member _admin = null!;

    private StudyId StudyId => Study.Study.Id;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _admin = await Study.MemberAsync(Role.Admin);
        await WithAccountsAsync(async accounts => await accounts.AddPasswordAsync((await accounts.FindByIdAsync(_admin.AccountId.Value.ToString()))!, Password));
    }

    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Researcher)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.StudyLead)]
    public async Task Who_is_not_admin_opens_and_reads_nothing(Role role)
    {
        var me = (await Study.MemberAsync(role)).AccountId;

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await OpenAsync(me, Password)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await AskAsync(me)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<Reveals>().FindAsync(me, StudyId, RevealSubject.AllParticipants, Cancel)));
    }

    [Fact]
    public async Task An_admin_reads_nothing_before_it_is_opened() =>
        Assert.StartsWith("This is closed", SentenceOf(await AskAsync(_admin.AccountId)), StringComparison.Ordinal);

    [Fact]
    public async Task A_password_that_was_hashed_by_fewer_rounds_opens_it_and_signs_nobody_out()
    {
        var fewer = new PasswordHasher<Account>(Options.Create(new PasswordHasherOptions { IterationCount = 100_000 })).HashPassword(new Account(), Password);
        await Db.Users.Where(a => a.Id == _admin.AccountId.Value).ExecuteUpdateAsync(a => a.SetProperty(x => x.PasswordHash, fewer), Cancel);
        var stamp = await StampAsync();

        StudyBuilder.Must(await OpenAsync(_admin.AccountId, Password));

        Assert.Equal(stamp, await StampAsync());

        Task<string?> StampAsync() => Db.Users.AsNoTracking().Where(a => a.Id == _admin.AccountId.Value).Select(a => a.SecurityStamp).SingleAsync(Cancel);
    }

    [Fact]
    public async Task A_password_and_a_reason_open_it_for_a_quarter_of_an_hour()
    {
        var reveal = StudyBuilder.Must(await OpenAsync(_admin.AccountId, Password, note: " asked by phone "));

        Clock.Pass(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        Assert.Equal(reveal.Id, StudyBuilder.Must(await AskAsync(_admin.AccountId)).Id);
        Clock.Pass(TimeSpan.FromSeconds(1));
        Assert.StartsWith("This is closed", SentenceOf(await AskAsync(_admin.AccountId)), StringComparison.Ordinal);

        var kept = await Db.Reveals.AsNoTracking().SingleAsync(Cancel);
        Assert.Equal((RevealReason.ParticipantRequest, "asked by phone", 1, StudyBuilder.At), (kept.Reason, kept.Note, kept.Reads, kept.OpenedAt));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_lengthens_no_look()
    {
        var reveal = StudyBuilder.Must(await OpenAsync(_admin.AccountId, Password));

        Clock.Pass(TimeSpan.FromMinutes(10));
        Clock.Set(-TimeSpan.FromHours(3));
        Assert.Equal(TimeSpan.FromMinutes(5), The<Reveals>().Left(StudyBuilder.Must(await AskAsync(_admin.AccountId))));
        Clock.Pass(TimeSpan.FromMinutes(5));

        Assert.StartsWith("This is closed", SentenceOf(await AskAsync(_admin.AccountId)), StringComparison.Ordinal);
        Assert.Null((await Db.Reveals.AsNoTracking().SingleAsync(r => r.Id == reveal.Id, Cancel)).ClosedAt);
    }

    [Fact]
    public async Task What_was_opened_in_the_future_by_the_time_of_day_is_closed()
    {
        Db.Reveals.Add(StudyBuilder.Must(Reveal.Open(_admin, RevealSubject.AllParticipants, RevealReason.Audit, "", Clock.GetUtcNow().AddHours(1))));
        await Db.SaveChangesAsync(Cancel);

        Assert.StartsWith("This is closed", SentenceOf(await AskAsync(_admin.AccountId)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_reason_or_a_credential_it_stays_shut()
    {
        Assert.Equal("Please choose why you need to see this.", SentenceOf(await OpenAsync(_admin.AccountId, Password, reason: null)));
        Assert.Equal("Please give your password.", SentenceOf(await OpenAsync(_admin.AccountId, " ")));
        Assert.Contains("at most 200 characters", SentenceOf(await OpenAsync(_admin.AccountId, Password, note: new string('x', 201))), StringComparison.Ordinal);
        Assert.Empty(await Db.Reveals.ToListAsync(Cancel));
    }

    [Fact]
    public async Task Six_wrong_passwords_rest_the_account_and_the_right_one_opens_nothing_then()
    {
        for (var i = 0; i < 5; i++) Assert.StartsWith("This is not your password.", SentenceOf(await OpenAsync(_admin.AccountId, "wrong")), StringComparison.Ordinal);
        Assert.Contains("rests for ten minutes", SentenceOf(await OpenAsync(_admin.AccountId, "wrong")), StringComparison.Ordinal);

        Assert.Contains("rests for ten minutes", SentenceOf(await OpenAsync(_admin.AccountId, Password)), StringComparison.Ordinal);
        Assert.NotNull((await AccountAsync(_admin.AccountId)).LockoutEnd);
    }

    [Fact]
    public async Task Many_tries_have_to_wait_even_right_ones()
    {
        for (var i = 0; i < RevealRates.Tries; i++) StudyBuilder.Must(await OpenAsync(_admin.AccountId, Password));

        Assert.StartsWith("There were many tries", SentenceOf(await OpenAsync(_admin.AccountId, Password)), StringComparison.Ordinal);
        Clock.Pass(RevealRates.Window);
        StudyBuilder.Must(await OpenAsync(_admin.AccountId, Password));
    }

    [Fact]
    public async Task An_account_with_an_authenticator_app_gives_its_code_and_not_the_password()
    {
        var key = await WithAccountsAsync(async accounts =>
        {
            var account = (await accounts.FindByIdAsync(_admin.AccountId.Value.ToString()))!;
            await accounts.ResetAuthenticatorKeyAsync(account);
            await accounts.SetTwoFactorEnabledAsync(account, true);
            return (await accounts.GetAuthenticatorKeyAsync(account))!;
        });

        Assert.Equal(RevealProof.Code, StudyBuilder.Must(await The<Reveals>().FindAsync(_admin.AccountId, StudyId, RevealSubject.AllParticipants, Cancel)).Offered.Typed);
        Assert.StartsWith("This account has an authenticator app", SentenceOf(await OpenAsync(_admin.AccountId, Password)), StringComparison.Ordinal);
        Assert.StartsWith("This code is not right,", SentenceOf(await OpenAsync(_admin.AccountId, "x", RevealProof.Code)), StringComparison.Ordinal);
        StudyBuilder.Must(await OpenAsync(_admin.AccountId, CodeOf(key, Clock.GetUtcNow()), RevealProof.Code));
    }

    [Fact]
    public async Task A_code_of_the_authenticator_app_works_once_for_signing_in_too()
    {
        var key = await WithAccountsAsync(async accounts =>
        {
            var account = (await accounts.FindByIdAsync(_admin.AccountId.Value.ToString()))!;
            await accounts.ResetAuthenticatorKeyAsync(account);
            await accounts.SetTwoFactorEnabledAsync(account, true);
            return (await accounts.GetAuthenticatorKeyAsync(account))!;
        });
        var (now, next) = (Clock.GetUtcNow(), Clock.GetUtcNow().AddSeconds(30));
        Task<bool> SignInAsync(string code) => WithAccountsAsync(async accounts => await accounts.VerifyTwoFactorTokenAsync(
            (await accounts.FindByIdAsync(_admin.AccountId.Value.ToString()))!, accounts.Options.Tokens.AuthenticatorTokenProvider, code));

        StudyBuilder.Must(await OpenAsync(_admin.AccountId, CodeOf(key, now), RevealProof.Code));

        Assert.StartsWith("This code is not right, or has been used already", SentenceOf(await OpenAsync(_admin.AccountId, CodeOf(key, now), RevealProof.Code)), StringComparison.Ordinal);
        Assert.False(await SignInAsync(CodeOf(key, now)));
        Assert.False(await SignInAsync(CodeOf(key, now.AddSeconds(-30)))); // those before it go with it
        Assert.False(await SignInAsync(CodeOf(key, now.AddSeconds(60)))); // too early
        Assert.Equal([false, true], (await Task.WhenAll(SignInAsync(CodeOf(key, next)), SignInAsync(CodeOf(key, next)))).Order());
    }

    [Fact]
    public async Task What_was_hidden_again_is_not_read()
    {
        var reveal = StudyBuilder.Must(await OpenAsync(_admin.AccountId, Password));

        StudyBuilder.Must(await The<Reveals>().CloseAsync(_admin.AccountId, StudyId, reveal.Id, Cancel));

        Assert.StartsWith("This is closed", SentenceOf(await AskAsync(_admin.AccountId)), StringComparison.Ordinal);
        Assert.Equal(StudyBuilder.At, (await Db.Reveals.AsNoTracking().SingleAsync(Cancel)).ClosedAt);
    }

    [Fact]
    public async Task Another_admin_neither_reads_by_it_nor_ends_it()
    {
        var reveal = StudyBuilder.Must(await OpenAsync(_admin.AccountId, Password));
        var other = await Study.MemberAsync(Role.Admin);

        Assert.StartsWith("This is closed", SentenceOf(await AskAsync(other.AccountId)), StringComparison.Ordinal);
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<Reveals>().CloseAsync(other.AccountId, StudyId, reveal.Id, Cancel)));
    }

    [Fact]
    public async Task What_was_opened_for_one_participant_shows_no_other()
    {
        var (one, two) = (await ParticipantAsync("PSW-01"), await ParticipantAsync("PSW-02"));
        StudyBuilder.Must(await OpenAsync(_admin.AccountId, Password, subject: RevealSubject.Of(one.Id)));

        StudyBuilder.Must(await AskAsync(_admin.AccountId, RevealSubject.Of(one.Id)));
        Assert.StartsWith("This is closed", SentenceOf(await AskAsync(_admin.AccountId, RevealSubject.Of(two.Id))), StringComparison.Ordinal);
        Assert.StartsWith("This is closed", SentenceOf(await AskAsync(_admin.AccountId)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_works_for_one_trust_opens_nothing_of_another()
    {
        var elsewhere = await ParticipantAsync("PSW-01", "Birch");
        var limited = await Study.MemberAsync(Role.Admin, Study.Trust("Alder"));

        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await OpenAsync(limited.AccountId, Password, subject: RevealSubject.Of(elsewhere.Id))));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await OpenAsync(limited.AccountId, Password, subject: RevealSubject.Of(elsewhere.TrustId))));
    }

    [Fact]
    public async Task A_role_taken_away_ends_what_was_open()
    {
        StudyBuilder.Must(await OpenAsync(_admin.AccountId, Password));

        _admin.ChangeRole(Role.StudyLead, []);
        await Db.SaveChangesAsync(Cancel);
        Clock.Pass(Permissions.Freshness);

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await AskAsync(_admin.AccountId)));
    }

    [Fact]
    public void A_credential_does_not_show_itself() => Assert.Equal("a Password", new RevealCredential(RevealProof.Password, Password).ToString());

    /// <summary>RFC 6238 with SHA-1, 30 seconds, six digits, as authenticator apps do.</summary>
    internal static string CodeOf(string key, DateTimeOffset moment)
    {
        var bits = string.Concat(key.ToUpperInvariant().Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var secret = bits.Chunk(8).Where(b => b.Length == 8).Select(b => Convert.ToByte(new string(b), 2)).ToArray();
        var step = BitConverter.GetBytes(IPAddress.HostToNetworkOrder(moment.ToUnixTimeSeconds() / 30));
#pragma warning disable CA5350 // the apps agreed on SHA-1
        var hash = HMACSHA1.HashData(secret, step);
#pragma warning restore CA5350
        var at = hash[^1] & 0xf;
        var number = ((hash[at] & 0x7f) << 24) | (hash[at + 1] << 16) | (hash[at + 2] << 8) | hash[at + 3];
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private async Task<Participant> ParticipantAsync(string label, string trust = "Alder")
    {
        var participant = StudyBuilder.Must(Participant.Create(Study.Study, Study.Trust(trust), label, "Peer support worker"));
        Db.Participants.Add(participant);
        await Db.SaveChangesAsync(Cancel);
        return participant;
    }

    private Task<Result<Reveal>> AskAsync(AccountId me, RevealSubject? subject = null) => The<Reveals>().AskAsync(me, StudyId, subject ?? RevealSubject.AllParticipants, Cancel);

    private Task<Result<Reveal>> OpenAsync(
        AccountId me, string typed, RevealProof proof = RevealProof.Password, RevealReason? reason = RevealReason.ParticipantRequest, string note = "", RevealSubject? subject = null) =>
        The<Reveals>().OpenAsync(me, StudyId, subject ?? RevealSubject.AllParticipants, reason, note, new RevealCredential(proof, typed), Cancel);
}
