using CoreStudy.Domain.Members;
using CoreStudy.Domain.Rounds;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Assignments;

public enum AssignmentState
{
    /// <summary>To be coded, or being coded.</summary>
    Assigned,

    /// <summary>The coder says that it is coded.</summary>
    Done,

    /// <summary>A supervisor wants something looked at again.</summary>
    SentBack,

    SignedOff,

    /// <summary>Taken back before it was signed off; codings stay.</summary>
    Withdrawn,
}

/// <summary>A transcript that one member is to code.</summary>
public sealed class Assignment
{
    private Assignment() { }

    public AssignmentId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public TranscriptId TranscriptId { get; private set; }

    public MemberId MemberId { get; private set; }

    /// <summary>The round that it is coded for; null for ordinary work.</summary>
    public RoundId? RoundId { get; private set; }

    /// <summary>Whether its coder reads it again, weeks after, apart from what they coded first.</summary>
    public bool IsSecondReading { get; private set; }

    public DateOnly? DueOn { get; private set; }

    public AssignmentState State { get; private set; }

    public DateTimeOffset AssignedAt { get; private set; }

    /// <summary>When it was last said to be done; null while it is not.</summary>
    public DateTimeOffset? DoneAt { get; private set; }

    public DateTimeOffset? SignedOffAt { get; private set; }

    /// <summary>Moves with each change; a clash of two is refused.</summary>
    public uint Version { get; private set; }

    /// <summary>What happened to it, in order.</summary>
    public List<AssignmentEvent> Events { get; private set; } = [];

    public static Result<Assignment> Give(Transcript transcript, Member coder, DateOnly? dueOn, Member by, DateTimeOffset at)
    {
        if (transcript.StudyId != coder.StudyId || transcript.StudyId != by.StudyId || coder.EndedAt is not null) return Refusal.NotFound;
        if (!Rights.Allow(coder.Role, Operation.Code)) return new Refusal($"{coder.Name} does not code in this study.");
        if (!coder.ReachesTrust(transcript.TrustId)) return new Refusal($"The trust of “{transcript.Title}” is not open to {coder.Name}.");
        if (transcript.ArchivedAt is not null) return new Refusal($"“{transcript.Title}” has been put away. Bring it back first.");
        if (transcript.OpenedAt is null) return new Refusal($"“{transcript.Title}” is not open for coding yet. Open it first.");
        var assignment = new Assignment
        {
            Id = AssignmentId.New(),
            StudyId = transcript.StudyId,
            TranscriptId = transcript.Id,
            MemberId = coder.Id,
            DueOn = dueOn,
            AssignedAt = at,
        };
        assignment.Note(AssignmentEventKind.Assigned, by, at);
        return assignment;
    }

    /// <summary>Whether its coder has said that it is coded, and nobody has asked for more.</summary>
    public bool IsHandedIn => State is AssignmentState.Done or AssignmentState.SignedOff;

    /// <summary>Work that is to be coded for a round.</summary>
    public static Result<Assignment> GiveForRound(Round round, Transcript transcript, Member coder, DateOnly? dueOn, Member by, DateTimeOffset at)
    {
        if (Give(transcript, coder, dueOn, by, at).IsRefused(out var refusal, out var assignment)) return refusal;
        (assignment.RoundId, assignment.IsSecondReading) = (round.Id, round.IsSecondReading);
        return assignment;
    }

    /// <summary>Work that was done elsewhere and brought in: it is handed in from the start.</summary>
    public static Assignment BroughtIn(Round round, TranscriptId transcriptId, MemberId coder, Member by, DateTimeOffset at)
    {
        var assignment = new Assignment
        {
            Id = AssignmentId.New(), StudyId = round.StudyId, TranscriptId = transcriptId, MemberId = coder, RoundId = round.Id, State = AssignmentState.Done, AssignedAt = at, DoneAt = at,
        };
        assignment.Note(AssignmentEventKind.Assigned, by, at);
        assignment.Note(AssignmentEventKind.Done, by, at, "Brought in from a file.");
        return assignment;
    }

    /// <summary>The coder's work was brought in from a file for a round, and counts as handed in.</summary>
    public void HandInFromFile(Round round, Member by, DateTimeOffset at)
    {
        RoundId = round.Id;
        if (IsHandedIn) return;
        (State, DoneAt) = (AssignmentState.Done, at);
        Note(AssignmentEventKind.Done, by, at, "Brought in from a file.");
    }

