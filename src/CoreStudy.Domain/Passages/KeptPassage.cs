using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Settling;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Passages;

/// <summary>
/// A place in a transcript that something else holds on to: the evidence of a finding, a run of a quote, a link of a summary or a memo.
/// It moves with the text as codings do, and goes with what holds it.
/// </summary>
public sealed class KeptPassage
{
    private KeptPassage() { }

    public KeptPassageId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public TranscriptId TranscriptId { get; private set; }

    /// <summary>Today's place, in UTF-16 code units, end exclusive.</summary>
    public Segment Segment { get; private set; }

    /// <summary>The words at the segment, as the text says them now: what the check of codings compares.</summary>
    public string Words { get; private set; } = "";

    /// <summary>The coding it was taken from; null where it was taken from the settled layer, or from the text itself.</summary>
    public CodingId? CodingId { get; private set; }

    public SettledCodingId? SettledCodingId { get; private set; }

    /// <summary>The code that the coding had then.</summary>
    public CodeId? CodeId { get; private set; }

    public MemberId KeptBy { get; private set; }

    public DateTimeOffset KeptAt { get; private set; }

    /// <summary>When its words went, because a participant withdrew them.</summary>
    public DateTimeOffset? WithdrawnAt { get; private set; }

    /// <summary>Keeps the place of a coding.</summary>
    public static KeptPassage Of(Coding coding, MemberId by, DateTimeOffset at) =>
        new()
        {
            Id = KeptPassageId.New(), StudyId = coding.StudyId, TranscriptId = coding.TranscriptId, Segment = coding.Segment, Words = coding.Words,
            CodingId = coding.Id, CodeId = coding.CodeId, KeptBy = by, KeptAt = at,
        };

    /// <summary>Keeps the place of a coding of the settled layer.</summary>
    public static KeptPassage Of(SettledCoding coding, MemberId by, DateTimeOffset at) =>
        new()
        {
            Id = KeptPassageId.New(), StudyId = coding.StudyId, TranscriptId = coding.TranscriptId, Segment = coding.Segment, Words = coding.Words,
            SettledCodingId = coding.Id, CodeId = coding.CodeId, KeptBy = by, KeptAt = at,
        };

    /// <summary>Keeps a place of a text, whoever coded it or not; refused where it reaches past the end or cuts a character in two.</summary>
    public static Result<KeptPassage> Of(StudyId studyId, TranscriptId transcriptId, TranscriptText text, Segment segment, MemberId by, DateTimeOffset at)
    {
        if (text.Cut(segment).IsRefused(out var refusal, out var excerpt)) return refusal;
        return new KeptPassage { Id = KeptPassageId.New(), StudyId = studyId, TranscriptId = transcriptId, Segment = segment, Words = excerpt.Words, KeptBy = by, KeptAt = at };
    }

    /// <summary>A part of it, as a passage of its own with the same origin; refused where the part is not wholly inside.</summary>
    public Result<KeptPassage> Part(Segment part, MemberId by, DateTimeOffset at)
    {
        if (part.Start < Segment.Start || part.End > Segment.End) return new Refusal("The selection reaches outside the passage.");
        var (from, to) = (part.Start - Segment.Start, part.End - Segment.Start);
        if (Cuts(from) || Cuts(to)) return new Refusal("The selection begins or ends inside a character. Please select it again.");
        return new KeptPassage
        {
            Id = KeptPassageId.New(), StudyId = StudyId, TranscriptId = TranscriptId, Segment = part, Words = Words[from..to],
            CodingId = CodingId, SettledCodingId = SettledCodingId, CodeId = CodeId, KeptBy = by, KeptAt = at, WithdrawnAt = WithdrawnAt,
        };
    }

    private bool Cuts(int at) => at > 0 && at < Words.Length && char.IsLowSurrogate(Words[at]) && char.IsHighSurrogate(Words[at - 1]);
}

/// <summary>What became of the coding that a passage was kept from; derived when it is read, never stored.</summary>
public enum EvidenceState
{
    /// <summary>It is as it was; or the passage was kept from the text itself, and its words are there.</summary>
    Stands,

    /// <summary>The coding was taken away, or its decision was.</summary>
    CodingRemoved,

    /// <summary>It has another code now.</summary>
    Recoded,

    /// <summary>It lies on other words now.</summary>
    Moved,

    /// <summary>A participant withdrew the words.</summary>
    Withdrawn,
}
