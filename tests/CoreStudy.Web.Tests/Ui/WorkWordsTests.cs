using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Web.Features.Assignments;
using CoreStudy.Web.Ui;

namespace CoreStudy.Web.Tests.Ui;

public sealed class WorkWordsTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    [Theory]
    [InlineData(-12, "12 days late")]
    [InlineData(-1, "1 day late")]
    [InlineData(0, "today")]
    [InlineData(1, "tomorrow")]
    [InlineData(3, "in 3 days")]
    [InlineData(13, "in 13 days")]
    [InlineData(30, "by 1 Apr 2026")]
    public void A_due_date_is_said_as_people_say_it(int days, string words) => Assert.Equal(words, Days.Due(Today.AddDays(days), Today));

    [Fact]
    public void Work_without_a_date_says_so() => Assert.Equal("no date set", Days.Due(null, Today));

    [Theory]
    [InlineData(0, 900, "Nothing coded yet")]
    [InlineData(0, 0, "Nothing coded yet")]
    [InlineData(1, 900, "A little coded")]
    [InlineData(225, 900, "About a quarter coded")]
    [InlineData(300, 900, "About a third coded")]
    [InlineData(450, 900, "About half coded")]
    [InlineData(600, 900, "About two thirds coded")]
    [InlineData(675, 900, "About three quarters coded")]
    [InlineData(899, 900, "Nearly all coded")]
    [InlineData(900, 900, "Every word coded")]
    public void How_much_is_coded_is_said_in_fractions(int coded, int words, string said) => Assert.Equal(said, WorkWords.Share(coded, words));

    [Fact]
    public void Each_state_has_a_word_and_a_sign_of_its_own()
    {
        var states = Enum.GetValues<AssignmentState>();

        Assert.Equal(states.Length, states.Select(WorkWords.Of).Distinct().Count());
        Assert.Equal(states.Length, states.Select(WorkWords.Sign).Distinct().Count());
    }

    [Fact]
    public void The_file_has_a_row_for_each_coder_and_one_for_a_transcript_with_nobody()
    {
        var (ada, ben) = (MemberId.New(), MemberId.New());
        WorkCell[] cells =
        [
            new(AssignmentId.New(), ben, AssignmentState.Done, null, false),
            new(AssignmentId.New(), ada, AssignmentState.Assigned, new DateOnly(2026, 3, 1), true),
        ];
        WorkRow[] rows =
        [
            new(TranscriptId.New(), "PSW-01", TrustId.New(), "Alder", 1200, true, cells),
            new(TranscriptId.New(), "=PSW-02", TrustId.New(), "Birch", 900, true, []),
        ];

        var file = Csv.Write(WorkCsv.File(rows, new Dictionary<MemberId, string> { [ada] = "Ada", [ben] = "Ben" }));

        Assert.Equal(
            [
                """
                "Transcript","Trust","Words","Coder","State","Due on","Past the date"
                """,
                """
                "PSW-01","Alder","1200","Ada","To code","2026-03-01","yes"
                """,
                """
                "PSW-01","Alder","1200","Ben","Done","",""
                """,
                """
                "'=PSW-02","Birch","900","","With nobody","",""
                """,
            ],
            file.Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
    }
}
