using CoreStudy.Domain.Members;

namespace CoreStudy.Domain.Tests.Members;

public sealed class TeamTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly StudyId Study = StudyId.New();

    private readonly Member _admin = Make(Role.Admin);
    private readonly Member _lead = Make(Role.StudyLead);
    private readonly Member _coder = Make(Role.Coder);

    [Fact]
    public void A_lead_makes_a_coder_a_researcher()
    {
        Assert.Null(RefusalOf(Team().ChangeRole(_lead, _coder, Role.Researcher, [])));

        Assert.Equal(Role.Researcher, _coder.Role);
    }

    [Fact]
    public void A_lead_cannot_make_an_admin()
    {
        Assert.NotNull(RefusalOf(Team().ChangeRole(_lead, _coder, Role.Admin, [])));
        Assert.NotNull(RefusalOf(Domain.Members.Team.MayGrant(_lead, Role.Admin, [])));

        Assert.Equal(Role.Coder, _coder.Role);
    }

    [Fact]
    public void An_admin_makes_an_admin() =>
        Assert.Null(RefusalOf(Team().ChangeRole(_admin, _coder, Role.Admin, [])));

    [Fact]
    public void A_lead_cannot_touch_an_admin()
    {
        var another = Make(Role.Admin);

        Assert.NotNull(RefusalOf(Team(another).ChangeRole(_lead, another, Role.Coder, [])));
        Assert.NotNull(RefusalOf(Team(another).End(_lead, another, At)));
    }

    [Fact]
    public void Nobody_changes_their_own_role_or_ends_their_own_membership()
    {
        var (anotherAdmin, anotherLead) = (Make(Role.Admin), Make(Role.StudyLead));
        var team = Team(anotherAdmin, anotherLead);

        Assert.NotNull(RefusalOf(team.ChangeRole(_admin, _admin, Role.Coder, [])));
        Assert.NotNull(RefusalOf(team.ChangeRole(_lead, _lead, Role.StudyLead, [TrustId.New()])));
        Assert.NotNull(RefusalOf(team.End(_admin, _admin, At)));
        Assert.NotNull(RefusalOf(team.End(_lead, _lead, At)));
    }

    [Fact]
    public void The_last_study_lead_stays_until_there_is_another()
    {
        Assert.NotNull(RefusalOf(Team().End(_admin, _lead, At)));
        Assert.NotNull(RefusalOf(Team().ChangeRole(_admin, _lead, Role.Researcher, [])));

        Assert.Null(RefusalOf(Team(Make(Role.StudyLead)).End(_admin, _lead, At)));
    }

    [Fact]
    public void A_lead_whose_membership_ended_does_not_count_as_another()
    {
        var former = Make(Role.StudyLead);
        former.End(At);

        Assert.NotNull(RefusalOf(Team(former).End(_admin, _lead, At)));
    }

    [Fact]
    public void The_last_lead_may_be_limited_to_trusts()
    {
        var trust = TrustId.New();

        Assert.Null(RefusalOf(Team().ChangeRole(_admin, _lead, Role.StudyLead, [trust])));

        Assert.Equal([trust], _lead.TrustIds);
    }

    private Team Team(params Member[] others) => new([_admin, _lead, _coder, .. others]);

    private static Member Make(Role role) =>
        Member.Join(Study, AccountId.New(), role, role.ToString(), [], At).IsRefused(out _, out var member) ? throw new InvalidOperationException() : member;

    private static Refusal? RefusalOf(Result<Done> result) => result.IsRefused(out var refusal, out _) ? refusal : null;
}
