using CoreStudy.Domain.Assignments;

namespace CoreStudy.Domain.Progress;

/// <summary>How many participants had come how far at the end of a day.</summary>
/// <param name="Transcribed">A transcript with them had been brought in.</param>
/// <param name="Coded">One of their transcripts was coded: all who had it said that it was done.</param>
/// <param name="SignedOff">One of their transcripts was signed off by then, and was not sent back.</param>
public sealed record BurnUpDay(DateOnly Day, int Transcribed, int Coded, int SignedOff);

/// <summary>Progress over time, in participants as the targets are, so that the two can be compared.</summary>
public static class BurnUp
{
    /// <summary>The days on which something changed, in order, and today; empty where there is no transcript.</summary>
    /// <param name="counts">Which participants.</param>
    public static IReadOnlyList<BurnUpDay> Draw(ProgressFacts facts, Func<ProgressParticipant, bool> counts, DateOnly today, TimeZoneInfo zone)
    {
        var counted = facts.Participants.Where(counts).Select(p => p.Id).ToHashSet();
        var transcripts = facts.Transcripts.Where(t => t.Participants.Any(counted.Contains)).ToDictionary(t => t.Id);
        if (transcripts.Count == 0) return [];
        var assigned = facts.Assignments.Where(a => transcripts.ContainsKey(a.TranscriptId)).ToDictionary(a => a.Id, a => a.TranscriptId);
        var moves = transcripts.Values.Select(t => new Move(t.ImportedAt, 0, t.Id, null, null))
            .Concat(facts.Events.Where(e => assigned.ContainsKey(e.AssignmentId) && e.Kind != AssignmentEventKind.Rescheduled)
                .Select(e => new Move(e.At, e.Number, assigned[e.AssignmentId], e.AssignmentId, e.Kind)));

        var works = transcripts.Keys.ToDictionary(id => id, _ => new Dictionary<AssignmentId, AssignmentEventKind>());
        var (transcribed, coded, signedOff) = (new Tally(counted), new Tally(counted), new Tally(counted));
        var days = new List<BurnUpDay>();
        foreach (var day in moves.GroupBy(m => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(m.At, zone).DateTime)).OrderBy(g => g.Key))
        {
            foreach (var move in day.OrderBy(m => m.At).ThenBy(m => m.Number))
            {
                var (people, work) = (transcripts[move.Transcript].Participants, works[move.Transcript]);
                if (move.Kind is not { } kind) transcribed.Set(move.Transcript, people, true);
                else if (kind == AssignmentEventKind.Withdrawn) work.Remove(move.Assignment!.Value);
                else work[move.Assignment!.Value] = kind;
                coded.Set(move.Transcript, people, work.Count > 0 && work.Values.All(k => k is AssignmentEventKind.Done or AssignmentEventKind.SignedOff));
                signedOff.Set(move.Transcript, people, work.Count > 0 && work.Values.All(k => k == AssignmentEventKind.SignedOff));
            }

            days.Add(new BurnUpDay(day.Key, transcribed.Participants, coded.Participants, signedOff.Participants));
        }

        if (days[^1].Day < today) days.Add(days[^1] with { Day = today });
        return days;
    }

    private sealed record Move(DateTimeOffset At, int Number, TranscriptId Transcript, AssignmentId? Assignment, AssignmentEventKind? Kind);

    /// <summary>Participants with one or more transcripts of which something is true.</summary>
    private sealed class Tally(HashSet<ParticipantId> counted)
    {
        private readonly HashSet<TranscriptId> _true = [];
        private readonly Dictionary<ParticipantId, int> _transcripts = [];

        public int Participants { get; private set; }

        public void Set(TranscriptId transcript, IReadOnlyList<ParticipantId> people, bool isTrue)
        {
            if (!(isTrue ? _true.Add(transcript) : _true.Remove(transcript))) return;
            foreach (var person in people.Where(counted.Contains))
            {
                var before = _transcripts.GetValueOrDefault(person);
                _transcripts[person] = before + (isTrue ? 1 : -1);
                if (isTrue && before == 0) Participants++;
                else if (!isTrue && before == 1) Participants--;
            }
        }
    }
}
