using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Participants;

namespace CoreStudy.Domain.Progress;

/// <summary>How far a study is: participants by trust and role through the stages, words by trust, work by coder, and what waits too long.</summary>
public sealed record Board(
    IReadOnlyList<TrustProgress> Trusts,
    IReadOnlyList<CoderProgress> Coders,
    IReadOnlyList<ParticipantProgress> Participants,
    IReadOnlyList<TranscriptProgress> Transcripts,
    IReadOnlyList<Waiting> Overdue,
    IReadOnlyList<Waiting> Untouched)
{
    /// <summary>All trusts together, role by role.</summary>
    public IReadOnlyList<RoleProgress> Whole { get; init; } = [];

    /// <summary>Marks the counts of participants by trust and role that fewer than k make up, and those that would give these away.</summary>
    /// <remarks>Targets are plans and words are work: neither counts people, and both stay.</remarks>
    public Board MarkSmall(int k)
    {
        var roles = Trusts.SelectMany(t => t.Roles.Select(r => r.Role)).Distinct().ToList();
        if (roles.Count == 0) return this;
        var counts = new int[Trusts.Count, roles.Count];
        for (var t = 0; t < Trusts.Count; t++)
        {
            foreach (var role in Trusts[t].Roles) counts[t, roles.IndexOf(role.Role)] = role.Counts.Reached(Stage.Recruited);
        }

        var held = SmallCells.HoldBack(counts, k);
        var all = Trusts.SelectMany(t => t.Roles).GroupBy(r => r.Role).Select(g => new RoleProgress(
            g.Key, g.Sum(r => r.Target), g.Select(r => r.Counts).Aggregate((a, b) => a + b), held.IsColumnTotalHeld(roles.IndexOf(g.Key))));
        return this with
        {
            Trusts = [.. Trusts.Select((t, i) => t with { Roles = [.. t.Roles.Select(r => r with { IsHeldBack = held.IsHeld(i, roles.IndexOf(r.Role)) })] })],
            Whole = [.. all],
        };
    }

    /// <summary>The same without what is marked: its counts and the participants behind it are gone.</summary>
    public Board WithoutSmall()
    {
        static RoleProgress Empty(RoleProgress role) => role.IsHeldBack ? role with { Counts = StageCounts.Of([]) } : role;
        var shown = Trusts.SelectMany(t => t.Roles.Where(r => !r.IsHeldBack).Select(r => (t.Trust.Id, r.Role))).ToHashSet();
        return this with
        {
            Trusts = [.. Trusts.Select(t => t with { Roles = [.. t.Roles.Select(Empty)] })],
            Whole = [.. Whole.Select(Empty)],
            Participants = [.. Participants.Where(p => shown.Contains((p.Participant.TrustId, p.Participant.Role)))],
        };
    }

    /// <summary>After so long without a coding an assignment counts as untouched.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(7);

    /// <param name="today">What was due before it is overdue.</param>
    public static Board Count(ProgressFacts facts, DateTimeOffset now, DateOnly today)
    {
        var current = facts.Assignments.Where(a => a.State != AssignmentState.Withdrawn).ToLookup(a => a.TranscriptId);
        var tallies = facts.Tallies.ToLookup(t => t.TranscriptId);
        var coded = facts.Tallies.Where(t => t.Codings > 0).ToDictionary(t => (t.TranscriptId, t.MemberId));
        var transcripts = facts.Transcripts.Select(t => new TranscriptProgress(
            t, StageOf(t, current[t.Id], coded.ContainsKey), tallies[t.Id].Select(x => x.Words).DefaultIfEmpty().Max(),
            [.. current[t.Id].Select(a => a.MemberId)])).ToList();
        var furthest = Furthest(facts, transcripts);
        var participants = facts.Participants.Select(p => new ParticipantProgress(p, furthest[p.Id].Stage, furthest[p.Id].Transcript)).ToList();
        return new Board(
            [.. facts.Trusts.Select(t => OfTrust(t, facts, participants, transcripts))],
            OfCoders(facts, transcripts, coded),
            participants,
            transcripts,
            [.. Waits(facts, a => a.State is AssignmentState.Assigned or AssignmentState.SentBack && a.DueOn < today).OrderBy(w => w.Assignment.DueOn)],
            [.. Waits(facts, a => a.State == AssignmentState.Assigned && now - a.AssignedAt > Patience && !coded.ContainsKey((a.TranscriptId, a.MemberId)))
                .OrderBy(w => w.Assignment.AssignedAt)]);
    }

    /// <param name="assignments">Those of the transcript that were not taken back.</param>
    /// <param name="hasCoded">Whether this member has codings on this transcript.</param>
    public static Stage StageOf(
        ProgressTranscript transcript, IEnumerable<ProgressAssignment> assignments, Func<(TranscriptId, MemberId), bool> hasCoded)
    {
        var all = assignments as IReadOnlyCollection<ProgressAssignment> ?? [.. assignments];
        if (all.Count == 0) return transcript.IsOpen ? Stage.Ready : Stage.Transcribed;
        if (all.All(a => a.State == AssignmentState.SignedOff)) return Stage.SignedOff;
        if (all.All(IsDone)) return Stage.Coded;
        return all.Any(a => a.State != AssignmentState.Assigned || hasCoded((a.TranscriptId, a.MemberId))) ? Stage.InCoding : Stage.Assigned;
    }

    private static bool IsDone(ProgressAssignment assignment) => assignment.State is AssignmentState.Done or AssignmentState.SignedOff;

    private static Dictionary<ParticipantId, (Stage Stage, TranscriptId? Transcript)> Furthest(ProgressFacts facts, List<TranscriptProgress> transcripts)
    {
        var furthest = facts.Participants.ToDictionary(p => p.Id, p => (Stage: facts.Held.Contains(p.Id) ? Stage.Held : Stage.Recruited, Transcript: (TranscriptId?)null));
        foreach (var transcript in transcripts)
        {
            foreach (var participant in transcript.Transcript.Participants)
            {
                if (furthest.TryGetValue(participant, out var so) && transcript.Stage > so.Stage) furthest[participant] = (transcript.Stage, transcript.Transcript.Id);
            }
        }

        return furthest;
    }

    private static TrustProgress OfTrust(ProgressTrust trust, ProgressFacts facts, List<ParticipantProgress> participants, List<TranscriptProgress> transcripts)
    {
        var (mine, texts) = (participants.Where(p => p.Participant.TrustId == trust.Id).ToLookup(p => p.Participant.Role), transcripts.Where(t => t.Transcript.TrustId == trust.Id).ToList());
        var targets = facts.Targets.Where(t => t.TrustId == trust.Id).ToDictionary(t => t.Role, t => t.Count);
        var roles = facts.Roles.Concat(targets.Keys).Concat(mine.Select(m => m.Key)).Distinct();
        return new TrustProgress(
            trust,
            [.. roles.Select(r => new RoleProgress(r, targets.GetValueOrDefault(r), StageCounts.Of(mine[r].Select(p => p.Stage)))).Where(r => r.Target > 0 || r.Counts.Reached(Stage.Recruited) > 0)],
            texts.Count, texts.Sum(t => t.Transcript.Words), texts.Sum(t => t.WordsCoded));
    }

    private static List<CoderProgress> OfCoders(ProgressFacts facts, List<TranscriptProgress> transcripts, Dictionary<(TranscriptId, MemberId), ProgressTally> coded)
    {
        var words = transcripts.ToDictionary(t => t.Transcript.Id, t => t.Transcript.Words);
        var given = facts.Assignments.Where(a => a.State != AssignmentState.Withdrawn).ToLookup(a => a.MemberId);
        var tallies = facts.Tallies.ToLookup(t => t.MemberId);
        return [.. facts.Coders.Where(c => given.Contains(c.Id) || tallies.Contains(c.Id)).Select(c => new CoderProgress(
            c, given[c.Id].Count(), given[c.Id].Count(a => a.State == AssignmentState.SentBack || (a.State == AssignmentState.Assigned && coded.ContainsKey((a.TranscriptId, c.Id)))),
            given[c.Id].Count(IsDone), given[c.Id].Count(a => a.State == AssignmentState.SignedOff),
            given[c.Id].Sum(a => words[a.TranscriptId]), tallies[c.Id].Sum(t => t.Words),
            tallies[c.Id].Select(t => (DateTimeOffset?)t.LastAt).Max()))];
    }

    private static IEnumerable<Waiting> Waits(ProgressFacts facts, Func<ProgressAssignment, bool> waits)
    {
        var waiting = facts.Assignments.Where(waits).ToList();
        if (waiting.Count == 0) return [];
        var (titles, trusts, coders) = (facts.Transcripts.ToDictionary(t => t.Id), facts.Trusts.ToDictionary(t => t.Id, t => t.Label), facts.Coders.ToDictionary(c => c.Id, c => c.Name));
        return waiting.Select(a => new Waiting(a, titles[a.TranscriptId].Title, trusts[titles[a.TranscriptId].TrustId], coders[a.MemberId]));
    }
}

