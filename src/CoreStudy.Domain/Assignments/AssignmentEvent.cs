namespace CoreStudy.Domain.Assignments;

public enum AssignmentEventKind
{
    Assigned,
    Rescheduled,
    Done,
    TakenUp,
    SignedOff,

    /// <summary>Signed off by mistake: back to done.</summary>
    SignOffTakenBack,
    SentBack,
    Withdrawn,
}

/// <summary>Something that happened to an assignment; progress over time is drawn from these.</summary>
public sealed class AssignmentEvent(AssignmentId assignmentId, int number, AssignmentEventKind kind, MemberId by, DateTimeOffset at, string remark)
{
    public AssignmentId AssignmentId { get; private set; } = assignmentId;

    /// <summary>From 0, in order.</summary>
    public int Number { get; private set; } = number;

    public AssignmentEventKind Kind { get; private set; } = kind;

    public MemberId By { get; private set; } = by;

    public DateTimeOffset At { get; private set; } = at;

    /// <summary>What a supervisor said when sending it back; otherwise empty.</summary>
    public string Remark { get; private set; } = remark;
}
