using CoreStudy.Data.Accounts;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Accounts;
using CoreStudy.Web.Features.Members;
using CoreStudy.Web.Ui;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Members;

public sealed class MemberDeedsTests(PostgresFixture postgres) : SiteTest(postgres)
{
    private Member _admin = null!;
    private Member _lead = null!;
    private Member _researcher = null!;
    private Member _coder = null!;

    private StudyId StudyId => Study.Study.Id;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _admin = await Study.MemberAsync(Role.Admin);
        _lead = await Study.MemberAsync(Role.StudyLead);
        _researcher = await Study.MemberAsync(Role.Researcher);
        _coder = await Study.MemberAsync(Role.Coder);
    }

    [Fact]
    public async Task A_coder_does_not_see_who_the_members_are() =>
        AssertForbidden(await The<ListMembers>().RunAsync(_coder.AccountId, StudyId, Cancel));

    [Fact]
    public async Task A_researcher_sees_the_members_but_neither_addresses_nor_invitations()
    {
        await InviteAsync(_lead, "new@test.example");

        var list = Allowed(await The<ListMembers>().RunAsync(_researcher.AccountId, StudyId, Cancel));

        Assert.Equal(4, list.Members.Count);
        Assert.All(list.Members, m => Assert.Empty(m.Email));
        Assert.Empty(list.Invitations);
    }

    [Fact]
    public async Task A_researcher_cannot_change_anything_about_members()
    {
        var by = _researcher.AccountId;

        AssertForbidden(await The<InvitePerson>().RunAsync(by, StudyId, "new@test.example", "New", Role.Coder, [], Cancel));
        AssertForbidden(await The<WithdrawInvitation>().RunAsync(by, StudyId, InvitationId.New(), Cancel));
        AssertForbidden(await The<ChangeRole>().RunAsync(by, StudyId, _coder.Id, Role.Researcher, [], Cancel));
        AssertForbidden(await The<EndMembership>().RunAsync(by, StudyId, _coder.Id, Cancel));
        AssertForbidden(await The<LockAccount>().RunAsync(by, StudyId, _coder.Id, true, Cancel));
        AssertForbidden(await The<MakeResetLink>().RunAsync(by, StudyId, _coder.Id, Cancel));
    }

    [Fact]
    public async Task A_lead_cannot_lock_accounts_or_make_reset_links()
    {
        AssertForbidden(await The<LockAccount>().RunAsync(_lead.AccountId, StudyId, _coder.Id, true, Cancel));
        AssertForbidden(await The<MakeResetLink>().RunAsync(_lead.AccountId, StudyId, _coder.Id, Cancel));
    }

    [Fact]
    public async Task A_lead_cannot_invite_an_admin() =>
        Assert.Equal(
            "Only an admin can make somebody an admin.",
            SentenceOf(await The<InvitePerson>().RunAsync(_lead.AccountId, StudyId, "new@test.example", "New", Role.Admin, [], Cancel)));

    [Fact]
    public async Task Of_an_invitation_only_the_hash_of_its_secret_is_stored()
    {
        var link = await InviteAsync(_lead, "new@test.example");

        var stored = await Db.Invitations.AsNoTracking().SingleAsync(Cancel);

        var secret = link.Split('/')[^1];
        Assert.Equal(InvitationSecret.Hash(secret), stored.SecretHash);
        Assert.DoesNotContain(secret, stored.SecretHash, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_newer_invitation_takes_the_place_of_an_earlier_one()
    {
        await InviteAsync(_lead, "new@test.example");
        await InviteAsync(_lead, "new@test.example");

        var list = Allowed(await The<ListMembers>().RunAsync(_lead.AccountId, StudyId, Cancel));

        Assert.Single(list.Invitations);
    }

    [Fact]
    public async Task Who_belongs_to_the_study_is_not_invited_again()
    {
        var email = (await AccountAsync(_coder.AccountId)).Email!;

        var result = await The<InvitePerson>().RunAsync(_lead.AccountId, StudyId, email.ToUpperInvariant(), "Again", Role.Coder, [], Cancel);

        Assert.Equal("Somebody with this e-mail address belongs to the study already.", SentenceOf(result));
    }

    [Fact]
    public async Task An_invitation_is_limited_to_trusts_of_this_study()
    {
        var other = await StudyBuilder.StartAsync(Db, "Another study");
        var elsewhere = other.Trust("Elsewhere");
        await Db.SaveChangesAsync(Cancel);

        var result = await The<InvitePerson>().RunAsync(_lead.AccountId, StudyId, "new@test.example", "New", Role.Coder, [elsewhere.Id], Cancel);

        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(result));
    }

    [Fact]
    public async Task Trusts_can_be_widened_and_narrowed()
    {
        var (alder, birch) = (Study.Trust("Alder"), Study.Trust("Birch"));
        await Db.SaveChangesAsync(Cancel);

        foreach (TrustId[] trusts in new TrustId[][] { [alder.Id], [alder.Id, birch.Id], [birch.Id], [] })
        {
            Allowed(await The<ChangeRole>().RunAsync(_lead.AccountId, StudyId, _coder.Id, Role.Coder, trusts, Cancel));
            var stored = await Db.Members.AsNoTracking().SingleAsync(m => m.Id == _coder.Id, Cancel);
            Assert.Equal(trusts.OrderBy(t => t.Value), stored.TrustIds.OrderBy(t => t.Value));
        }
    }

    [Fact]
    public async Task An_ended_membership_loses_its_rights_at_once_and_leaves_its_codings()
    {
        Allowed(await The<EndMembership>().RunAsync(_lead.AccountId, StudyId, _researcher.Id, Cancel));

        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ListMembers>().RunAsync(_researcher.AccountId, StudyId, Cancel)));
        Assert.NotNull(await Db.Members.AsNoTracking().SingleOrDefaultAsync(m => m.Id == _researcher.Id, Cancel));
    }

    [Fact]
    public async Task Locking_an_account_takes_its_rights_and_ends_its_sign_ins()
    {
        var before = (await AccountAsync(_researcher.AccountId)).SecurityStamp;

        Allowed(await The<LockAccount>().RunAsync(_admin.AccountId, StudyId, _researcher.Id, true, Cancel));

        var account = await AccountAsync(_researcher.AccountId);
        Assert.True(account.IsLocked);
        Assert.NotEqual(before, account.SecurityStamp);
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ListMembers>().RunAsync(_researcher.AccountId, StudyId, Cancel)));
    }

    [Fact]
    public async Task An_unlocked_account_has_its_rights_back()
    {
        Allowed(await The<LockAccount>().RunAsync(_admin.AccountId, StudyId, _researcher.Id, true, Cancel));

        Allowed(await The<LockAccount>().RunAsync(_admin.AccountId, StudyId, _researcher.Id, false, Cancel));

        Allowed(await The<ListMembers>().RunAsync(_researcher.AccountId, StudyId, Cancel));
    }

    [Fact]
    public async Task Nobody_locks_their_own_account() =>
        Assert.NotNull(SentenceOf(await The<LockAccount>().RunAsync(_admin.AccountId, StudyId, _admin.Id, true, Cancel)));

    [Fact]
    public async Task A_reset_link_works_once()
    {
        var link = Allowed(await The<MakeResetLink>().RunAsync(_admin.AccountId, StudyId, _coder.Id, Cancel));
        var token = link.Split('/')[^1];

        var first = await WithAccountsAsync(async a => await a.ResetPasswordAsync(await FindAsync(a), ResetLink.Read(token), "meadow kettle granite"));
        var second = await WithAccountsAsync(async a => await a.ResetPasswordAsync(await FindAsync(a), ResetLink.Read(token), "another kettle granite"));

        Assert.True(first.Succeeded);
        Assert.False(second.Succeeded);

        async Task<Account> FindAsync(Microsoft.AspNetCore.Identity.UserManager<Account> accounts) => (await accounts.FindByIdAsync(_coder.AccountId.Value.ToString()))!;
    }

    [Fact]
    public async Task An_admin_gets_no_hold_of_an_account_that_works_in_a_study_of_others()
    {
        var other = await StudyBuilder.StartAsync(Db, "Another study");
        Db.Members.Add(StudyBuilder.Must(Member.Join(other.Study.Id, _coder.AccountId, Role.StudyLead, "Coder", [], StudyBuilder.At)));
        await Db.SaveChangesAsync(Cancel);

        Assert.NotNull(SentenceOf(await The<MakeResetLink>().RunAsync(_admin.AccountId, StudyId, _coder.Id, Cancel)));
        Assert.NotNull(SentenceOf(await The<LockAccount>().RunAsync(_admin.AccountId, StudyId, _coder.Id, true, Cancel)));
    }

    [Fact]
    public async Task An_admin_gets_no_hold_of_an_operator()
    {
        await Db.Users.Where(a => a.Id == _coder.AccountId.Value).ExecuteUpdateAsync(a => a.SetProperty(x => x.IsOperator, true), Cancel);

        Assert.NotNull(SentenceOf(await The<MakeResetLink>().RunAsync(_admin.AccountId, StudyId, _coder.Id, Cancel)));
    }

    [Fact]
    public async Task A_member_of_another_study_is_not_found()
    {
        var other = await StudyBuilder.StartAsync(Db, "Another study");
        var stranger = await other.MemberAsync(Role.Supervisor);

        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ChangeRole>().RunAsync(_admin.AccountId, StudyId, stranger.Id, Role.Coder, [], Cancel)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<EndMembership>().RunAsync(_admin.AccountId, StudyId, stranger.Id, Cancel)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<LockAccount>().RunAsync(_admin.AccountId, StudyId, stranger.Id, true, Cancel)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<MakeResetLink>().RunAsync(_admin.AccountId, StudyId, stranger.Id, Cancel)));
    }

    [Fact]
    public async Task A_lead_limited_to_one_trust_gives_nobody_more_than_that()
    {
        var (alder, birch) = (Study.Trust("Alder"), Study.Trust("Birch"));
        var limited = await Study.MemberAsync(Role.StudyLead, alder);
        var coder = await Study.MemberAsync(Role.Coder, alder);

        foreach (TrustId[] beyond in new TrustId[][] { [], [birch.Id], [alder.Id, birch.Id] })
        {
            Assert.NotNull(SentenceOf(await The<InvitePerson>().RunAsync(limited.AccountId, StudyId, "new@test.example", "New", Role.Coder, beyond, Cancel)));
            Assert.NotNull(SentenceOf(await The<ChangeRole>().RunAsync(limited.AccountId, StudyId, coder.Id, Role.Coder, beyond, Cancel)));
        }

        Allowed(await The<InvitePerson>().RunAsync(limited.AccountId, StudyId, "new@test.example", "New", Role.Coder, [alder.Id], Cancel));
        Allowed(await The<ChangeRole>().RunAsync(limited.AccountId, StudyId, coder.Id, Role.Supervisor, [alder.Id], Cancel));
    }

    [Fact]
    public async Task An_admin_limited_to_one_trust_gets_no_hold_of_who_works_for_more()
    {
        var limited = await Study.MemberAsync(Role.Admin, Study.Trust("Alder"));

        Assert.NotNull(SentenceOf(await The<MakeResetLink>().RunAsync(limited.AccountId, StudyId, _lead.Id, Cancel)));
        Assert.NotNull(SentenceOf(await The<LockAccount>().RunAsync(limited.AccountId, StudyId, _lead.Id, true, Cancel)));
        Assert.NotNull(SentenceOf(await The<EndMembership>().RunAsync(limited.AccountId, StudyId, _coder.Id, Cancel)));
    }

    [Fact]
    public async Task An_address_in_other_letters_is_the_same_address()
    {
        await InviteAsync(_lead, "new@test.example");
        await InviteAsync(_lead, "New@Test.example");

        var list = Allowed(await The<ListMembers>().RunAsync(_lead.AccountId, StudyId, Cancel));

        Assert.Single(list.Invitations);
    }

    [Theory]
    [InlineData("ended")]
    [InlineData("made a coder")]
    [InlineData("locked")]
    [InlineData("limited to a trust")]
    public async Task Who_may_invite_no_more_leaves_no_open_door(string what)
    {
        var another = await Study.MemberAsync(Role.StudyLead);
        var link = await InviteAsync(another, "second@test.example");
        var alder = Study.Trust("Alder");
        await Db.SaveChangesAsync(Cancel);

        var done = what switch
        {
            "ended" => await The<EndMembership>().RunAsync(_admin.AccountId, StudyId, another.Id, Cancel),
            "locked" => await The<LockAccount>().RunAsync(_admin.AccountId, StudyId, another.Id, true, Cancel),
            "made a coder" => await The<ChangeRole>().RunAsync(_admin.AccountId, StudyId, another.Id, Role.Coder, [], Cancel),
            _ => await The<ChangeRole>().RunAsync(_admin.AccountId, StudyId, another.Id, Role.StudyLead, [alder.Id], Cancel),
        };

        Allowed(done);
        Assert.NotNull(SentenceOf(await The<AcceptInvitation>().RunAsync(link.Split('/')[^1], "Somebody New", "meadow kettle granite", Cancel)));
        Assert.Empty(Allowed(await The<ListMembers>().RunAsync(_admin.AccountId, StudyId, Cancel)).Invitations);
    }

    [Fact]
    public async Task An_invitation_stays_open_while_who_made_it_may_still_make_it()
    {
        var another = await Study.MemberAsync(Role.StudyLead);
        var link = await InviteAsync(another, "new@test.example");

        Allowed(await The<ChangeRole>().RunAsync(_admin.AccountId, StudyId, another.Id, Role.Admin, [], Cancel));

        Allowed(await The<AcceptInvitation>().RunAsync(link.Split('/')[^1], "Somebody New", "meadow kettle granite", Cancel));
    }

    [Fact]
    public void A_name_that_begins_like_a_formula_is_words_in_the_table()
    {
        var row = new MemberRow(MemberId.New(), "=1+1 \"x\"", "", Role.Coder, [], "All", MemberState.Active, StudyBuilder.At, false, true);

        Assert.Contains("\"'=1+1 \"\"x\"\"\",\"\",\"Coder\",\"All\",\"Active\",\"2026-03-02\"", Csv.Write(MembersCsv.File([row])), StringComparison.Ordinal);
    }

    private async Task<string> InviteAsync(Member by, string email) =>
        Allowed(await The<InvitePerson>().RunAsync(by.AccountId, StudyId, email, "Somebody New", Role.Coder, [], Cancel));

    private static T Allowed<T>(Result<T> result) => StudyBuilder.Must(result);

    private static void AssertForbidden<T>(Result<T> result) => Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(result));
}
