using CoreStudy.Domain.Summaries;

namespace CoreStudy.Domain.Tests.Summaries;

public sealed class SummaryTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly MemberId Ada = MemberId.New();

    [Fact]
    public void Each_saving_is_a_version_and_the_last_one_stands()
    {
        var summary = Begin();

        var first = Must(summary.Write("  Went twice.\r\nWould go again. ", SummaryState.Draft, Ada, At));
        var second = Must(summary.Write("Went twice.", SummaryState.Done, Ada, At.AddHours(1)));

        Assert.Equal((1, "Went twice.\nWould go again.", SummaryState.Draft), (first.Number, first.Text, first.State));
        Assert.Equal((2, second.Text, SummaryState.Done, At.AddHours(1)), (summary.Number, summary.Text, summary.State, summary.ChangedAt));
    }

    [Fact]
    public void Without_words_it_is_empty_and_cannot_be_done()
    {
        var summary = Begin();
        Must(summary.Write("Something.", SummaryState.Done, Ada, At));

        Assert.True(summary.Write(" \n", SummaryState.Done, Ada, At).IsRefused(out _, out _));
        Must(summary.Write(" \n", SummaryState.Draft, Ada, At));

        Assert.Equal((SummaryState.Empty, ""), (summary.State, summary.Text));
    }

    [Fact]
    public void Numbers_of_references_are_never_given_again()
    {
        var summary = Begin();

        var numbers = Enumerable.Range(0, 3).Select(_ => summary.Link(KeptPassageId.New()).Number);

        Assert.Equal([1, 2, 3], numbers);
    }

    [Theory]
    [InlineData("Went twice [2], and again [1] and [2].", new[] { 2, 1 })]
    [InlineData("[0] and [01] and [x] and [12345] are none, [9999] is.", new[] { 9999 })]
    [InlineData("", new int[0])]
    public void References_are_numbers_in_square_brackets(string text, int[] numbers)
    {
        Assert.Equal(numbers, References.In(text));
        Assert.Equal(text, string.Concat(References.Pieces(text).Select(p => p.Words)));
    }

    [Fact]
    public void A_column_that_is_taken_out_comes_back_as_the_same_column()
    {
        var (one, two) = (ColumnSubject.Of(CodeId.New()), ColumnSubject.Of(ThemeId.New()));
        var matrix = Must(FrameworkMatrix.Make(StudyId.New(), "Training", CaseKind.Participants, [one, two], Ada, At));
        var before = matrix.Standing.First().Id;

        Must(matrix.Arrange([two], At));
        Assert.Equal([two], matrix.Standing.Select(c => c.Subject));
        Must(matrix.Arrange([two, one], At));

        Assert.Equal([two, one], matrix.Standing.Select(c => c.Subject));
        Assert.Equal(before, matrix.Standing.Last().Id);
    }

    [Fact]
    public void A_matrix_has_columns_each_once_and_a_name()
    {
        var one = ColumnSubject.Of(CodeId.New());
        Result<FrameworkMatrix> Make(string name, params ColumnSubject[] columns) => FrameworkMatrix.Make(StudyId.New(), name, CaseKind.Trusts, columns, Ada, At);

        Assert.True(Make("Training").IsRefused(out _, out _));
        Assert.True(Make("Training", one, one).IsRefused(out _, out _));
        Assert.True(Make(" ", one).IsRefused(out _, out _));
        Assert.True(Make("Training", [.. Enumerable.Range(0, FrameworkMatrix.MostColumns + 1).Select(_ => ColumnSubject.Of(CodeId.New()))]).IsRefused(out _, out _));
    }

    private static Summary Begin() => Summary.Begin(StudyId.New(), ColumnId.New(), SummaryCase.Of(ParticipantId.New()), At);

    private static T Must<T>(Result<T> result) => result.IsRefused(out var refusal, out var value) ? throw new InvalidOperationException(refusal.Sentence) : value;
}
