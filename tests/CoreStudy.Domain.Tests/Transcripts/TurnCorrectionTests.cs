using CoreStudy.Domain.Transcripts;
using CsCheck;

namespace CoreStudy.Domain.Tests.Transcripts;

public sealed class TurnCorrectionTests
{
    private static readonly TranscriptText Text = new("How was it?\nI waited four ours for [PSW-07] and ████.");
    private static readonly Segment[] Turns = [new(0, 11), new(12, Text.Length)];

    [Fact]
    public void A_word_put_right_is_one_edit_of_that_word_and_codings_beside_it_stay()
    {
        var correction = Plan("I waited four hours for [PSW-07] and ████.");

        Assert.Equal(new TextEdit(26, 30, "hours"), correction.Edits.All.Single());
        Assert.Empty(correction.LostPlaceholders);
    }

    [Fact]
    public void A_placeholder_that_would_be_gone_is_named()
    {
        Assert.Equal(["[PSW-07]"], Plan("I waited four ours for my colleague and ████.").LostPlaceholders);
        Assert.Empty(Plan("I waited with [PSW-07] four ours and ████.").LostPlaceholders);
    }

    [Theory]
    [InlineData("I waited four ours for [PSW-07] and nobody.", "Words of this turn are withheld until an admin has looked at them. What is withheld cannot be corrected.")]
    [InlineData("I waited four █ ours for [PSW-07] and ████.", "The sign █ stands for what is withheld. Please take it out.")]
    [InlineData("  ", "A turn has words. To leave some out, put […] in their place.")]
    [InlineData("I waited four ours for [PSW-07] and ████. ", "Nothing has been changed.")]
    public void What_cannot_be_corrected_is_said_in_a_sentence(string words, string why)
    {
        Assert.True(TurnCorrection.Plan(Text, Turns, 1, words).IsRefused(out var refusal, out _));
        Assert.Equal(why, refusal.Sentence);
    }

    [Fact]
    public void The_turn_reads_as_it_was_typed_whatever_was_typed() => Gen.Select(Typed, Typed).Sample(
        (before, after) =>
        {
            var text = new TranscriptText($"Yes.\n{before}\nNo.");
            Segment[] turns = [new(0, 4), new(5, 5 + before.Length), new(6 + before.Length, 9 + before.Length)];
            if (TurnCorrection.Plan(text, turns, 1, after).IsRefused(out _, out var correction)) return TranscriptText.Normalise(after).Trim() == before || before != before.Trim();
            return correction.Edits.Apply(text).Words == $"Yes.\n{TranscriptText.Normalise(after).Trim()}\nNo.";
        }, iter: 3000);

    private static readonly Gen<string> Typed = Gen.OneOf(new[] { "a", "bee", " ", ", ", "é", "😀", "[town]", "it's", "\n" }.Select(p => Gen.Const(p)).ToArray()).Array[0, 12].Select(p => "x" + string.Concat(p) + "y");

    private static TurnCorrection Plan(string words) => TurnCorrection.Plan(Text, Turns, 1, words).IsRefused(out var refusal, out var plan) ? throw new InvalidOperationException(refusal.Sentence) : plan;
}
