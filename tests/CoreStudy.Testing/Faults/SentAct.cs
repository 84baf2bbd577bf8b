using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Testing.Faults;

/// <summary>What the site has said of an act so far.</summary>
public enum Told
{
    Nothing,
    Kept,
    Refused,
}

/// <summary>One act of one person, and what they were told of it: a line of the ledger.</summary>
/// <param name="Id">Made by the client, as the browser does.</param>
/// <param name="IsRemoval">Takes the coding away; otherwise it puts one.</param>
internal sealed record SentAct(Guid Id, MemberId By, CodingId Coding, CodeId Code, Segment Segment, bool IsRemoval)
{
    public Told Told { get; set; }

    /// <summary>Its place in the order of acts, as the person was told; null where it was not kept.</summary>
    public long? Revision { get; set; }

    public int Sendings { get; set; }

    /// <summary>When it was sent for the last time.</summary>
    public DateTimeOffset SentAt { get; set; }

    /// <summary>As the browser writes it.</summary>
    public object Message => IsRemoval
        ? new { id = Id, kind = "Remove", codingId = Coding.Value }
        : new { id = Id, kind = "Apply", codingId = Coding.Value, codeId = Code.Value, start = Segment.Start, end = Segment.End };
}
