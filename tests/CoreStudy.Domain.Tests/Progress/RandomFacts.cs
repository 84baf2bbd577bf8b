using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Progress;
using CsCheck;

namespace CoreStudy.Domain.Tests.Progress;

/// <summary>A made-up study, its assignments moved along by events as the rules allow.</summary>
internal static class RandomFacts
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static Gen<ProgressFacts> Any { get; } = Gen.Int[0, int.MaxValue].Select(Make);

    private static ProgressFacts Make(int seed)
    {
        var choice = new Random(seed);
        string[] roles = ["Worker", "Supervisor"];
        var trusts = Several(choice, 1, 4, i => new ProgressTrust(TrustId.New(), $"Trust {i}"));
        var coders = Several(choice, 1, 4, i => new ProgressCoder(MemberId.New(), $"Coder {i}"));
        var participants = Several(choice, 0, 10, i => new ProgressParticipant(ParticipantId.New(), One(choice, trusts).Id, One(choice, roles), $"P-{i}"));
        var transcripts = Several(choice, 0, 10, i =>
        {
            var trust = One(choice, trusts).Id;
            return new ProgressTranscript(
                TranscriptId.New(), trust, $"T-{i}", choice.Next(1, 900), Start.AddHours(choice.Next(200)), choice.Next(3) > 0,
                [.. participants.Where(p => p.TrustId == trust && choice.Next(2) == 0).Select(p => p.Id)]);
        });
        var (assignments, events) = (new List<ProgressAssignment>(), new List<ProgressEvent>());
        foreach (var (transcript, coder) in transcripts.SelectMany(t => coders.Select(c => (t, c))).Where(_ => choice.Next(2) == 0))
        {
            var (id, at, state) = (AssignmentId.New(), transcript.ImportedAt.AddHours(choice.Next(100)), AssignmentState.Assigned);
            var given = at;
            var number = 0;
            events.Add(new ProgressEvent(id, number++, AssignmentEventKind.Assigned, at));
            for (var i = choice.Next(6); i > 0 && state != AssignmentState.Withdrawn; i--)
            {
                at = at.AddHours(choice.Next(60));
                var (kind, next) = Next(choice, state);
                events.Add(new ProgressEvent(id, number++, kind, at));
                state = next;
            }

            assignments.Add(new ProgressAssignment(id, transcript.Id, coder.Id, state, given, choice.Next(2) == 0 ? null : DateOnly.FromDateTime(given.AddDays(choice.Next(20)).DateTime)));
        }

        var tallies = transcripts.SelectMany(t => coders.Select(c => (t, c))).Where(_ => choice.Next(3) == 0)
            .Select(x => new ProgressTally(x.t.Id, x.c.Id, choice.Next(1, 50), choice.Next(x.t.Words + 1), Start.AddDays(choice.Next(30)))).ToList();
        return new ProgressFacts(
            roles, trusts, [.. trusts.Where(_ => choice.Next(2) == 0).Select(t => new ProgressTarget(t.Id, One(choice, roles), choice.Next(1, 9)))], participants,
            participants.Where(_ => choice.Next(2) == 0).Select(p => p.Id).ToHashSet(), transcripts, coders, assignments, [.. events.OrderBy(_ => choice.Next())], tallies);
    }

    private static (AssignmentEventKind Kind, AssignmentState State) Next(Random choice, AssignmentState state) => (state, choice.Next(3)) switch
    {
        (AssignmentState.SignedOff, _) => (AssignmentEventKind.SentBack, AssignmentState.SentBack),
        (AssignmentState.Done, 0) => (AssignmentEventKind.TakenUp, AssignmentState.Assigned),
        (AssignmentState.Done, 1) => (AssignmentEventKind.SentBack, AssignmentState.SentBack),
        (AssignmentState.Done, _) => (AssignmentEventKind.SignedOff, AssignmentState.SignedOff),
        (_, 0) => (AssignmentEventKind.Withdrawn, AssignmentState.Withdrawn),
        (_, 1) => (AssignmentEventKind.Rescheduled, state),
        _ => (AssignmentEventKind.Done, AssignmentState.Done),
    };

    private static List<T> Several<T>(Random choice, int least, int most, Func<int, T> make) => [.. Enumerable.Range(1, choice.Next(least, most + 1)).Select(make)];

    private static T One<T>(Random choice, IReadOnlyList<T> among) => among[choice.Next(among.Count)];
}
