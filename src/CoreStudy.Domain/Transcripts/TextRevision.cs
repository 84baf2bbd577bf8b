namespace CoreStudy.Domain.Transcripts;

/// <summary>Why a transcript's text was changed.</summary>
public enum TextRevisionKind
{
    /// <summary>It was anonymised and given to the coders.</summary>
    Release,

    /// <summary>Words that could identify somebody gave way to a replacement.</summary>
    Redaction,

    /// <summary>A mistake of the transcription was put right.</summary>
    Correction,

    /// <summary>An earlier change was taken back.</summary>
    Restoration,

    /// <summary>Words are hidden until an admin has looked at them.</summary>
    Veil,

    /// <summary>Hidden words are shown again.</summary>
    Unveil,

    /// <summary>Words of somebody who has withdrawn were blanked.</summary>
    Withdrawal,
}

/// <summary>That a transcript's text was changed: when, by whom, where and why; never what was there before.</summary>
public sealed class TextRevision
{
    private TextRevision() { }

    public TranscriptId TranscriptId { get; private set; }

    /// <summary>From 1, without gaps; the text as it first was is revision 0.</summary>
    public int Number { get; private set; }

    public TextRevisionKind Kind { get; private set; }

    /// <summary>Null where the app itself did it.</summary>
    public MemberId? By { get; private set; }

    public DateTimeOffset At { get; private set; }

    /// <summary>The coding revision that it took: what was coded before it lies on the text before.</summary>
    public long CodingRevision { get; private set; }

    /// <summary>The revision that this one takes back.</summary>
    public int? Of { get; private set; }

    /// <summary>How places moved.</summary>
    public TextMoves Edits { get; private set; } = null!;

    public RevisionStep Step => new(Number, Of, Edits);

    public static TextRevision Record(
        TranscriptId transcriptId, int number, TextRevisionKind kind, MemberId? by, DateTimeOffset at, long codingRevision, TextMoves edits, int? of) =>
        new() { TranscriptId = transcriptId, Number = number, Kind = kind, By = by, At = at, CodingRevision = codingRevision, Edits = edits, Of = of };
}
