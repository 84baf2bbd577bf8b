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
public sealed record Identifier(Guid Id, IdentifierCategory Category, string Replacement, IReadOnlyList<string> Forms, Guid? ParticipantId)
{
    public override string ToString() => $"{Category} with {Forms.Count} forms";
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
