using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Commands;

public sealed class ImportCommandTests(PostgresFixture postgres) : SiteTest(postgres)
{
    [Theory]
    [InlineData("--identifiable", 1)]
    [InlineData("--open", 0)]
    public async Task A_file_comes_into_an_interview_from_the_command_line(string how, int reviews)
    {
        var researcher = await Study.MemberAsync(Role.Researcher);
        Db.Interviews.Add(StudyBuilder.Must(Interview.Create(Study.Trust(), null, "A talk", InterviewKind.Individual, new DateOnly(2026, 2, 3), [])));
        await Db.SaveChangesAsync(Cancel);
        var email = await Db.Users.Where(a => a.Id == researcher.AccountId.Value).Select(a => a.Email!).SingleAsync(Cancel);
        var file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "talk.txt");
        await File.WriteAllTextAsync(file, "Interviewer: How was it?\n\nSpeaker: Somebody was there.\n", Cancel);

        var (code, said, troubles) = await ProgramRun.RunAsync(
            ConnectionString, Connections, Cancel, "import", "--study", Study.Study.Id.Value.ToString(), "--as", email, "--interview", "A talk", how, file);

        Assert.Equal((0, ""), (code, troubles));
        Assert.Contains("\"transcript\":", said, StringComparison.Ordinal);
        Assert.Equal((1, reviews), (await Db.Transcripts.CountAsync(Cancel), await Db.TranscriptReviews.CountAsync(Cancel)));
    }
}
