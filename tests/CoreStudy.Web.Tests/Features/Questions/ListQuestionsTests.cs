using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Questions;
using CoreStudy.Web.Tests.Access;

namespace CoreStudy.Web.Tests.Features.Questions;

public sealed class ListQuestionsTests(PostgresFixture postgres) : SiteTest(postgres)
{
    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Researcher)]
    [InlineData(Role.Admin)]
    public async Task Only_who_answers_questions_sees_them(Role role)
    {
        var member = await Study.MemberAsync(role);

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ListQuestions>().RunAsync(member.AccountId, Study.Study.Id, Cancel)));
    }

    [Fact]
    public async Task A_supervisor_sees_the_questions_of_open_transcripts_in_their_trusts_alone()
    {
        var (lead, coder) = (await Study.MemberAsync(Role.StudyLead), await Study.MemberAsync(Role.Coder));
        var supervisor = await Study.MemberAsync(Role.Supervisor, Study.Trust("Alder"));
        var code = await Study.CodeAsync("Waiting");
        await Study.CodingAsync(await Study.TranscriptAsync(lead, ["Hello?"]), code, coder, "Is this waiting?");
        await Study.CodingAsync(await Study.TranscriptAsync(lead, ["Hello?"]), code, coder);
        await Study.CodingAsync(await Study.TranscriptAsync(lead, ["Hello?"], open: false), code, coder, "Closed?");
        await Study.CodingAsync(await Study.TranscriptAsync(lead, ["Hello?"], trust: "Birch"), code, coder, "Elsewhere?");

        var questions = StudyBuilder.Must(await The<ListQuestions>().RunAsync(supervisor.AccountId, Study.Study.Id, Cancel));

        Assert.Equal(["Is this waiting?"], questions.Select(q => q.Question));
    }
}
