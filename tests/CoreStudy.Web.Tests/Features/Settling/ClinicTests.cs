using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Settling;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Settling;

namespace CoreStudy.Web.Tests.Features.Settling;

public sealed class ClinicTests(PostgresFixture postgres) : SettlingTest(postgres)
{
    [Fact]
    public async Task Codes_stand_with_how_often_coders_agreed_on_them_and_how_they_differed()
    {
        await BegunAsync();

        var clinic = StudyBuilder.Must(await The<ReadClinic>().RunAsync(Supervisor.AccountId, Study.Study.Id, round: null, Cancel));

        var (company, hope, waiting) = (clinic.Rows.Single(r => r.Name == "Company"), clinic.Rows.Single(r => r.Name == "Hope"), clinic.Rows.Single(r => r.Name == "Waiting"));
        Assert.Equal((1, 0, 1, 1, "Hope"), (company.Agreed, company.Extent, company.OtherCode, company.Presence, company.MixedWith));
        Assert.Equal((0, 0, 1, 0, "Company"), (hope.Agreed, hope.Extent, hope.OtherCode, hope.Presence, hope.MixedWith));
        Assert.Equal((0, 1, 0, 0, ""), (waiting.Agreed, waiting.Extent, waiting.OtherCode, waiting.Presence, waiting.MixedWith));
        Assert.Equal("Company", clinic.Rows[0].Name);
    }

    [Fact]
    public async Task A_code_shows_passages_of_each_kind_with_what_each_coder_did_and_how_it_was_settled()
    {
        var desk = await BegunAsync();
        await DecideAsync(Of(desk, DifferenceKind.Code), new Decision(DecisionKind.TakeAll, "Both are said."));

        var code = StudyBuilder.Must(await The<ReadClinic>().ReadAsync(Supervisor.AccountId, Study.Study.Id, round: null, Company.Id, Cancel));

        var other = code.Examples.Single(e => e.Kind == DifferenceKind.Code);
        Assert.Equal(("I gave up hope", 2, "both stand", "Both are said."), (other.Words, other.Number, other.Decided, other.Reason));
        Assert.Equal(["Company", "Hope"], other.Lanes.SelectMany(l => l.Codes).Order());
        Assert.Contains(code.Examples.Single(e => e.Kind == DifferenceKind.Presence).Lanes, l => l.Codes.Count == 0);
    }

    [Fact]
    public async Task A_blind_round_shows_nothing_there()
    {
        await BegunAsync();
        await StartRoundAsync(Ada, Ben);

        Assert.Empty(StudyBuilder.Must(await The<ReadClinic>().RunAsync(Lead.AccountId, Study.Study.Id, round: null, Cancel)).Rows);
        Assert.Empty(StudyBuilder.Must(await The<ReadClinic>().ReadAsync(Lead.AccountId, Study.Study.Id, round: null, Company.Id, Cancel)).Examples);
    }

    [Fact]
    public async Task An_open_round_is_there_before_anybody_begins_to_settle_it()
    {
        await CodeApartAsync();
        var round = await StartRoundAsync(Ada, Ben);
        StudyBuilder.Must(round.Open(new Dictionary<TranscriptId, long> { [Transcript.Id] = 100 }, Clock.GetUtcNow()));
        await Db.SaveChangesAsync(Cancel);

        var clinic = StudyBuilder.Must(await The<ReadClinic>().RunAsync(Supervisor.AccountId, Study.Study.Id, round.Id, Cancel));

        Assert.Equal((3, 1), (clinic.Rows.Count, clinic.Transcripts));
        Assert.All(StudyBuilder.Must(await The<ReadClinic>().ReadAsync(Supervisor.AccountId, Study.Study.Id, round.Id, Hope.Id, Cancel)).Examples, e => Assert.Null(e.Number));
    }

    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Admin)]
    public async Task It_is_for_those_who_settle(Role role)
    {
        var member = await Study.MemberAsync(role);

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadClinic>().RunAsync(member.AccountId, Study.Study.Id, null, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadClinic>().ReadAsync(member.AccountId, Study.Study.Id, null, Hope.Id, Cancel)));
    }
}
