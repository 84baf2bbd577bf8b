using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Memos;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Themes;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Interchange.RefiQda.Studies;

/// <summary>A whole study as it goes to other programs and comes from them. Ids are those of the file; whoever stores it gives its own.</summary>
public sealed record ExchangedStudy
{
    public required string Name { get; init; }

    public string Description { get; init; } = "";

    /// <summary>Those who coded, commented or wrote.</summary>
    public IReadOnlyList<ExchangedCoder> Coders { get; init; } = [];

    /// <summary>Each code before those below it, siblings in their order.</summary>
    public IReadOnlyList<ExchangedCode> Codes { get; init; } = [];

    public IReadOnlyList<ExchangedAttribute> Attributes { get; init; } = [];

    public IReadOnlyList<ExchangedParticipant> Participants { get; init; } = [];

    public IReadOnlyList<ExchangedTrust> Trusts { get; init; } = [];

    public IReadOnlyList<ExchangedInterview> Interviews { get; init; } = [];

    public IReadOnlyList<ExchangedTranscript> Transcripts { get; init; } = [];

    public IReadOnlyList<ExchangedMemo> Memos { get; init; } = [];

    /// <summary>Each theme before its sub-themes, siblings in their order.</summary>
    public IReadOnlyList<ExchangedTheme> Themes { get; init; } = [];

    public IReadOnlyList<ExchangedFinding> Findings { get; init; } = [];

    public IReadOnlyList<ExchangedQuote> Quotes { get; init; } = [];

    public override string ToString() => $"{Transcripts.Count} transcripts, {Codes.Count} codes";
}

/// <param name="Name">As the team sees the person; never an address or an account.</param>
public sealed record ExchangedCoder(RefiId Id, string Name)
{
    public override string ToString() => Id.ToString();
}

public sealed record ExchangedCode(RefiId Id, RefiId? Parent, CodeWords Words, CodeState State)
{
    public override string ToString() => Id.ToString();
}

/// <summary>What an attribute of participants says.</summary>
public enum AttributeMeaning
{
    /// <summary>One of the study's own.</summary>
    Attribute,

    /// <summary>What the participant is in the study.</summary>
    Role,

    /// <summary>The trust that the participant belongs to.</summary>
    Trust,
}

/// <param name="Choices">What can be chosen; empty unless it is a choice.</param>
public sealed record ExchangedAttribute(RefiId Id, string Name, AttributeKind Kind, IReadOnlyList<string> Choices, AttributeMeaning Meaning)
{
    public override string ToString() => Id.ToString();
}

/// <param name="Label">Of a study's own: a pseudonym. Of another program's: whatever its case is called, which may be a name.</param>
/// <param name="Values">By attribute; what is not known is left out.</param>
public sealed record ExchangedParticipant(RefiId Id, string Label, IReadOnlyDictionary<RefiId, string> Values, string Notes = "")
{
    public override string ToString() => Id.ToString();
}

/// <summary>A trust, which other programs show as a group of its texts.</summary>
public sealed record ExchangedTrust(RefiId Id, string Label)
{
    public override string ToString() => Id.ToString();
}

/// <param name="Trust">Its label; empty where the file does not say.</param>
/// <param name="Site">Its label; empty for none.</param>
public sealed record ExchangedInterview(RefiId Id, string Title, InterviewKind Kind, string Trust, string Site, DateOnly? HeldOn, IReadOnlyList<RefiId> Participants)
{
    public override string ToString() => Id.ToString();
}

/// <param name="Number">From 0.</param>
/// <param name="Label">As the file names the speaker; null where it names none.</param>
/// <param name="Participant">Who that is, where the file says.</param>
public sealed record ExchangedSpeaker(int Number, string? Label, RefiId? Participant, bool IsInterviewer)
{
    public override string ToString() => $"speaker {Number}";
}

/// <param name="Segment">In the transcript's words.</param>
/// <param name="StartMs">Milliseconds from the start of the recording, where the file says.</param>
public sealed record ExchangedTurn(int Speaker, Segment Segment, long? StartMs);

/// <summary>A transcript: the words of its turns with a line feed between two, without speakers and times.</summary>
public sealed record ExchangedTranscript(
    RefiId Id, RefiId Interview, string Title, string Words, IReadOnlyList<ExchangedSpeaker> Speakers, IReadOnlyList<ExchangedTurn> Turns, IReadOnlyList<StudyCoding> Codings)
{
    /// <summary>The revision of the text that the words are, in the study that it leaves; 0 while it is as it first was.</summary>
    public int Revision { get; init; }

    public override string ToString() => $"{Words.Length} characters, {Turns.Count} turns, {Codings.Count} codings";
}

