using CoreStudy.Domain;
using CoreStudy.Domain.Members;
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

    private async Task HandInAsync()
    {
        var (round, work) = await StartAsync();
        await CodeAsync(Ada, Waiting, 2);
        await CodeAsync(Ben, Waiting, 4);
        await OpenAsync(round, work);
    }

    private async Task<OverTime> ReadAsync(Member by) => StudyBuilder.Must(await The<ReadOverTime>().RunAsync(by.AccountId, StudyId, Cancel));
}
