using CoreStudy.Data.Accounts;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Access;

public sealed class PermissionsTests(PostgresFixture postgres) : AccessTest(postgres)
{
    /// <summary>Written by hand from the brief of the study, not from the code: who may do what.</summary>
    private const string Expected = """
                                Coder  Researcher  Supervisor  StudyLead  Admin
        SeeStudy                yes    yes         yes         yes        yes
        ManageStudy             no     no          no          yes        yes
        SeeInterviews           no     yes         yes         yes        yes
        ManageInterviews        no     yes         no          yes        no
        ImportTranscripts       no     yes         no          yes        no
        ReadTranscripts         yes    yes         yes         yes        no
        ReadUnopenedTranscripts no     yes         no          yes        no
        Code                    yes    yes         yes         yes        no
        ProposeCodes            yes    yes         yes         yes        no
        ManageCodebook          no     yes         no          yes        no
        AssignWork              no     no          no          yes        no
        SignOff                 no     no          yes         yes        no
        SeeProgress             no     yes         yes         yes        no
        AnswerQuestions         no     no          yes         yes        no
        SeeMembers              no     yes         yes         yes        yes
        ManageMembers           no     no          no          yes        yes
        ManageAccounts          no     no          no          no         yes
        FlagIdentifiers         yes    yes         yes         yes        no
        CorrectTranscripts      no     yes         no          yes        no
        ManageAnonymisation     no     no          no          no         yes
        SeeIdentities           no     no          no          no         yes
        SeeReveals              no     no          no          yes        yes
        SeeConsents             no     no          no          yes        yes
        ManageConsent           no     no          no          no         yes
        Withdraw                no     no          no          no         yes
        DestroyDue              no     no          no          no         yes
        SeeSmallCells           no     no          no          yes        yes
        SeeRounds               no     yes         yes         yes        no
        ManageRounds            no     no          no          yes        no
        FollowBlindRounds       no     no          yes         yes        no
        SettleDifferences       no     yes         yes         yes        no
        SeeWorkload             no     no          no          yes        no
        SeeAudit                no     no          no          yes        yes
        ImportCodings           no     no          no          yes        no
        SeeComparisons          no     yes         yes         yes        no
        SeeCoderFigures         no     no          no          yes        no
        Explore                 no     yes         yes         yes        no
        WriteSummaries          no     yes         yes         yes        no
        ManageThemes            no     yes         no          yes        no
        ApproveQuotes           no     no          no          yes        no
        TakeWholeStudy          no     no          no          no         yes
        TakeOutStudy            no     yes         no          yes        no
        SeeRecordings           no     yes         yes         yes        yes
        BringInRecordings       no     yes         no          yes        yes
        HearRecordings          yes    yes         yes         yes        yes
        Transcribe              yes    yes         yes         yes        yes
        GrantHearing            no     no          no          no         yes
        DestroyRecordings       no     no          no          no         yes
        """;

    private static readonly Operation[] Operations = Enum.GetValues<Operation>();

    [Fact]
    public async Task Each_role_may_do_what_the_table_says_and_nothing_else()
    {
        var expected = ReadExpected();
        var found = new Dictionary<(Role, Operation), bool>();

        foreach (var role in Enum.GetValues<Role>())
        {
            var member = await Study.MemberAsync(role);
            foreach (var operation in Operations)
            {
                var refused = (await Permissions.AskAsync(member.AccountId, Study.Study.Id, operation, Cancel)).IsRefused(out var refusal, out _);
                if (refused) Assert.Equal(Refusal.Forbidden, refusal);
                found[(role, operation)] = !refused;
            }
        }

        Assert.Equal(expected.OrderBy(e => e.Key), found.OrderBy(e => e.Key));
    }

    [Fact]
    public async Task Without_a_membership_nothing_of_the_study_is_there()
    {
        var elsewhere = await StudyBuilder.StartAsync(Db, "Another study");
        var lead = await elsewhere.MemberAsync(Role.StudyLead);

        await AssertNotFoundAsync(lead.AccountId);
    }

    [Fact]
    public async Task An_ended_membership_is_as_good_as_none()
    {
        var lead = await Study.MemberAsync(Role.StudyLead);
        lead.End(Clock.GetUtcNow());
        await Db.SaveChangesAsync(Cancel);

        await AssertNotFoundAsync(lead.AccountId);
    }

    [Fact]
    public async Task A_study_that_does_not_exist_is_not_found()
    {
        var lead = await Study.MemberAsync(Role.StudyLead);

        var result = await Permissions.AskAsync(lead.AccountId, StudyId.New(), Operation.SeeStudy, Cancel);

        Assert.Equal(Refusal.NotFound, RefusalOf(result));
    }

