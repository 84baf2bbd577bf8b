using CoreStudy.Domain.Redactions;

namespace CoreStudy.Vault.Papers;

/// <summary>Who a participant is.</summary>
public sealed record Identity(string Name, string Contact, string Notes)
{
    public override string ToString() => $"identity of {Name.Length} characters";
}

/// <summary>What a trust or a site is really called, with the other names it goes by.</summary>
public sealed record PlaceName(string Name, IReadOnlyList<string> OtherNames)
{
    public override string ToString() => $"place name of {Name.Length} characters";
}

/// <summary>The redactions of a transcript: proposed, accepted, rejected. Places in its original, no words.</summary>
public sealed record Decisions(IReadOnlyList<Redaction> Redactions);

/// <summary>An entry of a study's register: somebody or something that could identify, every form it was met in, and what stands in its place.</summary>
/// <param name="Id">Also the subject of its paper.</param>
/// <param name="Replacement">With its brackets, such as <c>[colleague 3]</c>.</param>
/// <param name="Forms">As met: full names, nicknames, misspellings.</param>
/// <param name="ParticipantId">Where it is a participant: then their key seals it, and it goes with them.</param>
/// <param name="JoinedInto">The entry that it turned out to be; it keeps its own forms, so that the two can be parted again.</param>
public sealed record Identifier(Guid Id, IdentifierCategory Category, string Replacement, IReadOnlyList<string> Forms, Guid? ParticipantId, Guid? JoinedInto = null)
{
    public override string ToString() => $"{Category} with {Forms.Count} forms";
}

/// <summary>What was done at the review desk of a transcript, for undo and redo: places and ids, no words.</summary>
/// <param name="Steps">The last ones, oldest first.</param>
/// <param name="Undone">How many of the last steps are undone at present.</param>
public sealed record ReviewHistory(IReadOnlyList<ReviewStep> Steps, int Undone);

/// <summary>One deed at the review desk.</summary>
/// <param name="Deed">What it is called, such as “Accept”; no words of the text.</param>
/// <param name="Before">The redactions that it changed or took away, as they were.</param>
/// <param name="After">The same and those that it made, as they are since.</param>
/// <param name="Followed">The released words of other transcripts that followed, when an entry was called otherwise or joined into another.</param>
public sealed record ReviewStep(
    string Deed, IReadOnlyList<Redaction> Before, IReadOnlyList<Redaction> After, IReadOnlyList<RegisterStep> Register, IReadOnlyList<BulkPart>? Followed = null);

/// <summary>What a deed did to an entry of the register.</summary>
/// <param name="IsNew">Whether it made the entry; undoing takes it away again.</param>
/// <param name="FormsFrom">Places of the original whose words became forms of the entry.</param>
public sealed record RegisterStep(
    Guid Entry, IdentifierCategory Category, bool IsNew, string? ReplacementBefore, string ReplacementAfter, Guid? JoinedBefore, Guid? JoinedAfter, IReadOnlyList<int[]> FormsFrom);

/// <summary>A replacement over a whole study, for taking it back: in which transcripts, and as which text revision where it was in released words.</summary>
public sealed record BulkAct(IReadOnlyList<BulkPart> Parts);

/// <param name="Revision">Null where it was in an original under review.</param>
public sealed record BulkPart(Guid Transcript, int? Revision);

/// <summary>What the scan before a release found and an admin explained.</summary>
public sealed record ExplainedHits(IReadOnlyList<ExplainedHit> Hits)
{
    public override string ToString() => $"{Hits.Count} explained hits";
}

/// <param name="Words">What was found.</param>
/// <param name="Reason">Why it identifies nobody.</param>
public sealed record ExplainedHit(string Words, string Reason, Guid By, DateTimeOffset At)
{
    public override string ToString() => $"hit of {Words.Length} characters";
}

/// <summary>Words that a revision of a text took away, for whoever may restore them.</summary>
/// <param name="Content">JSON that the revising wrote.</param>
public sealed record PastWords(string Content)
{
    public override string ToString() => $"past words of {Content.Length} characters";
}

/// <summary>A file that shows a consent.</summary>
public sealed record Evidence(string FileName, string ContentType, byte[] Content)
{
    public override string ToString() => $"evidence of {Content.Length} bytes";
}
