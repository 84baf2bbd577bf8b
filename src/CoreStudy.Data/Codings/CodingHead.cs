using CoreStudy.Domain;

namespace CoreStudy.Data.Codings;

/// <summary>The last revision of a transcript's codings; its row lock puts all acts on the transcript in one order.</summary>
public sealed class CodingHead(TranscriptId transcriptId)
{
    public TranscriptId TranscriptId { get; private set; } = transcriptId;

    public long Revision { get; private set; }

    /// <summary>The revision of the text that all segments of the transcript are of; 0 while it is as it first was.</summary>
    public int TextRevision { get; private set; }

    public void MoveTo(long revision) => Revision = revision;
}
