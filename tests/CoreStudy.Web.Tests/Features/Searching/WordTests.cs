using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Searching;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Searching;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Searching;

public sealed class WordTests(PostgresFixture postgres) : SearchingTest(postgres)
{
    [Fact]
    public async Task Words_are_counted_by_role_side_by_side_without_those_that_are_left_out()
    {
        var table = StudyBuilder.Must(await The<CountWords>().RunAsync(Researcher.AccountId, StudyId, WordGroups.Role, SearchAsk.Participants, null, byStem: false, Cancel));

        Assert.Equal(["Peer support worker", "PSW supervisor"], table.Groups.Select(g => g.Name));
        var waited = table.Words.Single(w => w.Word == "waited");
        Assert.Equal([2, 0], waited.Uses);
        Assert.Equal([1, 1], table.Words.Single(w => w.Word == "support").Uses);
        Assert.DoesNotContain(table.Words, w => w.Word is "the" or "was" or "not");
        await using var db = Open();
        Assert.Equal(await db.TurnWords.SumAsync(t => t.WordCount, Cancel) - 4 - 2 - 3, table.Groups.Sum(g => g.Words)); // without the interviewer's
    }

    [Fact]
    public async Task Forms_of_a_word_can_be_counted_together_under_the_most_frequent()
    {
        var table = StudyBuilder.Must(await The<CountWords>().RunAsync(Researcher.AccountId, StudyId, WordGroups.None, null, null, byStem: true, Cancel));

        var wait = table.Words[0];
        Assert.Equal(("waited", 5, 2), (wait.Word, wait.All, wait.Transcripts));
    }

    [Fact]
    public async Task Another_trusts_words_are_not_counted()
    {
        var inAlder = await Study.MemberAsync(Domain.Members.Role.Researcher, Study.Trust("Alder"));

        var table = StudyBuilder.Must(await The<CountWords>().RunAsync(inAlder.AccountId, StudyId, WordGroups.Trust, null, null, byStem: false, Cancel));

        Assert.Equal(["Alder"], table.Groups.Select(g => g.Name));
        Assert.DoesNotContain(table.Words, w => w.Word == "funding");
    }

    [Fact]
    public async Task A_study_says_itself_which_words_are_left_out()
    {
        StudyBuilder.Must(await The<ChangeStopWords>().RunAsync(Researcher.AccountId, StudyId, "Support, WAIT  the", Cancel));

        Assert.Equal(["support", "the", "wait"], StudyBuilder.Must(await The<ReadStopWords>().RunAsync(Supervisor.AccountId, StudyId, Cancel)));
        var table = StudyBuilder.Must(await The<CountWords>().RunAsync(Researcher.AccountId, StudyId, WordGroups.None, null, null, byStem: false, Cancel));
        Assert.DoesNotContain(table.Words, w => w.Word == "support");
        Assert.Contains(table.Words, w => w.Word == "not");
        await using var db = Open();
        Assert.Single(await db.AuditEntries.Where(e => e.Kind == AuditKind.StopWordsChanged).ToListAsync(Cancel));
    }

    [Fact]
    public async Task Turns_like_a_passage_share_its_telling_words()
    {
        var turn = Boss.Turns[1].Segment;

        var found = StudyBuilder.Must(await The<FindLike>().RunAsync(Researcher.AccountId, StudyId, Boss.Id, turn, Cancel));

        Assert.Equal(Boss.Text.Words[turn.Start..turn.End], found.Words);
        Assert.DoesNotContain(found.Turns, t => t.Turn.TranscriptId == Boss.Id && t.Turn.Turn == 2);
        var first = found.Turns[0];
        Assert.Equal(1, first.Likeness);
        Assert.Contains(first.Shared[0], new[] { "waiting", "support", "supervision", "waited" });
        Assert.All(found.Turns, t => Assert.NotEmpty(t.Turn.Hits));
    }

    [Fact]
    public void The_british_words_are_words_as_search_knows_them()
    {
        Assert.Equal(StopWords.British, SearchWords.Of(string.Join(' ', StopWords.British)).Select(w => w.Word));
        Assert.Equal(StopWords.British.Count, StopWords.British.Distinct().Count());
    }
}
