using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Disclosures;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;

namespace CoreStudy.Domain.Progress;

/// <summary>What the board of a study is counted from. Nothing that was put away is among it, nor what belongs to what was put away.</summary>
/// <param name="Roles">The study's participant roles, in its order.</param>
/// <param name="Held">Who took part in an interview that was held.</param>
public sealed record ProgressFacts(
    IReadOnlyList<string> Roles,
    IReadOnlyList<ProgressTrust> Trusts,
    IReadOnlyList<ProgressTarget> Targets,
    IReadOnlyList<ProgressParticipant> Participants,
    IReadOnlyCollection<ParticipantId> Held,
    IReadOnlyList<ProgressTranscript> Transcripts,
    IReadOnlyList<ProgressCoder> Coders,
    IReadOnlyList<ProgressAssignment> Assignments,
    IReadOnlyList<ProgressEvent> Events,
    IReadOnlyList<ProgressTally> Tallies)
{
    /// <summary>k: how many participants a count must be of to be shown to everybody.</summary>
    public int SmallestCell { get; init; } = DisclosureSettings.UsualSmallestCell;

    /// <summary>Interviews that were held, with the step from sound to summary that each has reached.</summary>
    public IReadOnlyList<ProgressInterview> Interviews { get; init; } = [];

    /// <summary>Transcripts of blind rounds.</summary>
    public IReadOnlyList<ProgressBlind> Blind { get; init; } = [];

    /// <summary>Those of them on which a reader may see nothing but their own.</summary>
    public IReadOnlySet<TranscriptId> BlindTo(Member reader) =>
        Blind.Where(b => b.Coders.Contains(reader.Id) || !reader.May(Operation.FollowBlindRounds)).Select(b => b.TranscriptId).ToHashSet();

    /// <summary>The same without what blind rounds hide from a reader.</summary>
    public ProgressFacts SeenBy(MemberId reader, IReadOnlySet<TranscriptId> blind) =>
        this with
        {
            Tallies = [.. Tallies.Where(t => t.MemberId == reader || !blind.Contains(t.TranscriptId))],
            Interviews = [.. Interviews.Select(i => i.Transcripts.Any(blind.Contains) ? i with { Step = i.StepWithoutSummary } : i)],
        };

    /// <summary>The same for some trusts alone: what belongs to another is left out altogether.</summary>
    public ProgressFacts Of(Func<TrustId, bool> trusts)
    {
        var participants = Participants.Where(p => trusts(p.TrustId)).ToList();
        var ids = participants.Select(p => p.Id).ToHashSet();
        var transcripts = Transcripts.Where(t => trusts(t.TrustId)).ToList();
        var texts = transcripts.Select(t => t.Id).ToHashSet();
        var assignments = Assignments.Where(a => texts.Contains(a.TranscriptId)).ToList();
        var given = assignments.Select(a => a.Id).ToHashSet();
        return this with
        {
            Trusts = [.. Trusts.Where(t => trusts(t.Id))],
            Targets = [.. Targets.Where(t => trusts(t.TrustId))],
            Participants = participants,
            Interviews = [.. Interviews.Where(i => trusts(i.TrustId))],
            Held = Held.Where(ids.Contains).ToHashSet(),
            Transcripts = transcripts,
            Assignments = assignments,
            Events = [.. Events.Where(e => given.Contains(e.AssignmentId))],
            Tallies = [.. Tallies.Where(t => texts.Contains(t.TranscriptId))],
        };
    }
}

public sealed record ProgressTrust(TrustId Id, string Label);

/// <param name="Count">Participants wanted.</param>
public sealed record ProgressTarget(TrustId TrustId, string Role, int Count);

public sealed record ProgressParticipant(ParticipantId Id, TrustId TrustId, string Role, string Label);

/// <param name="Participants">Who took part in its interview.</param>
/// <param name="IsOpen">Whether it is open for coding.</param>
public sealed record ProgressTranscript(
    TranscriptId Id, TrustId TrustId, string Title, int Words, DateTimeOffset ImportedAt, bool IsOpen, IReadOnlyList<ParticipantId> Participants);

/// <param name="StepWithoutSummary">The same for somebody from whom its summary is hidden for now.</param>
public sealed record ProgressInterview(TrustId TrustId, InterviewStep Step, InterviewStep StepWithoutSummary, IReadOnlyList<TranscriptId> Transcripts);

public sealed record ProgressCoder(MemberId Id, string Name);

/// <summary>An assignment in the state it is in; one that was taken back too, for its history.</summary>
public sealed record ProgressAssignment(
    AssignmentId Id, TranscriptId TranscriptId, MemberId MemberId, AssignmentState State, DateTimeOffset AssignedAt, DateOnly? DueOn);

/// <summary>A transcript of a blind round, and who codes in it.</summary>
public sealed record ProgressBlind(TranscriptId TranscriptId, IReadOnlyList<MemberId> Coders);

public sealed record ProgressEvent(AssignmentId AssignmentId, int Number, AssignmentEventKind Kind, DateTimeOffset At);

/// <param name="Words">Words of the transcript under one or more of the member's codings, each counted once.</param>
public sealed record ProgressTally(TranscriptId TranscriptId, MemberId MemberId, int Codings, int Words, DateTimeOffset LastAt);
