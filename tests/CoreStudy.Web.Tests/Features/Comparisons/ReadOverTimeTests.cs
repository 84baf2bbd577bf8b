using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Rounds;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Comparisons;

namespace CoreStudy.Web.Tests.Features.Comparisons;

public sealed class ReadOverTimeTests(PostgresFixture postgres) : ComparisonTest(postgres)
{
    [Fact]
    public async Task Who_does_not_read_transcripts_sees_nothing_of_it()
    {
        var admin = await Study.MemberAsync(Role.Admin);

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadOverTime>().RunAsync(admin.AccountId, StudyId, Cancel)));
    }

    [Fact]
    public async Task The_lead_sees_every_coder_and_a_coder_themselves_alone()
    {
        await HandInAsync();

        var lead = await ReadAsync(Lead);
        var ada = await ReadAsync(Ada);

        Assert.Equal([Ada.Name, Ben.Name], lead.Coders.Select(c => c.Coder).Order());
        Assert.Equal(0.5, Assert.Single(lead.Rounds).Percent.Value);
        Assert.Equal(Ada.Name, Assert.Single(ada.Coders).Coder);
        Assert.Empty(ada.Rounds);
    }

    [Theory]
    [InlineData(Role.Researcher)]
    [InlineData(Role.Supervisor)]
    public async Task Who_compares_but_does_not_lead_sees_rounds_and_no_coder(Role role)
    {
        await HandInAsync();

        var seen = await ReadAsync(await Study.MemberAsync(role));

        Assert.Single(seen.Rounds);
        Assert.Empty(seen.Coders);
    }

    [Fact]
    public async Task A_round_that_is_blind_is_counted_for_nobody()
    {
        await StartAsync();
        await CodeAsync(Ada, Waiting, 2);

        Assert.Empty((await ReadAsync(Lead)).Rounds);
        Assert.Empty((await ReadAsync(Ada)).Coders);
    }

    [Fact]
    public async Task A_coder_who_reads_again_is_measured_against_what_they_coded_first()
    {
        await CodeAsync(Ada, Waiting, 2);
        await CodeAsync(Ada, Waiting, 4);
        await CodeAsync(Ben, Hope, 1);
        await ReadAgainAsync(Waiting, 2);

        var lead = await ReadAsync(Lead);
        var ada = await ReadAsync(Ada);

        Assert.Equal((Ada.Name, 1, 4L), Assert.Single(lead.Again) is var again ? (again.Coder, again.Transcripts, again.Units) : default);
        Assert.Equal((0.75, 0.5), (lead.Again[0].Percent.Value!.Value, lead.Again[0].Kappa.Value!.Value)); // the same on three turns of four; chance is a half
        Assert.Equal(lead.Again, ada.Again);
        Assert.Empty((await ReadAsync(Ben)).Again);
        Assert.Empty(lead.Rounds);
    }

    [Fact]
    public async Task Somebody_else_who_compares_does_not_see_how_a_coder_read_again()
    {
        await CodeAsync(Ada, Waiting, 2);
        await ReadAgainAsync(Waiting, 2);

        Assert.Empty((await ReadAsync(await Study.MemberAsync(Role.Supervisor))).Again);
    }

    [Fact]
    public async Task A_second_reading_is_told_to_nobody_while_its_transcript_is_coded_blindly()
    {
        await CodeAsync(Ada, Waiting, 2);
        await ReadAgainAsync(Waiting, 2);
        await StartAsync();

        Assert.Empty((await ReadAsync(Lead)).Again);
        Assert.Empty((await ReadAsync(Ada)).Again);
    }

    /// <summary>Ada codes the transcript anew, and hands it in.</summary>
    private async Task ReadAgainAsync(Code code, int turn)
    {
        var version = StudyBuilder.Must(FrameworkVersion.Freeze(StudyId, "v1", "", [], Lead.Id, StudyBuilder.At));
        var plan = new RoundPlan("Again", ComparisonUnit.Turn, null, null, null, null, IsSecondReading: true);
        var round = StudyBuilder.Must(Round.Start(Study.Study, 1, plan, version, [Transcript], [Ada], Lead, StudyBuilder.At));
        var work = StudyBuilder.Must(Assignment.GiveForRound(round, Transcript, Ada, null, Lead, StudyBuilder.At));
        Db.FrameworkVersions.Add(version);
        Db.Rounds.Add(round);
        Db.Assignments.Add(work);
        await Db.SaveChangesAsync(Cancel);
        await CodeAsync(Ada, code, turn, reading: round.Id);
        await OpenAsync(round, work);
    }

    private async Task HandInAsync()
    {
        var (round, work) = await StartAsync();
        await CodeAsync(Ada, Waiting, 2);
        await CodeAsync(Ben, Waiting, 4);
        await OpenAsync(round, work);
    }

    private async Task<OverTime> ReadAsync(Member by) => StudyBuilder.Must(await The<ReadOverTime>().RunAsync(by.AccountId, StudyId, Cancel));
}
