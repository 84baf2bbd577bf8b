using CoreStudy.Domain.Memos;

namespace CoreStudy.Web.Features.Memos;

/// <summary>The questions that may help to begin an entry.</summary>
public static class JournalNames
{
    public static IReadOnlyList<(JournalPrompt Prompt, string Name, string Question)> Prompts { get; } =
    [
        (JournalPrompt.Positionality, "Where I stand", "What of who I am is in how I read this? What might somebody else have seen?"),
        (JournalPrompt.Surprise, "A surprise", "What had I not expected? What did I think would be there, and was not?"),
        (JournalPrompt.Brought, "What I brought", "What did I bring to this interview: a hope, a worry, something of my own?"),
        (JournalPrompt.Feeling, "How it was", "How was this to read? What would be good for me now?"),
    ];

    public static string Of(JournalPrompt prompt) => Prompts.First(p => p.Prompt == prompt).Name;

    public static string QuestionOf(JournalPrompt prompt) => Prompts.First(p => p.Prompt == prompt).Question;
}
