using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Data.Transcripts;

/// <summary>A text that nobody else can change until the transaction ends.</summary>
/// <param name="TextRevision">The revision of the text.</param>
/// <param name="Revision">The transcript's coding revision.</param>
public sealed record LockedText(TranscriptId TranscriptId, int TextRevision, long Revision, TranscriptText Text, IReadOnlyList<Segment> Turns)
{
    public override string ToString() => $"revision {TextRevision} of {Text.Length} characters";
}

/// <summary>What keeps a place in a transcript.</summary>
public enum AnchorKind
{
    Coding,

    /// <summary>A coding as it was before an act, which undo goes back to.</summary>
    ActBefore,

    /// <summary>A coding as it was after an act, which redo goes forward to.</summary>
    ActAfter,

    Memo,

    ContentNote,

    Flag,

    /// <summary>A coding of the settled layer.</summary>
    Settled,

    /// <summary>A passage that a finding, a quote, a summary or a memo holds on to.</summary>
    Kept,
}

/// <summary>An anchor that covers more, or another place, than the words it was put on: taking the edits back would not put it right by itself.</summary>
/// <param name="Before">Where it was in the text before.</param>
/// <param name="After">Where it came to be.</param>
public sealed record WidenedAnchor(AnchorKind Kind, Guid Id, Segment Before, Segment After);

/// <summary>A text revision that was made.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Revision">The coding revision that it took.</param>
/// <param name="Went">The words that went, edit by edit. They are to be sealed, and to be kept nowhere else.</param>
/// <param name="Widened">To be sealed with the words, so that a restoration puts anchors back.</param>
public sealed record Revised(TranscriptId TranscriptId, int Number, long Revision, IReadOnlyList<string> Went, IReadOnlyList<WidenedAnchor> Widened)
{
    public override string ToString() => $"revision {Number}: {Went.Count} edits, {Widened.Count} anchors widened";
}

/// <summary>A change of one text among several that are made together.</summary>
/// <param name="BaseRevision">The text revision that the edits were planned on.</param>
public sealed record TextChange(TranscriptId TranscriptId, int BaseRevision, TextEdits Edits);
