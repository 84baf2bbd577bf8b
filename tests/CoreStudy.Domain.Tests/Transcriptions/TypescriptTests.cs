using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Summaries;
using CoreStudy.Domain.Transcriptions;

namespace CoreStudy.Domain.Tests.Transcriptions;

public sealed class TypescriptTests
{
    private static readonly TypedSpeaker[] People = [new("Interviewer", null, IsInterviewer: true), new("PSW-07", null, IsInterviewer: false)];

    [Fact]
    public void Changes_make_of_what_was_there_what_the_desk_shows_whatever_was_done_there()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var before = Enumerable.Range(1, random.Next(0, 12)).Select(i => new TypedTurn(i, random.Next(2), i * 1000, $"turn {i}", IsUnheard: false)).ToList();
            var after = before.ToList();
            var (touched, gone, next) = (new HashSet<int>(), new HashSet<int>(), 100);
            for (var i = random.Next(20); i > 0; i--)
            {
                var place = random.Next(after.Count + 1);
                if (random.Next(3) == 0 || after.Count == 0)
                {
                    after.Insert(place, new TypedTurn(next, null, null, $"new {next}", IsUnheard: false));
                    touched.Add(next++);
                }
                else if (random.Next(2) == 0)
                {
                    place = random.Next(after.Count);
                    gone.Add(after[place].Id);
                    touched.Remove(after[place].Id);
                    after.RemoveAt(place);
                }
                else
                {
                    place = random.Next(after.Count);
                    after[place] = after[place] with { Text = $"said {random.Next()}" };
                    touched.Add(after[place].Id);
                }
            }

            var changes = after.Index().Where(t => touched.Contains(t.Item.Id)).Select(t => new TurnChange(t.Item, t.Index == 0 ? null : after[t.Index - 1].Id, IsGone: false))
                .Concat(gone.Select(id => new TurnChange(new TypedTurn(id, null, null, "", IsUnheard: false), null, IsGone: true))).ToList();
            var result = Must(Must(Typescript.Of(People, before)).Change(changes, null));

            Assert.Equal(after, result.Turns);
        }
    }

    [Fact]
    public void A_turn_that_follows_none_that_is_there_is_refused_and_no_word_is_dropped()
    {
        var typed = Must(Typescript.Of(People, [new TypedTurn(1, 0, 0, "One.", IsUnheard: false)]));

        var result = typed.Change([new TurnChange(new TypedTurn(2, 0, 0, "Two.", IsUnheard: false), 9, IsGone: false)], null);

        Assert.True(result.IsRefused(out _, out _));
    }

    [Fact]
    public void A_speaker_too_many_a_label_twice_and_a_number_twice_are_refused()
    {
        Assert.True(Typescript.Of(People, [new TypedTurn(1, 2, 0, "x", IsUnheard: false)]).IsRefused(out _, out _));
        Assert.True(Typescript.Of([People[0], People[0]], []).IsRefused(out _, out _));
        Assert.True(Typescript.Of(People, [new TypedTurn(1, 0, 0, "x", IsUnheard: false), new TypedTurn(1, 0, 0, "y", IsUnheard: false)]).IsRefused(out _, out _));
    }

    [Fact]
    public void A_draft_has_the_turns_with_words_under_their_speakers_at_their_times()
    {
        var typed = Must(Typescript.Of(People, [new(1, 0, 0, "Who helped? ", IsUnheard: false), new(2, null, 900, " ", IsUnheard: false), new(3, 1, 1500, "My team.", IsUnheard: false)]));

        var draft = typed.ToDraft();

        Assert.Null(typed.Unfinished());
        Assert.Equal([("Interviewer", 0L, "Who helped?"), ("PSW-07", 1500L, "My team.")], draft.Turns.Select(t => (t.Speaker!, t.StartMs!.Value, t.Text)));
    }

    [Fact]
    public void What_types_say_of_themselves_holds_no_words()
    {
        var typed = Must(Typescript.Of(People, [new(1, 0, 0, "Wilhelmina", IsUnheard: false)]));

        Assert.DoesNotContain("Wilhelmina", $"{typed} {typed.Turns[0]} {new TurnChange(typed.Turns[0], null, IsGone: false)}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, null, false, false, SummaryState.Empty, InterviewStep.NoRecording)]
    [InlineData(true, null, false, false, SummaryState.Empty, InterviewStep.Recorded)]
    [InlineData(true, TranscriptionState.Typing, false, false, SummaryState.Draft, InterviewStep.BeingTranscribed)]
    [InlineData(true, TranscriptionState.Checked, false, false, SummaryState.Empty, InterviewStep.Checked)]
    [InlineData(true, TranscriptionState.Sent, true, false, SummaryState.Empty, InterviewStep.InAnonymisation)]
    [InlineData(false, null, true, true, SummaryState.Draft, InterviewStep.Transcribed)]
    [InlineData(false, null, true, true, SummaryState.Done, InterviewStep.Summarised)]
    public void An_interview_is_at_the_furthest_step_that_it_has_reached(bool hasSound, TranscriptionState? typing, bool hasTranscript, bool isReleased, SummaryState summary, InterviewStep step) =>
        Assert.Equal(step, new InterviewMaterial(hasSound, typing, hasTranscript, isReleased, summary).Step);

    private static T Must<T>(Result<T> result) => result.IsRefused(out var refusal, out var value) ? throw new InvalidOperationException(refusal.Sentence) : value;
}
