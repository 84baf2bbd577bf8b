using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Tests.Findings;

public sealed class QuoteTextTests
{
    private const string Talk = "How was it?\nI waited, and she told me to wait.\nAnd then?\nSomebody came.";

    private static readonly IReadOnlyList<QuotedTurn> Turns = [Turn(0, 11, 0, "Interviewer"), Turn(12, 46, 1, "Worker"), Turn(47, 56, 0, "Interviewer"), Turn(57, 71, 1, "Worker")];

    [Theory]
    [InlineData("I waited, and she told me to wait.", "I waited, and she told me to wait.")]
    [InlineData("I waited,|told me", "I waited, … told me")]
    [InlineData("I waited,|and she", "I waited, and she")]
    [InlineData("she|[the nurse]|told me", "she [the nurse] told me")]
    [InlineData("she|[the nurse]|me to", "she … [the nurse] me to")]
    [InlineData("[On the ward]|she told me", "[On the ward] she told me")]
    [InlineData("she told me|[and others]", "she told me [and others]")]
    [InlineData("And then?\nSomebody came.", "Interviewer: And then?\nWorker: Somebody came.")]
    [InlineData("I waited,|Somebody came.", "I waited, …\nSomebody came.")]
    [InlineData("to wait.|Somebody came.", "to wait. …\nSomebody came.")]
    [InlineData("to wait.|then?|came.", "Worker: to wait.\nInterviewer: … then?\nWorker: … came.")]
    public void Words_left_out_are_an_ellipsis_and_turns_are_lines(string parts, string expected)
    {
        var written = QuoteText.Write([.. parts.Split('|').Select(Part)], Turns);

        Assert.Equal(expected, written);
    }

    [Fact]
    public void Words_of_the_team_are_not_counted() => Assert.Equal(4, QuoteText.CountWords([Part("I waited,"), Part("[and more of it]"), Part("told me")]));

    [Theory]
    [InlineData(QuoteLabelStyle.Role, "^Worker$", "^Participant$")]
    [InlineData(QuoteLabelStyle.RoleAndTrust, "^Worker, Alder$", "^Participant$")]
    [InlineData(QuoteLabelStyle.RoleTrustAndNumber, "^Worker [123], Alder$", "^Participant [123]$")]
    public void A_label_says_no_more_than_enough_people_share(QuoteLabelStyle style, string worker, string alone)
    {
        List<Person> people = [.. Enumerable.Range(0, 3).Select(_ => Somebody("Worker", "Alder")), .. Enumerable.Range(0, 3).Select(_ => Somebody("Worker", "Birch")), .. Enumerable.Range(0, 3).Select(_ => Somebody("Supervisor", "Birch"))];
        people.AddRange(Enumerable.Range(0, 3).Select(i => Somebody($"Only {i}", "Birch")));

        var labels = QuoteLabel.ForAll(people, 3, style);

        Assert.Matches(worker, labels[1]);
        Assert.Matches(alone, labels[^3]);
        Assert.Equal(style == QuoteLabelStyle.RoleTrustAndNumber, labels.Distinct().Count() == people.Count);
    }

    private static Person Somebody(string role, string trust) => new(ParticipantId.New(), [role, trust]);

    private static QuotedTurn Turn(int start, int end, int speaker, string says) => new(new Segment(start, end), speaker, says);

    private static QuotedPart Part(string words)
    {
        if (words[0] == '[') return new QuotedPart(null, words.Trim('[', ']'));
        var start = Talk.IndexOf(words, StringComparison.Ordinal);
        return new QuotedPart(new Segment(start, start + words.Length), words);
    }
}
