using CsCheck;

namespace CoreStudy.Anonymisation.Tests;

public sealed class DetectorPropertyTests
{
    /// <summary>Pieces that rules, lists and the tagger look for, broken in all sorts of ways.</summary>
    private static readonly Gen<string> Piece = Gen.OneOf(
        Pick(
            "Joanna", "joanna mensah", "Dr Fairweather's", "Leeds", "07700 900123", "943 476 5919", "QQ 12 34 56 C", "LS1 4AB", "@", ".com", "www.", "https://", " dot co dot uk", " at ", "oh seven ", "double ", "12/", "/", "March ", "the 3rd of ", "19", "20",
            "I'm 42", "years old", "\n", "\r", "\t", "😀", "\ud83d", "\ude00", "é", "e\u0301", "ﬁ", "ı", "İ", "\0", "\u200b", "—", "’", "'s", "-", "14 Wellington Road", "the only black woman in the ", "NHS Trust", " ", ", ", ". "),
        Gen.String[0, 12], Gen.String[Gen.Char.AlphaNumeric, 0, 20], Gen.Char.Select(c => c.ToString()));

    private static readonly Gen<string> Text = Piece.List[0, 40].Select(string.Concat);

    [Fact]
    public void Proposals_lie_in_the_text_in_order_without_overlap_and_never_cut_a_character()
    {
        Text.Sample(
            text =>
            {
                var proposals = Detector.Shared.Detect(text, Known, 0.1);
                var last = 0;
                foreach (var proposal in proposals)
                {
                    var (start, end) = (proposal.Segment.Start, proposal.Segment.End);
                    Assert.InRange(start, last, text.Length);
                    Assert.InRange(end, start + 1, text.Length);
                    Assert.False(CutsPair(text, start) || CutsPair(text, end));
                    Assert.InRange(proposal.Score, 0.1, 1);
                    Assert.NotEmpty(proposal.Reason);
                    last = end;
                }
            },
            iter: 3000);
    }

    [Fact]
    public void The_same_text_gives_the_same_proposals()
    {
        Text.Sample(text => Assert.Equal(Detector.Shared.Detect(text, Known), Detector.Shared.Detect(text, Known)), iter: 200);
    }

    [Fact]
    public void A_higher_threshold_proposes_nothing_less_sure_than_it()
    {
        Gen.Select(Text, Gen.Double[0, 1]).Sample((text, threshold) => Assert.All(Detector.Shared.Detect(text, Known, threshold), p => Assert.True(p.Score >= threshold)), iter: 300);
    }

    [Fact]
    public void The_sweep_shows_nothing_that_is_hidden()
    {
        Text.Sample(
            text =>
            {
                var hidden = Detector.Shared.Detect(text, Known).Select(p => p.Segment).ToList();
                Assert.All(Sweep.Of(text, hidden), left => Assert.DoesNotContain(hidden, h => h.Overlaps(left.Segment)));
            },
            iter: 1000);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("A")]
    [InlineData("1")]
    [InlineData("1 ")]
    [InlineData("Ann ")]
    [InlineData("a.")]
    [InlineData("a@")]
    [InlineData("one ")]
    [InlineData("a dot ")]
    [InlineData("Ann Lee, ")]
    [InlineData("\n")]
    [InlineData("😀")]
    [InlineData("12/")]
    public void A_line_of_a_million_characters_is_read_in_good_time(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        Detector.Shared.Detect(text, Known, cancel: limit.Token);

        Assert.False(limit.IsCancellationRequested);
    }

    private static Knowledge Known { get; } = Knowledge.Of(
        [new(Guid.CreateVersion7(), Domain.Redactions.IdentifierCategory.Person, "Joanna Mensah"), new(Guid.CreateVersion7(), Domain.Redactions.IdentifierCategory.Telephone, "07700 900123")]);

    internal static Gen<string> Pick(params string[] any) => Gen.Int[0, any.Length - 1].Select(i => any[i]);

    private static bool CutsPair(string text, int at) => at > 0 && at < text.Length && char.IsHighSurrogate(text[at - 1]) && char.IsLowSurrogate(text[at]);
}
