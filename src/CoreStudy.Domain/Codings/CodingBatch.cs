using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Codings;

/// <summary>How much is coded around each hit of a search.</summary>
public enum BatchUnit
{
    /// <summary>The words that were found.</summary>
    Phrase,

    /// <summary>The sentences that hold them.</summary>
    Sentence,

    /// <summary>The whole turn.</summary>
    Turn,
}

/// <summary>One code put on many passages at once by one person, so that all of it can be gone on with, and taken back.</summary>
/// <remarks>The codings themselves are ordinary ones, made by acts as at the desk; the batch only remembers which. What was sought is not kept.</remarks>
public sealed class CodingBatch
{
    /// <summary>Passages in one batch at most.</summary>
    public const int Most = 5000;

    private CodingBatch() { }

    public CodingBatchId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public MemberId MemberId { get; private set; }

    public CodeId CodeId { get; private set; }

    public BatchUnit Unit { get; private set; }

    public DateTimeOffset BegunAt { get; private set; }

    /// <summary>When it was taken back; null while it stands.</summary>
    public DateTimeOffset? TakenBackAt { get; private set; }

    public List<BatchedCoding> Codings { get; private set; } = [];

    /// <param name="places">Where, each with the revision of the text that it is of.</param>
    public static Result<CodingBatch> Begin(StudyId studyId, MemberId by, CodeId code, BatchUnit unit, IReadOnlyCollection<(TranscriptId Transcript, Segment Segment, int TextRevision)> places, DateTimeOffset at)
    {
        if (places.Count == 0) return new Refusal("There is nothing to code: choose at least one hit that is not coded so already.");
        if (places.Count > Most) return new Refusal($"At most {Most:N0} passages can be coded at once; these are {places.Count:N0}. Narrow the search, or tick some of them.");
        var batch = new CodingBatch { Id = CodingBatchId.New(), StudyId = studyId, MemberId = by, CodeId = code, Unit = unit, BegunAt = at };
        batch.Codings.AddRange(places.Select(p => new BatchedCoding(batch.Id, CodingId.New(), ActId.New(), p.Transcript, p.Segment, p.TextRevision)));
        return batch;
    }

    public void TakeBack(DateTimeOffset at) => TakenBackAt ??= at;
}

/// <summary>What became of one passage of a batch.</summary>
public enum BatchedState
{
    Planned,
    Coded,

    /// <summary>It was not kept, for a reason as at the desk.</summary>
    Refused,

    TakenBack,

    /// <summary>It was changed by hand before the batch was taken back, and stays.</summary>
    Left,
}

/// <summary>One passage of a batch.</summary>
public sealed class BatchedCoding
{
    private BatchedCoding() { }

    public BatchedCoding(CodingBatchId batchId, CodingId codingId, ActId actId, TranscriptId transcriptId, Segment segment, int textRevision) =>
        (BatchId, CodingId, ActId, TranscriptId, Segment, TextRevision) = (batchId, codingId, actId, transcriptId, segment, textRevision);

    public CodingBatchId BatchId { get; private set; }

    public CodingId CodingId { get; private set; }

    /// <summary>The act that makes the coding: sent again after an interruption, it is done once.</summary>
    public ActId ActId { get; private set; }

    public TranscriptId TranscriptId { get; private set; }

    /// <summary>Where it was planned, in UTF-16 code units of the text at <see cref="TextRevision"/>; the coding itself knows where it is now.</summary>
    public Segment Segment { get; private set; }

    public int TextRevision { get; private set; }

    public BatchedState State { get; private set; }

    /// <summary>The transcript's coding revision at which it was made.</summary>
    public long? Revision { get; private set; }

    public void Coded(long revision) => (State, Revision) = (BatchedState.Coded, revision);

    public void Refuse() => State = BatchedState.Refused;

    public void TakeBack() => State = BatchedState.TakenBack;

    public void Leave() => State = BatchedState.Left;
}
