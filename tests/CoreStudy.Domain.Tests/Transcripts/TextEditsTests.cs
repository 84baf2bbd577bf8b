using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Tests.Transcripts;

public sealed class TextEditsTests
{
    private static readonly TranscriptText Text = new("I met Anna Reed.\nAnna who?");
    private static readonly Segment[] Turns = [new(0, 16), new(17, 26)];

    [Theory]
    [InlineData("Anna Reed", "[PSW-07]")]
    [InlineData("Anna", "[PSW-07]")]
    [InlineData("na Re", "[PSW-07]")]
    [InlineData("met Anna", "met [PSW-07]")]
    [InlineData("Reed.", "[PSW-07].")]
    [InlineData("I met", "I met")]
    [InlineData("who", "who")]
    public void An_anchor_keeps_its_words_and_covers_the_whole_of_what_came_for_a_part(string before, string after)
    {
        var edits = Plan(new TextEdit(6, 15, "[PSW-07]"));

        var carried = edits.Carry(At(before));

        Assert.Equal(after, Cut(edits.Apply(Text), carried));
    }

    [Fact]
    public void Words_put_in_at_a_border_belong_to_neither_side_and_those_between_words_to_both()
    {
        var edits = Plan(new TextEdit(10, 10, "belle"));
        var after = edits.Apply(Text);

        Assert.Equal("Anna", Cut(after, edits.Carry(At("Anna"))));
        Assert.Equal(" Reed", Cut(after, edits.Carry(At(" Reed"))));
        Assert.Equal("Annabelle Reed", Cut(after, edits.Carry(At("Anna Reed"))));
    }

    [Fact]
    public void An_anchor_whose_words_all_go_takes_the_nearest_character_of_its_turn()
    {
        var middle = Plan(new TextEdit(6, 11, ""));
        var ending = Plan(new TextEdit(11, 16, ""));

        Assert.Equal("R", Cut(middle.Apply(Text), middle.Carry(At("Anna "))));
        Assert.Equal(" ", Cut(ending.Apply(Text), ending.Carry(At("Reed"))));
    }

    [Fact]
    public void A_veil_hides_letters_and_digits_and_moves_nothing()
    {
        var edits = Plan(TextEdit.Veil(Text, new Segment(6, 16)));

        Assert.Equal("I met ████ ████.\nAnna who?", edits.Apply(Text).Words);
        Assert.Equal(new Segment(8, 13), edits.Carry(new Segment(8, 13)));
    }

    [Fact]
    public void What_is_put_in_at_a_turns_border_is_within_the_turn()
    {
        var edits = Plan(new TextEdit(16, 16, " Yes."), new TextEdit(17, 17, "Oh. "));

        var turns = edits.CarryTurns(Turns);

        Assert.Equal(["I met Anna Reed. Yes.", "Oh. Anna who?"], turns.Select(t => Cut(edits.Apply(Text), t)));
    }

    [Fact]
    public void Edits_are_refused_in_a_sentence()
    {
        var emoji = new TranscriptText("So 😀 yes");

        Assert.Equal("A change stays within one turn. Please make one for each turn.", Why(Text, Turns, new TextEdit(11, 21, "x")));
        Assert.Equal("Turn 2 would be left without words. Put something in their place, such as […].", Why(Text, Turns, new TextEdit(17, 26, " ")));
        Assert.Equal("The change reaches past the end of the transcript.", Why(Text, Turns, new TextEdit(20, 27, "x")));
        Assert.Equal("The change begins or ends inside a character. Please select it again.", Why(emoji, [new(0, 9)], new TextEdit(4, 5, "x")));
        Assert.Equal("Two changes are on the same words. Please make them one.", Why(Text, Turns, new TextEdit(2, 8, "x"), new TextEdit(7, 9, "y")));
        Assert.Equal("A veil is as long as what it hides.", Why(Text, Turns, new TextEdit(6, 10, "█", IsVeil: true)));
        Assert.Equal("The new words hold signs that a transcript cannot keep. Please type them again.", Why(Text, Turns, new TextEdit(6, 10, "\ud83d")));
        Assert.Equal("Nothing would change.", Why(Text, Turns, new TextEdit(6, 6, "")));
    }

    [Fact]
    public void Edits_tell_their_lengths_and_never_their_words()
    {
        Assert.Equal("9 characters at 6 become 8", new TextEdit(6, 15, "[PSW-07]").ToString());
        Assert.Equal("1 edits", Plan(new TextEdit(6, 15, "[PSW-07]")).ToString());
    }

    private static TextEdits Plan(params TextEdit[] edits) =>
        TextEdits.Plan(Text, Turns, edits).IsRefused(out var refusal, out var plan) ? throw new InvalidOperationException(refusal.Sentence) : plan;

    private static string? Why(TranscriptText text, Segment[] turns, params TextEdit[] edits) => TextEdits.Plan(text, turns, edits).IsRefused(out var refusal, out _) ? refusal.Sentence : null;

    private static Segment At(string words) => new(Text.Words.IndexOf(words, StringComparison.Ordinal), Text.Words.IndexOf(words, StringComparison.Ordinal) + words.Length);

    private static string Cut(TranscriptText text, Segment segment) => text.Words[segment.Start..segment.End];
}
