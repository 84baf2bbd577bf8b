using CoreStudy.Domain;

namespace CoreStudy.Data.Tallies;

/// <summary>Up to which revision a transcript's codings have been counted, and for which trust.</summary>
public sealed class TallyMark
{
    public TranscriptId TranscriptId { get; private set; }

    public long Revision { get; private set; }

    public TrustId TrustId { get; private set; }

    /// <summary>What was put away keeps its own counts, and is left out of those of codes.</summary>
    public bool IsArchived { get; private set; }
}
