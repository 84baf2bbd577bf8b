using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Codings;

/// <summary>What can change of a coding: which code, where, how sure, and whether it stands.</summary>
/// <param name="Question">What the coder asks the supervisor; empty when nothing.</param>
public sealed record CodingState(CodeId CodeId, Segment Segment, bool IsUnsure, string Question, bool IsRemoved)
{
    /// <summary>Why the question cannot be kept; null where it can.</summary>
    public Refusal? ForbidQuestion() => Domain.Words.Limited("A question", Question, Coding.LongestQuestion);
}

/// <summary>One coder's judgement that one code fits one segment. It keeps the words it was put on.</summary>
public sealed class Coding
{
    /// <summary>Of a question to the supervisor, in characters.</summary>
    public const int LongestQuestion = 1000;

    private Coding() { }

    public CodingId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public TranscriptId TranscriptId { get; private set; }

    public CodeId CodeId { get; private set; }

    /// <summary>Whose judgement it is; nobody else changes it.</summary>
    public MemberId MemberId { get; private set; }

    /// <summary>The second reading that it belongs to, and is seen in alone; null for an ordinary coding.</summary>
    public RoundId? RoundId { get; private set; }

    public Segment Segment { get; private set; }

    /// <summary>The words at the segment when it was set: what the check of codings compares.</summary>
    public string Words { get; private set; } = "";

    public bool IsUnsure { get; private set; }

    public string Question { get; private set; } = "";

    public DateTimeOffset CodedAt { get; private set; }

    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>When it was taken away; it stays in the store, so that it can come back.</summary>
    public DateTimeOffset? RemovedAt { get; private set; }

    /// <summary>The transcript's coding revision at the last change.</summary>
    public long Revision { get; private set; }

    public CodingState State => new(CodeId, Segment, IsUnsure, Question, RemovedAt is not null);

    /// <param name="reading">The second reading that it is made in; null for an ordinary coding.</param>
    public static Coding Create(
        CodingId id, StudyId studyId, TranscriptId transcriptId, MemberId by, CodingState state, string words, DateTimeOffset at, RoundId? reading = null)
    {
        var coding = new Coding { Id = id, StudyId = studyId, TranscriptId = transcriptId, MemberId = by, CodedAt = at, RoundId = reading };
        coding.Become(state, words, at);
        return coding;
    }

    public void Become(CodingState state, string words, DateTimeOffset at)
    {
        (CodeId, Segment, Words, IsUnsure, Question) = (state.CodeId, state.Segment, words, state.IsUnsure, state.Question);
        ChangedAt = at;
        RemovedAt = state.IsRemoved ? RemovedAt ?? at : null;
    }

    public void StampRevision(long revision) => Revision = revision;
}
