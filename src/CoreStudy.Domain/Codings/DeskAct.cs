using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Codings;

/// <summary>What a member asks for at the coding desk; <see cref="CodingAct"/> is the record of one that was kept.</summary>
/// <param name="Id">Made in the browser: the same act sent twice is done once.</param>
public abstract record DeskAct(ActId Id)
{
    /// <summary>The revision of the text that the member had before them; the act's segment is of it.</summary>
    public int TextRevision { get; init; }

    /// <summary>Where the act was done, once it has been carried to a later text; null where it came in time, or has no place.</summary>
    public EarlierPlace? DoneAt { get; init; }

    /// <summary>The act as it would have been done on a later text: on the same words.</summary>
    public virtual DeskAct CarriedTo(int textRevision, TextTrail trail) => this with { TextRevision = textRevision };
}

public sealed record Apply(ActId Id, CodingId CodingId, CodeId CodeId, Segment Segment, bool IsUnsure, string Question) : DeskAct(Id)
{
    public override DeskAct CarriedTo(int textRevision, TextTrail trail) =>
        this with { TextRevision = textRevision, Segment = trail.Carry(Segment), DoneAt = new EarlierPlace(TextRevision, Segment) };
}

/// <summary>Changes a coding that the member made.</summary>
public abstract record ChangeCoding(ActId Id, CodingId CodingId) : DeskAct(Id)
{
    public abstract ActKind Kind { get; }

    /// <summary>What the coding becomes.</summary>
    public abstract CodingState Change(CodingState state);
}

public sealed record Recode(ActId Id, CodingId CodingId, CodeId CodeId) : ChangeCoding(Id, CodingId)
{
    public override ActKind Kind => ActKind.Recode;

    public override CodingState Change(CodingState state) => state with { CodeId = CodeId };
}

public sealed record Resize(ActId Id, CodingId CodingId, Segment Segment) : ChangeCoding(Id, CodingId)
{
    public override ActKind Kind => ActKind.Resize;

    public override DeskAct CarriedTo(int textRevision, TextTrail trail) =>
        this with { TextRevision = textRevision, Segment = trail.Carry(Segment), DoneAt = new EarlierPlace(TextRevision, Segment) };

    public override CodingState Change(CodingState state) => state with { Segment = Segment };
}

public sealed record Remove(ActId Id, CodingId CodingId) : ChangeCoding(Id, CodingId)
{
    public override ActKind Kind => ActKind.Remove;

    public override CodingState Change(CodingState state) => state with { IsRemoved = true };
}

public sealed record Restore(ActId Id, CodingId CodingId) : ChangeCoding(Id, CodingId)
{
    public override ActKind Kind => ActKind.Restore;

    public override CodingState Change(CodingState state) => state with { IsRemoved = false };
}

/// <summary>Says how sure the coder is, perhaps with a question to the supervisor.</summary>
public sealed record Doubt(ActId Id, CodingId CodingId, bool IsUnsure, string Question) : ChangeCoding(Id, CodingId)
{
    public override ActKind Kind => ActKind.Doubt;

    public override CodingState Change(CodingState state) => state with { IsUnsure = IsUnsure, Question = IsUnsure ? Question.Trim() : "" };
}

/// <summary>Takes back the member's last act on this transcript that still stands.</summary>
public sealed record Undo(ActId Id) : DeskAct(Id);

/// <summary>Does again what the member last took back, unless they have done something else since.</summary>
public sealed record Redo(ActId Id) : DeskAct(Id);

public sealed record WriteComment(ActId Id, CodingId CodingId, CommentId CommentId, string Text) : DeskAct(Id);

public sealed record RemoveComment(ActId Id, CommentId CommentId) : DeskAct(Id);

/// <summary>Writes a memo on a passage, or rewrites it.</summary>
public sealed record WriteMemo(ActId Id, MemoId MemoId, Segment Segment, string Text, bool IsPrivate) : DeskAct(Id)
{
    public override DeskAct CarriedTo(int textRevision, TextTrail trail) =>
        this with { TextRevision = textRevision, Segment = trail.Carry(Segment), DoneAt = new EarlierPlace(TextRevision, Segment) };
}

public sealed record RemoveMemo(ActId Id, MemoId MemoId) : DeskAct(Id);

public sealed record ProposeCode(ActId Id, CodeId CodeId, CodeId? ParentId, string Name, string Colour) : DeskAct(Id);