    /// <summary>Work that was given before the round, perhaps done, counts for it from now on.</summary>
    public void Join(Round round) => RoundId = round.Id;

    /// <summary>The round was called off: it goes on as ordinary work.</summary>
    public void LeaveRound() => RoundId = null;

    /// <summary>The coder says that it is coded.</summary>
    public Result<Done> MarkDone(Member by, DateTimeOffset at)
    {
        if (by.Id != MemberId) return new Refusal("Only the one who codes it can say that it is done.");
        if (State is not (AssignmentState.Assigned or AssignmentState.SentBack)) return new Refusal("This is not waiting to be coded any more.");
        (State, DoneAt) = (AssignmentState.Done, at);
        Note(AssignmentEventKind.Done, by, at);
        return Domain.Done.Well;
    }

    /// <summary>The coder goes on with what they had said was done.</summary>
    public Result<Done> TakeUpAgain(Member by, DateTimeOffset at)
    {
        if (by.Id != MemberId) return new Refusal("Only the one who codes it can take it up again.");
        if (State != AssignmentState.Done) return new Refusal("This is not waiting to be signed off.");
        (State, DoneAt) = (AssignmentState.Assigned, null);
        Note(AssignmentEventKind.TakenUp, by, at);
        return Domain.Done.Well;
    }

    /// <summary>Somebody else has read the coding and finds it good.</summary>
    public Result<Done> SignOff(Member by, DateTimeOffset at)
    {
        if (by.Id == MemberId) return new Refusal("Nobody signs off their own coding. Please ask another supervisor or the study lead.");
        if (State != AssignmentState.Done) return new Refusal("Its coder has not said that it is done.");
        (State, SignedOffAt) = (AssignmentState.SignedOff, at);
        Note(AssignmentEventKind.SignedOff, by, at);
        return Domain.Done.Well;
    }

    /// <summary>Who signed off did not mean to: it waits to be signed off again, as if it had not been.</summary>
    public Result<Done> TakeBackSignOff(Member by, DateTimeOffset at)
    {
        if (State != AssignmentState.SignedOff) return new Refusal("This is not signed off.");
        if (Events.MaxBy(e => e.Number)?.By != by.Id) return new Refusal("Only the one who signed it off can take that back. Send it back with a remark instead.");
        (State, SignedOffAt) = (AssignmentState.Done, null);
        Note(AssignmentEventKind.SignOffTakenBack, by, at);
        return Domain.Done.Well;
    }

    /// <param name="remark">What the coder should look at again; up to 1000 characters.</param>
    public Result<Done> SendBack(Member by, string remark, DateTimeOffset at)
    {
        if (by.Id == MemberId) return new Refusal("This is your own: take it up again on your worklist.");
        if (State is not (AssignmentState.Done or AssignmentState.SignedOff)) return new Refusal("Its coder has not said that it is done.");
        if (Words.Required("a remark that says what to look at again", remark, 1000) is { } noRemark) return noRemark;
        (State, DoneAt, SignedOffAt) = (AssignmentState.SentBack, null, null);
        Note(AssignmentEventKind.SentBack, by, at, remark.Trim());
        return Domain.Done.Well;
    }

    public Result<Done> Reschedule(DateOnly? dueOn, Member by, DateTimeOffset at)
    {
        if (State is AssignmentState.SignedOff or AssignmentState.Withdrawn) return new Refusal("This is finished: it needs no other date.");
        if (DueOn == dueOn) return Domain.Done.Well;
        DueOn = dueOn;
        Note(AssignmentEventKind.Rescheduled, by, at);
        return Domain.Done.Well;
    }

    public Result<Done> Withdraw(Member by, DateTimeOffset at)
    {
        if (State == AssignmentState.SignedOff) return new Refusal("This has been signed off. Send it back first.");
        if (State == AssignmentState.Withdrawn) return new Refusal("This has been taken back already.");
        (State, DoneAt) = (AssignmentState.Withdrawn, null);
        Note(AssignmentEventKind.Withdrawn, by, at);
        return Domain.Done.Well;
    }

    private void Note(AssignmentEventKind kind, Member by, DateTimeOffset at, string remark = "") =>
        Events.Add(new AssignmentEvent(Id, Events.Count, kind, by.Id, at, remark));
}
