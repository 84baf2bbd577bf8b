using System.Globalization;
using System.Text;
using CoreStudy.Domain.Transcripts;
using CsCheck;

namespace CoreStudy.Domain.Tests.Transcripts;

public sealed class TranscriptTextTests
{
    private static readonly string[] Pieces =
        ["a", "waiting", " ", "\n", "\r\n", "\r", "é", "e\u0301", "👩‍👧", "🙂", "🏴󠁧󠁢󠁷󠁬󠁳󠁿", "क्षि", "ﬁ", "\0", "\ud83d"];

    private static readonly Gen<string> Words = Gen.Int[0, Pieces.Length - 1].List[0, 30].Select(picks => string.Concat(picks.Select(p => Pieces[p])));

    [Fact]
    public void Normalising_again_changes_nothing() =>
        Words.Sample(text => TranscriptText.Normalise(TranscriptText.Normalise(text)) == TranscriptText.Normalise(text));

    [Fact]
    public void What_was_normalised_has_line_feeds_composed_characters_and_no_half_of_a_pair() => Words.Sample(text =>
    {
        var normal = TranscriptText.Normalise(text);
        return !normal.Contains('\r') && !normal.Contains('\0') && normal.IsNormalized(NormalizationForm.FormC)
            && normal.EnumerateRunes().Sum(r => r.Utf16SequenceLength) == normal.Length;
    });

    [Fact]
    public void Snapping_grows_a_segment_to_whole_characters_and_no_further() =>
        Gen.Select(Words, Gen.Int[0, 200], Gen.Int[1, 40]).Sample((raw, from, length) =>
        {
            var text = new TranscriptText(TranscriptText.Normalise(raw) + "end");
            var start = from % (text.Length - 1);
            var segment = new Segment(start, Math.Min(text.Length, start + length));
            var edges = StringInfo.ParseCombiningCharacters(text.Words).Append(text.Length).ToHashSet();

            var snapped = text.SnapOutwards(segment);

            return edges.Contains(snapped.Start) && edges.Contains(snapped.End)
                && snapped.Start == edges.Where(e => e <= segment.Start).Max() && snapped.End == edges.Where(e => e >= segment.End).Min();
        });

    [Fact]
    public void A_cut_gives_the_words_between_its_ends()
    {
        var text = new TranscriptText("I waited.");

        Assert.False(text.Cut(new Segment(2, 8)).IsRefused(out _, out var excerpt));

        Assert.Equal("waited", excerpt!.Words);
    }

    [Theory]
    [InlineData(0, 10, "The selection reaches past the end of the transcript.")]
    [InlineData(0, 1, "The selection begins or ends inside a character. Please select it again.")]
    public void A_cut_past_the_end_or_through_a_character_is_refused(int start, int end, string sentence)
    {
        Assert.True(new TranscriptText("🙂 yes").Cut(new Segment(start, end)).IsRefused(out var refusal, out _));

        Assert.Equal(sentence, refusal.Sentence);
    }

    [Theory]
    [InlineData(0, 3, 3, 5, false)]
    [InlineData(0, 4, 3, 5, true)]
    [InlineData(0, 9, 3, 5, true)]
    public void Segments_overlap_where_they_share_a_place(int start, int end, int otherStart, int otherEnd, bool overlaps) =>
        Assert.Equal(overlaps, new Segment(start, end).Overlaps(new Segment(otherStart, otherEnd)));

    [Fact]
    public void An_empty_segment_does_not_exist() => Assert.Throws<ArgumentOutOfRangeException>(() => new Segment(3, 3));

    [Fact]
    public void Words_are_never_told_by_ToString() => Assert.Equal("9 characters", new TranscriptText("I waited.").ToString());
}
