using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Accounts;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Accounts;

public sealed class AcceptInvitationTests(PostgresFixture postgres) : SiteTest(postgres)
{
    private const string Password = "meadow kettle granite";

    private Member _lead = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _lead = await Study.MemberAsync(Role.StudyLead);
    }

    [Fact]
    public async Task Who_holds_the_link_makes_an_account_and_is_a_member()
    {
        var secret = await InviteAsync("new@test.example", Role.Researcher);

        Assert.Null(SentenceOf(await The<AcceptInvitation>().RunAsync(secret, "Somebody New", Password, Cancel)));

        var account = await WithAccountsAsync(a => a.FindByEmailAsync("new@test.example"));
        var member = await Db.Members.AsNoTracking().SingleAsync(m => m.AccountId == new AccountId(account!.Id), Cancel);
        Assert.Equal((Role.Researcher, "Somebody New"), (member.Role, member.Name));
    }

    [Fact]
    public async Task An_invitation_is_used_once()
    {
        var secret = await InviteAsync("new@test.example");
        Assert.Null(SentenceOf(await The<AcceptInvitation>().RunAsync(secret, "Somebody New", Password, Cancel)));

        Assert.NotNull(SentenceOf(await The<AcceptInvitation>().RunAsync(secret, "Somebody Else", Password, Cancel)));
        Assert.NotNull(SentenceOf(await The<AcceptInvitation>().LookAsync(secret, Cancel)));
    }

    [Fact]
    public async Task Two_who_use_the_link_at_the_same_moment_make_one_account()
    {
        var secret = await InviteAsync("new@test.example");

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => The<AcceptInvitation>().RunAsync(secret, $"Somebody {i}", Password, Cancel)));

        Assert.Single(results, r => SentenceOf(r) is null);
        Assert.Equal(2, await Db.Members.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_refused_password_leaves_the_invitation_open_and_makes_no_account()
    {
        var secret = await InviteAsync("new@test.example");

        Assert.NotNull(SentenceOf(await The<AcceptInvitation>().RunAsync(secret, "Somebody New", "short", Cancel)));

        Assert.Null(SentenceOf(await The<AcceptInvitation>().LookAsync(secret, Cancel)));
        Assert.Null(await WithAccountsAsync(a => a.FindByEmailAsync("new@test.example")));
    }

    [Fact]
    public async Task After_its_time_or_withdrawn_an_invitation_is_worthless()
    {
        var old = await InviteAsync("old@test.example");
        Clock.Pass(Invitation.Lifetime);
        var withdrawn = await InviteAsync("withdrawn@test.example");
        var invitation = await Db.Invitations.SingleAsync(i => i.Email == "withdrawn@test.example", Cancel);
        invitation.Withdraw(Clock.GetUtcNow());
        await Db.SaveChangesAsync(Cancel);

        Assert.NotNull(SentenceOf(await The<AcceptInvitation>().RunAsync(old, "Somebody", Password, Cancel)));
        Assert.NotNull(SentenceOf(await The<AcceptInvitation>().RunAsync(withdrawn, "Somebody", Password, Cancel)));
    }

    [Fact]
    public async Task Somebody_signed_in_joins_only_by_an_invitation_of_their_own()
    {
        var elsewhere = await StudyBuilder.StartAsync(Db, "Another study");
        var guest = await elsewhere.MemberAsync(Role.Supervisor);
        var own = await InviteAsync((await AccountAsync(guest.AccountId)).Email!.ToUpperInvariant());
        var another = await InviteAsync("new@test.example");

        Assert.NotNull(SentenceOf(await The<AcceptInvitation>().RunAsync(guest.AccountId, another, Cancel)));
        Assert.Null(SentenceOf(await The<AcceptInvitation>().RunAsync(guest.AccountId, own, Cancel)));
    }

    [Fact]
    public async Task A_member_who_left_comes_back_by_invitation()
    {
        var coder = await Study.MemberAsync(Role.Coder, Study.Trust("Alder"));
        coder.End(Clock.GetUtcNow());
        await Db.SaveChangesAsync(Cancel);
        var secret = await InviteAsync((await AccountAsync(coder.AccountId)).Email!, Role.Supervisor);

        Assert.Null(SentenceOf(await The<AcceptInvitation>().RunAsync(coder.AccountId, secret, Cancel)));

        var back = await Db.Members.AsNoTracking().SingleAsync(m => m.Id == coder.Id, Cancel);
        Assert.Equal((Role.Supervisor, null, 0), (back.Role, back.EndedAt, back.Trusts.Count));
    }

    [Fact]
    public async Task A_changed_name_is_seen_in_every_study()
    {
        var other = await StudyBuilder.StartAsync(Db, "Another study");
        Db.Members.Add(StudyBuilder.Must(Member.Join(other.Study.Id, _lead.AccountId, Role.Coder, "Lead", [], StudyBuilder.At)));
        await Db.SaveChangesAsync(Cancel);

        Assert.Null(SentenceOf(await The<ChangeName>().RunAsync(_lead.AccountId, " New Name ", Cancel)));

        var names = await Db.Members.AsNoTracking().Where(m => m.AccountId == _lead.AccountId).Select(m => m.Name).ToListAsync(Cancel);
        Assert.Equal(["New Name", "New Name"], names);
    }

    /// <returns>The secret of the link.</returns>
    private async Task<string> InviteAsync(string email, Role role = Role.Coder)
    {
        var secret = InvitationSecret.New();
        Db.Invitations.Add(StudyBuilder.Must(Invitation.Create(_lead, email, "Somebody New", role, [], InvitationSecret.Hash(secret), Clock.GetUtcNow())));
        await Db.SaveChangesAsync(Cancel);
        return secret;
    }
}
