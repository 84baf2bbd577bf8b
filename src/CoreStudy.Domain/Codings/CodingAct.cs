using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Codings;

public enum ActKind
{
    Apply,
    Recode,
    Resize,
    Remove,
    Restore,
    Doubt,
    Undo,
    Redo,
    Comment,
    RemoveComment,
    WriteMemo,
    RemoveMemo,
    ProposeCode,

    /// <summary>A change of the framework took the coding along: a merge, a split, or the undo of one.</summary>
    Follow,

    /// <summary>It was brought in from a file; whose judgement it is did not make it at the desk, and undo does not reach it.</summary>
    Import,

    /// <summary>What had been brought in was taken back, by who may bring in; undo does not reach it.</summary>
    TakeBack,
}

/// <summary>One thing that a member did at the desk, once, in order. Acts are only ever added; they are what undo and redo read.</summary>
public sealed class CodingAct
{
    private CodingAct() { }

    /// <summary>Made in the browser, so that an act sent twice is done once.</summary>
    public ActId Id { get; private set; }

    public TranscriptId TranscriptId { get; private set; }

    /// <summary>Its place in the order of all acts on the transcript, from 1.</summary>
    public long Revision { get; private set; }

    public MemberId MemberId { get; private set; }

    public DateTimeOffset At { get; private set; }

    public ActKind Kind { get; private set; }

    /// <summary>The coding it changed, where it changed one.</summary>
    public CodingId? CodingId { get; private set; }

    /// <summary>The coding before; null where there was none.</summary>
    public CodingState? Before { get; private set; }

    /// <summary>The coding after.</summary>
    public CodingState? After { get; private set; }

    /// <summary>Where the act was done, if the words had changed before it came; null where it came in time, or gave the coding no place.</summary>
    public EarlierPlace? DoneAt { get; private set; }

    /// <summary>The act that an undo took back or a redo did again.</summary>
    public ActId? Of { get; private set; }

    /// <summary>The change of the framework that it followed.</summary>
    public ChangeId? Change { get; private set; }

    /// <summary>The revision at which this act was undone, while it is.</summary>
    public long? UndoneAt { get; private set; }

    /// <summary>Whether undo can take it back: it changed a coding, and is itself no undo or redo.</summary>
    public bool IsUndoable => CodingId is not null && Kind is not (ActKind.Undo or ActKind.Redo or ActKind.Comment or ActKind.RemoveComment or ActKind.Follow or ActKind.Import or ActKind.TakeBack);

    public static CodingAct Record(
        ActId id, TranscriptId transcriptId, long revision, MemberId by, DateTimeOffset at, ActKind kind,
        CodingId? codingId = null, CodingState? before = null, CodingState? after = null, ActId? of = null, EarlierPlace? doneAt = null) =>
        new()
        {
            Id = id,
            TranscriptId = transcriptId,
            Revision = revision,
            MemberId = by,
            At = at,
            Kind = kind,
            CodingId = codingId,
            Before = before,
            After = after,
            DoneAt = doneAt,
            Of = of,
        };

    public void MarkUndone(long revision) => UndoneAt = revision;

    public void MarkRedone() => UndoneAt = null;
}