/// <param name="Words">Of all its transcripts.</param>
/// <param name="WordsCoded">In each transcript the words of the coder who has coded most of it, so that what two have coded counts once.</param>
public sealed record TrustProgress(ProgressTrust Trust, IReadOnlyList<RoleProgress> Roles, int Transcripts, int Words, int WordsCoded);

/// <param name="Target">Participants wanted; 0 where none was said.</param>
/// <param name="IsHeldBack">Whether too few participants are counted, or a total would give them away; the counts are then empty, or not for files.</param>
public sealed record RoleProgress(string Role, int Target, StageCounts Counts, bool IsHeldBack = false);

/// <summary>How many are at each stage.</summary>
public sealed record StageCounts(IReadOnlyList<int> At)
{
    public static IReadOnlyList<Stage> Stages { get; } = Enum.GetValues<Stage>();

    public static StageCounts Of(IEnumerable<Stage> stages)
    {
        var at = new int[Stages.Count];
        foreach (var stage in stages) at[(int)stage]++;
        return new StageCounts(at);
    }

    /// <summary>How many are at this stage or beyond.</summary>
    public int Reached(Stage stage) => At.Skip((int)stage).Sum();

    public static StageCounts operator +(StageCounts one, StageCounts other) => new([.. one.At.Zip(other.At, (a, b) => a + b)]);
}

/// <param name="Assigned">Transcripts given to them and not taken back.</param>
/// <param name="InCoding">Of these, begun or sent back, and not done.</param>
/// <param name="Done">Of these, said to be done, signed off ones included.</param>
/// <param name="WordsCoded">Words under one or more of their codings, in each transcript counted once, assigned or not.</param>
public sealed record CoderProgress(
    ProgressCoder Coder, int Assigned, int InCoding, int Done, int SignedOff, int WordsAssigned, int WordsCoded, DateTimeOffset? LastCoded);

/// <param name="Transcript">The furthest of theirs; null where there is none.</param>
public sealed record ParticipantProgress(ProgressParticipant Participant, Stage Stage, TranscriptId? Transcript);

/// <param name="WordsCoded">Those of the coder who has coded most of it.</param>
/// <param name="Coders">Who has it.</param>
public sealed record TranscriptProgress(ProgressTranscript Transcript, Stage Stage, int WordsCoded, IReadOnlyList<MemberId> Coders);

/// <summary>An assignment that waits too long.</summary>
public sealed record Waiting(ProgressAssignment Assignment, string Transcript, string Trust, string Coder);