    [Fact]
    public async Task A_member_limited_to_one_trust_finds_nothing_of_another()
    {
        var (alder, birch) = (Study.Trust("Alder"), Study.Trust("Birch"));
        var lead = await Study.MemberAsync(Role.StudyLead, alder);

        foreach (var operation in Operations.Where(o => Rights.Allow(Role.StudyLead, o)))
        {
            Assert.Null(RefusalOf(await Permissions.AskAsync(lead.AccountId, Study.Study.Id, operation, Cancel, alder.Id)));
            Assert.Equal(Refusal.NotFound, RefusalOf(await Permissions.AskAsync(lead.AccountId, Study.Study.Id, operation, Cancel, birch.Id)));
        }
    }

    [Fact]
    public async Task A_transcript_of_another_trust_is_not_found()
    {
        var researcher = await Study.MemberAsync(Role.Researcher);
        var coder = await Study.MemberAsync(Role.Coder, Study.Trust("Alder"));
        var alder = await Study.TranscriptAsync(researcher, ["Hello?"], trust: "Alder");
        var birch = await Study.TranscriptAsync(researcher, ["Hello?"], trust: "Birch");

        Assert.Null(RefusalOf(await Permissions.AskAsync(coder.AccountId, alder.Id, Operation.Code, Cancel)));
        Assert.Equal(Refusal.NotFound, RefusalOf(await Permissions.AskAsync(coder.AccountId, birch.Id, Operation.Code, Cancel)));
    }

    [Theory]
    [InlineData(Role.Coder, false)]
    [InlineData(Role.Supervisor, false)]
    [InlineData(Role.Researcher, true)]
    [InlineData(Role.StudyLead, true)]
    public async Task A_transcript_that_is_not_open_for_coding_is_there_only_for_those_who_prepare_it(Role role, bool isThere)
    {
        var researcher = await Study.MemberAsync(Role.Researcher);
        var member = await Study.MemberAsync(role);
        var transcript = await Study.TranscriptAsync(researcher, ["Hello?"], open: false);

        var refusal = RefusalOf(await Permissions.AskAsync(member.AccountId, transcript.Id, Operation.ReadTranscripts, Cancel));

        Assert.Equal(isThere ? null : Refusal.NotFound, refusal);
    }

    [Fact]
    public async Task A_transcript_that_does_not_exist_is_refused_like_one_that_is_hidden()
    {
        var coder = await Study.MemberAsync(Role.Coder);

        var result = await Permissions.AskAsync(coder.AccountId, TranscriptId.New(), Operation.ReadTranscripts, Cancel);

        Assert.Equal(Refusal.NotFound, RefusalOf(result));
    }

    [Fact]
    public async Task A_locked_account_loses_its_rights_when_the_answer_kept_is_two_seconds_old()
    {
        var lead = await Study.MemberAsync(Role.StudyLead);
        Assert.Null(RefusalOf(await AskToSeeAsync(lead.AccountId)));

        await Db.Users.Where(a => a.Id == lead.AccountId.Value).ExecuteUpdateAsync(a => a.SetProperty(x => x.LockoutEnd, Account.Never), Cancel);
        Clock.Pass(Permissions.Freshness);

        await AssertNotFoundAsync(lead.AccountId);
    }

    [Fact]
    public async Task A_role_taken_away_is_gone_when_the_answer_kept_is_two_seconds_old()
    {
        var lead = await Study.MemberAsync(Role.StudyLead);
        Assert.Null(RefusalOf(await Permissions.AskAsync(lead.AccountId, Study.Study.Id, Operation.ManageMembers, Cancel)));

        lead.ChangeRole(Role.Coder, []);
        await Db.SaveChangesAsync(Cancel);
        Clock.Pass(Permissions.Freshness);

        Assert.Equal(Refusal.Forbidden, RefusalOf(await Permissions.AskAsync(lead.AccountId, Study.Study.Id, Operation.ManageMembers, Cancel)));
    }

    [Fact]
    public async Task A_role_taken_away_is_gone_as_soon_on_a_server_whose_clock_is_set_back_by_hours()
    {
        var lead = await Study.MemberAsync(Role.StudyLead);
        Assert.Null(RefusalOf(await Permissions.AskAsync(lead.AccountId, Study.Study.Id, Operation.ManageMembers, Cancel)));

        lead.ChangeRole(Role.Coder, []);
        await Db.SaveChangesAsync(Cancel);
        Clock.Set(TimeSpan.FromHours(-3));
        Clock.Pass(Permissions.Freshness);

        Assert.Equal(Refusal.Forbidden, RefusalOf(await Permissions.AskAsync(lead.AccountId, Study.Study.Id, Operation.ManageMembers, Cancel)));
    }

