using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Memos;
using CoreStudy.Domain.Searching;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Tests;

/// <summary>Signs that come along with what is copied from broken files, and that a database cannot keep.</summary>
public sealed class KeptWordsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0xd83d)]
    [InlineData(0xde00)]
    [InlineData(0xfffe)]
    public void What_cannot_be_kept_is_refused_in_a_sentence(int sign)
    {
        var text = $"the bus{(char)sign} was late";
        Assert.Contains("cannot be kept", JournalEntry.Forbid(text)?.Sentence, StringComparison.Ordinal);
        Assert.Contains("cannot be kept", Asking(text).ForbidQuestion()?.Sentence, StringComparison.Ordinal);
        Assert.True(SearchQuery.Read(text, byStem: true).IsRefused(out _, out _));
    }

    [Theory]
    [InlineData("the bus 😀 was late")]
    [InlineData("the bus\r\nwas late")]
    [InlineData("the bus\twas\u200b late")]
    public void What_people_type_is_kept(string text)
    {
        Assert.Null(JournalEntry.Forbid(text));
        Assert.Null(Asking(text).ForbidQuestion());
    }

    private static CodingState Asking(string question) => new(CodeId.New(), new Segment(0, 1), true, question, false);
}
