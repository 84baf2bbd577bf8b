using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Redactions;

public enum RedactionStatus
{
    Proposed,
    Accepted,
    Rejected,
}

/// <summary>A place in the original of a transcript that identifies somebody, or may; it holds no words.</summary>
/// <param name="Start">In UTF-16 code units of the original, inclusive.</param>
/// <param name="End">Exclusive.</param>
/// <param name="IdentifierId">The entry of the study's register that it means; null while none was chosen.</param>
/// <param name="Score">How sure the detector was, from 0 to 1; 1 where a person marked it.</param>
/// <param name="Reason">Why it was proposed, in words for the person who decides.</param>
/// <param name="Group">Places with the same number are held to mean the same; null where nothing is known.</param>
/// <param name="Replacement">What stands here in place of the entry's own replacement; null for that one.</param>
public sealed record Redaction(
    Guid Id, int Start, int End, IdentifierCategory Category, RedactionStatus Status, Guid? IdentifierId, double Score, string Source, string Reason,
    int? Group, string? Replacement, MemberId? DecidedBy, DateTimeOffset? DecidedAt)
{
    public Segment Segment => new(Start, End);
}