    [Fact]
    public async Task Those_who_asked_lately_are_read_with_one_question_and_no_answer_is_trusted_longer_for_it()
    {
        var (ada, ben, outsider) = (await Study.MemberAsync(Role.Coder), await Study.MemberAsync(Role.StudyLead), AccountId.New());
        Assert.Null(RefusalOf(await AskToSeeAsync(ben.AccountId)));
        await AssertNotFoundAsync(outsider);
        Clock.Pass(Permissions.Freshness);
        Assert.Null(RefusalOf(await AskToSeeAsync(ada.AccountId)));

        await Db.Users.Where(a => a.Id == ben.AccountId.Value).ExecuteUpdateAsync(a => a.SetProperty(x => x.LockoutEnd, Account.Never), Cancel);

        Assert.Null(RefusalOf(await Permissions.AskAsync(ben.AccountId, Study.Study.Id, Operation.ManageMembers, Cancel))); // as it was when Ada's was read
        await AssertNotFoundAsync(outsider);
        Clock.Pass(Permissions.Freshness);
        await AssertNotFoundAsync(ben.AccountId);
        Assert.Equal(Refusal.Forbidden, RefusalOf(await Permissions.AskAsync(ada.AccountId, Study.Study.Id, Operation.ManageMembers, Cancel)));
    }

    [Fact]
    public async Task Who_is_read_along_and_was_forgotten_since_is_read_again()
    {
        var (ada, ben) = (await Study.MemberAsync(Role.Coder), await Study.MemberAsync(Role.Coder));
        Assert.Null(RefusalOf(await AskToSeeAsync(ben.AccountId)));
        Clock.Pass(Permissions.Freshness);
        Assert.Null(RefusalOf(await AskToSeeAsync(ada.AccountId)));

        ben.End(Clock.GetUtcNow());
        await Db.SaveChangesAsync(Cancel);
        Permissions.Forget();

        await AssertNotFoundAsync(ben.AccountId);
    }

    [Fact]
    public async Task What_this_node_changed_itself_holds_at_once()
    {
        var coder = await Study.MemberAsync(Role.Coder);
        Assert.Null(RefusalOf(await AskToSeeAsync(coder.AccountId)));

        coder.End(Clock.GetUtcNow());
        await Db.SaveChangesAsync(Cancel);
        Permissions.Forget();

        Assert.Equal(Refusal.NotFound, RefusalOf(await AskToSeeAsync(coder.AccountId)));
    }

    [Fact]
    public async Task A_rest_after_wrong_passwords_does_not_end_the_work_of_who_is_signed_in()
    {
        var coder = await Study.MemberAsync(Role.Coder);

        var restsUntil = Clock.GetUtcNow().AddMinutes(10);
        await Db.Users.Where(a => a.Id == coder.AccountId.Value).ExecuteUpdateAsync(a => a.SetProperty(x => x.LockoutEnd, restsUntil), Cancel);

        Assert.Null(RefusalOf(await AskToSeeAsync(coder.AccountId)));
    }

    [Fact]
    public async Task An_operator_who_is_locked_is_none()
    {
        var member = await Study.MemberAsync(Role.Coder);
        var account = await Db.Users.SingleAsync(a => a.Id == member.AccountId.Value, Cancel);
        account.IsOperator = true;
        await Db.SaveChangesAsync(Cancel);
        Assert.True(await Permissions.IsOperatorAsync(member.AccountId, Cancel));

        account.LockoutEnd = Account.Never;
        await Db.SaveChangesAsync(Cancel);

        Assert.False(await Permissions.IsOperatorAsync(member.AccountId, Cancel));
    }

    private Task<Result<Member>> AskToSeeAsync(AccountId account) => Permissions.AskAsync(account, Study.Study.Id, Operation.SeeStudy, Cancel);

    private async Task AssertNotFoundAsync(AccountId account)
    {
        foreach (var operation in Operations)
            Assert.Equal(Refusal.NotFound, RefusalOf(await Permissions.AskAsync(account, Study.Study.Id, operation, Cancel)));
    }

    private static Refusal? RefusalOf<T>(Result<T> result) => result.IsRefused(out var refusal, out _) ? refusal : null;

    private static Dictionary<(Role, Operation), bool> ReadExpected()
    {
        var lines = Expected.Split('\n').Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        return lines.Skip(1)
            .SelectMany(line => lines[0].Select((role, i) => (Key: (Enum.Parse<Role>(role), Enum.Parse<Operation>(line[0])), May: line[i + 1] == "yes")))
            .ToDictionary(e => e.Key, e => e.May);
    }
}