/// <param name="Coder">Null for the settled layer, which is nobody's alone, and where the file names nobody.</param>
public sealed record StudyCoding(RefiId Id, RefiId Code, RefiId? Coder, DateTimeOffset? At, Segment Segment, CodingMarks Marks, IReadOnlyList<StudyComment> Comments)
{
    /// <summary>The selection that it lies in; null where nobody has given that an id yet.</summary>
    public RefiId? Selection { get; init; }

    public override string ToString() => Id.ToString();
}

public sealed record StudyComment(RefiId Id, RefiId? By, DateTimeOffset? At, string Text)
{
    public override string ToString() => $"comment of {Text.Length} characters";
}

/// <summary>A passage that something besides a coding lies on.</summary>
public sealed record StudyPlace(RefiId Transcript, Segment Segment);

/// <summary>A link between a memo and what it is about, where the file had one.</summary>
/// <param name="Target">The code, participant or transcript; of a passage, its transcript.</param>
/// <param name="Place">The passage; null for none.</param>
public sealed record ExchangedLink(RefiId Id, RefiId Target, StudyPlace? Place)
{
    /// <summary>By what the link of a memo to something is known here, where no row of its own has an id.</summary>
    public static RefiId KeyOf(RefiId memo, RefiId target) => RefiId.From($"{memo} {target}");

    /// <param name="isItsOwn">Whether the memo lies on the passage, wherever that moves; otherwise it is one of those that the memo is about.</param>
    public static RefiId KeyOf(RefiId memo, StudyPlace place, bool isItsOwn) => isItsOwn ? RefiId.From($"{memo} place") : RefiId.From($"{memo} {place.Transcript} {place.Segment}");
}

/// <param name="Place">The passage that it was written on; null for none.</param>
/// <param name="Passages">Further passages that it is about.</param>
public sealed record ExchangedMemo(
    RefiId Id, MemoKind Kind, string Title, string Text, bool TeamWrites, RefiId? By, DateTimeOffset? At, StudyPlace? Place,
    IReadOnlyList<RefiId> Codes, IReadOnlyList<RefiId> Themes, IReadOnlyList<RefiId> Participants, IReadOnlyList<RefiId> Interviews, IReadOnlyList<StudyPlace> Passages)
{
    /// <summary>The selection that it lies on; null where nobody has given that an id yet.</summary>
    public RefiId? Selection { get; init; }

    /// <summary>Links of the file to what it is about; what has none is said in another way.</summary>
    public IReadOnlyList<ExchangedLink> Links { get; init; } = [];

    public override string ToString() => $"memo of {Text.Length} characters";
}

public sealed record ExchangedTheme(RefiId Id, RefiId? Parent, Domain.Themes.ThemeWords Words, ThemeStatus Status, IReadOnlyList<RefiId> Codes)
{
    public override string ToString() => Id.ToString();
}

/// <param name="Coding">The coding that the passage was chosen from.</param>
public sealed record ExchangedEvidence(RefiId Coding, StudyPlace Place, EvidenceSide Side, string Note)
{
    public override string ToString() => $"{Side} {Coding}";
}

public sealed record ExchangedFinding(
    RefiId Id, RefiId Theme, FindingWords Words, RefiId? By, DateTimeOffset? At, IReadOnlyList<ExchangedEvidence> Evidence, IReadOnlyList<RefiId> Quotes)
{
    public override string ToString() => Id.ToString();
}

/// <param name="Text">As one reads it, with the label below it; only of those who agreed to be quoted.</param>
/// <param name="Whole">The passage that it is taken from.</param>
/// <param name="Pieces">How it is put together; empty where the file does not say.</param>
public sealed record ExchangedQuote(RefiId Id, string Text, StudyPlace Whole, IReadOnlyList<QuotePiece> Pieces, bool IsApproved, RefiId? By, DateTimeOffset? At)
{
    public override string ToString() => $"quote of {Text.Length} characters";
}

/// <summary>What a study makes of something in a file.</summary>
public enum StudyOutcome
{
    /// <summary>It is taken as what it is.</summary>
    Taken,

    /// <summary>It becomes something else, or something of it is otherwise.</summary>
    Changed,

    /// <summary>It is left out.</summary>
    Skipped,
}

/// <summary>How many of some kind of thing become what.</summary>
/// <param name="What">A name for programs.</param>
/// <param name="Examples">Which, by name or place, some of them; never the words of a text.</param>
public sealed record StudyRemark(StudyOutcome Outcome, string What, int Count, string Sentence, IReadOnlyList<string> Examples);
