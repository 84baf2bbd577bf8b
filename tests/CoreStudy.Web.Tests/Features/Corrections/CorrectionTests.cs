using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Codings;
using CoreStudy.Web.Features.Corrections;
using CoreStudy.Web.Live;
using CoreStudy.Web.Tests.Features.Codings;

namespace CoreStudy.Web.Tests.Features.Corrections;

public sealed class CorrectionTests(PostgresFixture postgres) : RevisedTest(postgres)
{
    [Fact]
    public async Task A_corrected_word_is_changed_for_everybody_and_codings_stay_on_their_words()
    {
        await CodeAsync("with me in Salford");
        await CodeAsync("And then?");

        await CorrectAsync(0, 1, "Anna Reed sat with us in Salford.");

        Assert.Equal(["with us in Salford", "And then?"], await CodedAsync());
        Assert.Contains(News, n => n is TextRevised { TextRevision: 1 });
    }

    [Fact]
    public async Task The_preview_says_which_codings_the_change_touches_and_changes_nothing()
    {
        await CodeAsync("with me");
        await CodeAsync("Salford");

        var preview = StudyBuilder.Must(await The<CorrectTurn>().PreviewAsync(Researcher.AccountId, Transcript.Id, 0, 1, "Anna Reed sat with us in Salford.", Cancel));

        Assert.Equal(["with us"], preview.Codings.Select(c => c.Words));
        Assert.Equal(Words, await TextAsync());
    }

    [Fact]
    public async Task A_placeholder_goes_only_when_that_is_meant()
    {
        await CorrectAsync(0, 1, "[peer 3] sat with me in Salford.");

        var unwarned = await The<CorrectTurn>().RunAsync(Researcher.AccountId, Transcript.Id, 1, 1, "She sat with me in Salford.", mayLosePlaceholders: false, Cancel);
        var meant = await The<CorrectTurn>().RunAsync(Researcher.AccountId, Transcript.Id, 1, 1, "She sat with me in Salford.", mayLosePlaceholders: true, Cancel);

        Assert.Equal("[peer 3] would be gone. It stands for what identifies somebody. Say that you mean it, or put it back.", SentenceOf(unwarned));
        Assert.Null(SentenceOf(meant));
    }

    [Fact]
    public async Task Who_typed_on_a_turn_that_has_changed_since_is_told_so()
    {
        await CorrectAsync(0, 3, "Then Anne left.");

        var late = await The<CorrectTurn>().RunAsync(Researcher.AccountId, Transcript.Id, 0, 1, "Anna Reed sat with us.", mayLosePlaceholders: false, Cancel);

        Assert.Equal("Somebody has changed the words of this transcript meanwhile. Look at the turn as it is now, and correct it again.", SentenceOf(late));
    }

    [Fact]
    public async Task A_correction_is_taken_back_with_its_history_kept()
    {
        await CodeAsync("with me");
        await CorrectAsync(0, 1, "Anna Reed sat with us in Salford.");

        Assert.Null(SentenceOf(await The<RestoreCorrection>().RunAsync(Researcher.AccountId, Transcript.Id, 1, Cancel)));

        Assert.Equal(Words, await TextAsync());
        Assert.Equal(["with me"], await CodedAsync());
        var history = StudyBuilder.Must(await The<ListTextRevisions>().RunAsync(Researcher.AccountId, Study.Study.Id, Transcript.Id, Cancel)).Revisions;
        Assert.Equal([(2, TextRevisionKind.Restoration, (int?)null), (1, TextRevisionKind.Correction, 2)], history.Select(r => (r.Number, r.Kind, r.TakenBackBy)));
        Assert.Equal(["me"], history[1].Went);
    }

    [Fact]
    public async Task Once_something_was_hidden_earlier_words_are_neither_shown_nor_brought_back()
    {
        await CorrectAsync(0, 3, "Then she left.");
        Assert.Null(SentenceOf(await The<FlagPassage>().RunAsync(Coder.AccountId, Transcript.Id, At("Anna Reed"), 1, null, Cancel)));

        var history = StudyBuilder.Must(await The<ListTextRevisions>().RunAsync(Researcher.AccountId, Study.Study.Id, Transcript.Id, Cancel)).Revisions;
        var restoring = await The<RestoreCorrection>().RunAsync(Researcher.AccountId, Transcript.Id, 1, Cancel);

        Assert.All(history, r => Assert.Null(r.Went));
        Assert.Equal("Words were hidden or replaced in this transcript since, and taking this back could bring them to light again. Correct the turn instead.", SentenceOf(restoring));
        Assert.Equal("Only a correction can be taken back here.", SentenceOf(await The<RestoreCorrection>().RunAsync(Researcher.AccountId, Transcript.Id, 2, Cancel)));
    }

    [Fact]
    public async Task Only_researchers_and_leads_correct()
    {
        foreach (var member in new[] { Coder, Admin })
        {
            Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<CorrectTurn>().RunAsync(member.AccountId, Transcript.Id, 0, 1, "x", mayLosePlaceholders: false, Cancel)));
            Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<CorrectTurn>().PreviewAsync(member.AccountId, Transcript.Id, 0, 1, "x", Cancel)));
            Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadTurn>().RunAsync(member.AccountId, Study.Study.Id, Transcript.Id, 1, Cancel)));
            Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ListTextRevisions>().RunAsync(member.AccountId, Study.Study.Id, Transcript.Id, Cancel)));
            Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<RestoreCorrection>().RunAsync(member.AccountId, Transcript.Id, 1, Cancel)));
        }
    }

    [Fact]
    public async Task What_changed_is_told_with_the_new_words_and_never_with_the_old()
    {
        await CorrectAsync(0, 1, "[peer 3] sat with me in Salford.");

        var changes = StudyBuilder.Must(await The<ReadTextChanges>().RunAsync(Coder.AccountId, Transcript.Id, 0, Cancel));

        Assert.Equal([new(1, "[peer 3] sat with me in Salford.")], changes.Words);
        Assert.Equal(1, changes.TextRevision);
        Assert.DoesNotContain("Reed", System.Text.Json.JsonSerializer.Serialize(changes), StringComparison.Ordinal);
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadTextChanges>().RunAsync(Admin.AccountId, Transcript.Id, 0, Cancel)));
    }

    private async Task CorrectAsync(int textRevision, int turn, string words) =>
        Assert.Null(SentenceOf(await The<CorrectTurn>().RunAsync(Researcher.AccountId, Transcript.Id, textRevision, turn, words, mayLosePlaceholders: true, Cancel)));
}
