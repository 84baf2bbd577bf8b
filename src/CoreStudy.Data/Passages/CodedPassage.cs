using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Data.Passages;

/// <summary>
/// What questions ask of a coding that stands, ordinary or of the settled layer: one row each, without its words, kept beside the codings by
/// <see cref="CodedPassages.RefreshAsync"/>.
/// </summary>
public sealed class CodedPassage
{
    private CodedPassage() { }

    /// <summary>The id of the coding, or of the settled coding.</summary>
    public Guid Id { get; private set; }

    public bool IsSettled { get; private set; }

    public StudyId StudyId { get; private set; }

    public TranscriptId TranscriptId { get; private set; }

    /// <summary>A code that was merged stands for the one it went into.</summary>
    public CodeId CodeId { get; private set; }

    /// <summary>Null for a settled one.</summary>
    public MemberId? MemberId { get; private set; }

    /// <summary>Who says most of its words, interviewers aside, the first of several who say as much; null where only interviewers or people who were matched to nobody speak.</summary>
    public ParticipantId? ParticipantId { get; private set; }

    public Segment Segment { get; private set; }

    /// <summary>The number of the turn it begins in, from 0.</summary>
    public int FirstTurn { get; private set; }

    /// <summary>The number of the turn it ends in; itself included.</summary>
    public int LastTurn { get; private set; }

    /// <summary>The sentence it begins in, from 0 in the transcript.</summary>
    public int FirstSentence { get; private set; }

    /// <summary>The sentence it ends in; itself included.</summary>
    public int LastSentence { get; private set; }

    /// <summary>The first word whose first character lies in it, from 0 in the transcript.</summary>
    public int FirstWord { get; private set; }

    /// <summary>The end of its words, exclusive; the same as <see cref="FirstWord"/> where no word begins in it.</summary>
    public int EndWord { get; private set; }

    /// <summary>How many of its words no earlier passage of the same transcript, layer, code and participant holds: summed over everybody, words covered, each once.</summary>
    public int NewWords { get; private set; }

    /// <summary>The same among the passages of the same member.</summary>
    public int OwnNewWords { get; private set; }

    public DateTimeOffset CodedAt { get; private set; }
}

/// <summary>Up to where a transcript's codings were taken into <see cref="CodedPassage"/>s.</summary>
public sealed class PassageMark
{
    private PassageMark() { }

    public TranscriptId TranscriptId { get; private set; }

    /// <summary>The coding revision.</summary>
    public long Revision { get; private set; }

    /// <summary>The revision of the settlement; -1 without one.</summary>
    public long SettledRevision { get; private set; }

    /// <summary>Stands for the merges of codes that settled codings were read by; 0 without a settlement.</summary>
    public long Merges { get; private set; }
}
