namespace CoreStudy.Domain.Memos;

/// <summary>A question that may help somebody to begin an entry.</summary>
public enum JournalPrompt
{
    /// <summary>Where I stand, and what of me is in how I read.</summary>
    Positionality,

    /// <summary>What I had not expected.</summary>
    Surprise,

    /// <summary>What I brought to this interview.</summary>
    Brought,

    /// <summary>How it was for me, and what I need.</summary>
    Feeling,
}

/// <summary>An entry of somebody's reflexive journal, which nobody else reads.</summary>
/// <remarks>Its words are not here: <see cref="Sealed"/> holds them, sealed for their writer by who keeps the journal.</remarks>
public sealed class JournalEntry
{
    /// <summary>Characters that an entry can have.</summary>
    public const int Longest = 50_000;

    private JournalEntry() { }

    public JournalEntryId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    /// <summary>Whose journal it is in.</summary>
    public MemberId MemberId { get; private set; }

    /// <summary>The day that it is about.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>The question that it began with; null where there was none.</summary>
    public JournalPrompt? Prompt { get; private set; }

    public byte[] Sealed { get; private set; } = [];

    public DateTimeOffset WrittenAt { get; private set; }

    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>How often it was saved: a change says which it began on.</summary>
    public int Version { get; private set; }

    public static JournalEntry Begin(JournalEntryId id, StudyId studyId, MemberId by, DateTimeOffset at) =>
        new() { Id = id, StudyId = studyId, MemberId = by, WrittenAt = at };

    /// <summary>Why a text cannot be kept; null where it can.</summary>
    public static Refusal? Forbid(string text) => Words.Required("some words for this entry", text, Longest);

    /// <param name="sealedWords">Its words, sealed.</param>
    public void Write(DateOnly day, JournalPrompt? prompt, byte[] sealedWords, DateTimeOffset at) =>
        (Day, Prompt, Sealed, ChangedAt, Version) = (day, prompt, sealedWords, at, Version + 1);

    public override string ToString() => $"journal entry, {Sealed.Length} bytes sealed";
}

/// <summary>How somebody keeps their journal.</summary>
public sealed class Journal
{
    private Journal() { }

    public MemberId MemberId { get; private set; }

    /// <summary>Whether questions are offered to begin with.</summary>
    public bool WithPrompts { get; private set; } = true;

    public static Journal Of(MemberId member) => new() { MemberId = member };

    public void Prompt(bool withPrompts) => WithPrompts = withPrompts;
}
