using CoreStudy.Domain.Disclosures;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Redactions;

namespace CoreStudy.Domain.Tests.Disclosures;

public sealed class StoppedExportTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly StudyId Study = StudyId.New();

    [Fact]
    public void What_blocks_leaves_when_two_admins_have_agreed_and_once()
    {
        var stopped = Stopped(LeakWeight.Blocks);
        var (one, other) = (Somebody(Role.Admin), Somebody(Role.Admin));

        Assert.Null(Said(stopped.Agree(one, "Checked: it is a character in a novel.", At)));
        Assert.False(stopped.MayLeave(At));
        Assert.Equal("You have agreed already. A second admin has to look at it too.", Said(stopped.Agree(one, "", At)));
        Assert.Null(Said(stopped.Agree(other, "", At)));
        Assert.True(stopped.MayLeave(At));

        stopped.Use(At);
        Assert.False(stopped.MayLeave(At));
    }

    [Fact]
    public void A_lead_lets_leave_what_only_warns()
    {
        var stopped = Stopped(LeakWeight.Warns);

        Assert.Null(Said(stopped.Agree(Somebody(Role.StudyLead), "The year of a public report.", At)));

        Assert.True(stopped.MayLeave(At));
    }

    [Theory]
    [InlineData(Role.StudyLead)]
    [InlineData(Role.Researcher)]
    public void Nobody_but_an_admin_lets_leave_what_blocks(Role role)
    {
        var stopped = Stopped(LeakWeight.Blocks);

        Assert.NotNull(Said(stopped.Agree(Somebody(role), "I think it is fine.", At)));

        Assert.False(stopped.IsAgreed);
    }

    [Fact]
    public void Without_a_reason_nothing_leaves() =>
        Assert.Equal("Please give the reason.", Said(Stopped(LeakWeight.Warns).Agree(Somebody(Role.Admin), " ", At)));

    [Fact]
    public void An_agreement_holds_for_a_day()
    {
        var stopped = Stopped(LeakWeight.Warns);
        Assert.Null(Said(stopped.Agree(Somebody(Role.Admin), "Looked at.", At)));

        Assert.False(stopped.MayLeave(At + StoppedExport.Lasting));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(51)]
    public void K_is_at_least_three(int k) => Assert.NotNull(Said(DisclosureSettings.Set(Study, k)));

    private static StoppedExport Stopped(LeakWeight weight) =>
        StoppedExport.Stop(Study, "Participants", "f", MemberId.New(), [new LeakPlace(weight, "column Notes, row 3", IdentifierCategory.Person)], At);

    private static Member Somebody(Role role) => Member.Join(Study, AccountId.New(), role, "Somebody", [], At).IsRefused(out var no, out var member) ? throw new InvalidOperationException(no.Sentence) : member;

    private static string? Said<T>(Result<T> result) => result.IsRefused(out var refusal, out _) ? refusal.Sentence : null;
}
