using CoreStudy.Data.Accounts;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Audits;
using CoreStudy.Web.Features.Installation;
using CoreStudy.Web.Tests.Access;
using CoreStudy.Web.Watch;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Installation;

/// <summary>What operators are told of how the installation stands, and that others are told nothing.</summary>
public sealed class InstallationTests(PostgresFixture postgres) : SiteTest(postgres)
{
    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.StudyLead)]
    [InlineData(Role.Admin)]
    public async Task Whoever_is_no_operator_is_told_nothing_whatever_their_role_in_a_study(Role role)
    {
        var me = (await Study.MemberAsync(role)).AccountId;

        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ReadInstallation>().RunAsync(me, Cancel)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<MeasureInstallation>().RunAsync(me, Cancel)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ProbeSpeech>().RunAsync(me, Cancel)));
    }

    [Fact]
    public async Task An_operator_reads_versions_checks_jobs_queues_and_that_there_was_never_a_backup()
    {
        var me = await OperatorAsync();

        var state = StudyBuilder.Must(await The<ReadInstallation>().RunAsync(me, Cancel));

        Assert.All(state.Checks, c => Assert.True(c.IsWell, c.Name));
        Assert.Equal(0, state.Versions.Missing);
        Assert.Matches(@"^\d+\.\d+", state.Versions.PostgreSql);
        Assert.Equal(Enum.GetValues<Job>(), state.Jobs.Select(j => j.Job));
        Assert.Equal(3, state.Queues.Count);
        Assert.Null(state.Backup);
        Assert.Null(state.Trail);
        Assert.DoesNotContain(state.Settings, s => s.Value.Contains('/', StringComparison.Ordinal)); // no path, no address
    }

    [Fact]
    public async Task An_operator_sees_how_large_the_database_its_tables_and_the_disks_are()
    {
        var sizes = StudyBuilder.Must(await The<MeasureInstallation>().RunAsync(await OperatorAsync(), Cancel));

        Assert.True(sizes.Database > 1_000_000, $"{sizes.Database} bytes");
        Assert.Equal(8, sizes.Tables.Count);
        Assert.Equal(sizes.Tables.OrderByDescending(t => t.Bytes), sizes.Tables);
        Assert.All(sizes.Disks, d => Assert.InRange(d.Free, 1, d.Total));
    }

    [Fact]
    public async Task People_are_counted_by_study_and_named_to_those_alone_who_see_that_team_anyway()
    {
        var (ada, ben) = (await Study.MemberAsync(Role.Coder), await Study.MemberAsync(Role.Coder));
        var other = await StudyBuilder.StartAsync(Db, "Another study");
        var carol = await other.MemberAsync(Role.Researcher);
        var lead = await Study.MemberAsync(Role.StudyLead);
        await MakeOperatorAsync(lead.AccountId);
        Open(ada, Study.Study.Id);
        Open(ada, Study.Study.Id);
        Open(ben, Study.Study.Id, isConnected: false);
        Open(carol, other.Study.Id);
        Open(lead, other.Study.Id); // only typed its address

        var presence = StudyBuilder.Must(await The<ReadInstallation>().RunAsync(lead.AccountId, Cancel)).Presence;

        Assert.Equal((3, 4, 1), (presence.People, presence.Pages, presence.Away));
        Assert.Equal(
            [("A study", 1, ada.Name), (null, 1, ""), (null, 1, "")],
            presence.Studies.Select(s => (s.Study, s.People, string.Join(", ", s.Names))));
        Assert.True(presence.Studies[2].IsElsewhere);
    }

    [Fact]
    public async Task The_last_check_of_the_trail_is_told_with_its_end()
    {
        var me = await OperatorAsync();
        Db.Audit(AuditEntry.Of(AuditKind.SignedIn, me, null, AuditSubject.Nothing));
        await Db.SaveChangesAsync(Cancel);

        var found = StudyBuilder.Must(await The<CheckTrail>().RunAsync(me, null, null, Cancel));
        var state = StudyBuilder.Must(await The<ReadInstallation>().RunAsync(me, Cancel));

        Assert.Equal(found, state.Trail);
        Assert.Equal((1, null), (state.Trail!.UpTo, state.Trail.BrokenAt));
    }

    [Fact]
    public async Task A_speech_engine_is_none_where_none_is_named() =>
        Assert.Equal(SpeechReach.None, StudyBuilder.Must(await The<ProbeSpeech>().RunAsync(await OperatorAsync(), Cancel)));

    private async Task<AccountId> OperatorAsync()
    {
        var somebody = await Study.MemberAsync(Role.Coder);
        await MakeOperatorAsync(somebody.AccountId);
        return somebody.AccountId;
    }

    private async Task MakeOperatorAsync(AccountId id)
    {
        Account account = await Db.Users.SingleAsync(a => a.Id == id.Value, Cancel);
        account.IsOperator = true;
        await Db.SaveChangesAsync(Cancel);
    }

    private void Open(Member who, StudyId study, bool isConnected = true) =>
        Service<OpenCircuits>().Note(Guid.CreateVersion7().ToString(), new OpenCircuit(who.AccountId, study, isConnected, Clock.GetUtcNow()));
}
