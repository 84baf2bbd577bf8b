using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Progress;
using CsCheck;

namespace CoreStudy.Domain.Tests.Progress;

public sealed class BoardTests
{
    private static readonly DateTimeOffset Now = RandomFacts.Start.AddDays(25);
    private static readonly DateOnly Today = DateOnly.FromDateTime(Now.DateTime);

    [Fact]
    public void Each_participant_counts_once_in_its_own_trust_and_role() => RandomFacts.Any.Sample(facts =>
    {
        var board = Count(facts);
        var counted = board.Trusts.SelectMany(t => t.Roles.Select(r => (t.Trust.Id, r.Role, Count: r.Counts.Reached(Stage.Recruited)))).Where(c => c.Count > 0);
        Assert.Equal(
            facts.Participants.GroupBy(p => (p.TrustId, p.Role)).Select(g => (g.Key.TrustId, g.Key.Role, g.Count())).OrderBy(c => c.ToString()),
            counted.OrderBy(c => c.ToString()));
    });

    [Fact]
    public void A_participant_is_where_the_furthest_of_their_transcripts_is() => RandomFacts.Any.Sample(facts =>
    {
        foreach (var (participant, stage, _) in Count(facts).Participants)
        {
            var mine = facts.Transcripts.Where(t => t.Participants.Contains(participant.Id)).ToList();
            bool Any(Func<ProgressTranscript, List<ProgressAssignment>, bool> isSo) =>
                mine.Exists(t => isSo(t, [.. facts.Assignments.Where(a => a.TranscriptId == t.Id && a.State != AssignmentState.Withdrawn)]));
            bool Begun(ProgressAssignment a) => a.State != AssignmentState.Assigned || facts.Tallies.Any(x => x.TranscriptId == a.TranscriptId && x.MemberId == a.MemberId);
            var expected =
                Any((_, work) => work.Count > 0 && work.TrueForAll(a => a.State == AssignmentState.SignedOff)) ? Stage.SignedOff
                : Any((_, work) => work.Count > 0 && work.TrueForAll(a => a.State is AssignmentState.Done or AssignmentState.SignedOff)) ? Stage.Coded
                : Any((_, work) => work.Exists(Begun)) ? Stage.InCoding
                : Any((_, work) => work.Count > 0) ? Stage.Assigned
                : Any((t, _) => t.IsOpen) ? Stage.Ready
                : mine.Count > 0 ? Stage.Transcribed
                : facts.Held.Contains(participant.Id) ? Stage.Held : Stage.Recruited;
            Assert.Equal(expected, stage);
        }
    });

    [Fact]
    public void Words_coded_by_two_count_once_and_never_more_than_there_are() => RandomFacts.Any.Sample(facts =>
    {
        foreach (var trust in Count(facts).Trusts)
        {
            var texts = facts.Transcripts.Where(t => t.TrustId == trust.Trust.Id).ToList();
            Assert.Equal(texts.Sum(t => t.Words), trust.Words);
            Assert.Equal(texts.Sum(t => facts.Tallies.Where(x => x.TranscriptId == t.Id).Select(x => x.Words).DefaultIfEmpty().Max()), trust.WordsCoded);
            Assert.InRange(trust.WordsCoded, 0, trust.Words);
        }
    });

    [Fact]
    public void A_coders_work_is_what_they_have_and_what_they_coded() => RandomFacts.Any.Sample(facts =>
    {
        foreach (var coder in Count(facts).Coders)
        {
            var mine = facts.Assignments.Where(a => a.MemberId == coder.Coder.Id && a.State != AssignmentState.Withdrawn).ToList();
            Assert.Equal(mine.Count, coder.Assigned);
            Assert.Equal(mine.Count(a => a.State == AssignmentState.SignedOff), coder.SignedOff);
            Assert.Equal(mine.Count(a => a.State is AssignmentState.Done or AssignmentState.SignedOff), coder.Done);
            Assert.Equal(mine.Sum(a => facts.Transcripts.Single(t => t.Id == a.TranscriptId).Words), coder.WordsAssigned);
            Assert.Equal(facts.Tallies.Where(t => t.MemberId == coder.Coder.Id).Sum(t => t.Words), coder.WordsCoded);
            Assert.InRange(coder.Done + coder.InCoding, coder.Done, coder.Assigned);
        }
    });

    [Fact]
    public void What_is_overdue_was_due_before_today_and_is_not_done() => RandomFacts.Any.Sample(facts => Assert.Equal(
        facts.Assignments.Where(a => a.DueOn < Today && (a.State is AssignmentState.Assigned or AssignmentState.SentBack)).Select(a => a.Id).OrderBy(i => i.Value),
        Count(facts).Overdue.Select(w => w.Assignment.Id).OrderBy(i => i.Value)));

    [Fact]
    public void The_board_of_some_trusts_holds_those_rows_of_the_whole_and_nothing_of_the_others() => RandomFacts.Any.Sample(facts =>
    {
        var mine = facts.Trusts.Where((_, i) => i % 2 == 0).Select(t => t.Id).ToHashSet();

        var (whole, cut) = (Count(facts), Count(facts.Of(mine.Contains)));

        Assert.Equal(whole.Trusts.Where(t => mine.Contains(t.Trust.Id)).Select(Say), cut.Trusts.Select(Say));
        Assert.All(cut.Participants, p => Assert.Contains(p.Participant.TrustId, mine));
        Assert.All(cut.Transcripts, t => Assert.Contains(t.Transcript.TrustId, mine));
        Assert.All(cut.Overdue.Concat(cut.Untouched), w => Assert.Contains(facts.Transcripts.Single(t => t.Id == w.Assignment.TranscriptId).TrustId, mine));
    });

    [Fact]
    public void The_burn_up_ends_where_the_board_stands_and_has_each_day_once() => RandomFacts.Any.Sample(facts =>
    {
        var days = BurnUp.Draw(facts, _ => true, Today.AddYears(1), TimeZoneInfo.Utc);
        if (days.Count == 0) return;

        var stages = StageCounts.Of(Count(facts).Participants.Select(p => p.Stage));
        Assert.Equal((stages.Reached(Stage.Transcribed), stages.Reached(Stage.Coded), stages.Reached(Stage.SignedOff)), (days[^1].Transcribed, days[^1].Coded, days[^1].SignedOff));
        Assert.Equal(days.Select(d => d.Day).Distinct().Order(), days.Select(d => d.Day));
        Assert.All(days, d => Assert.True(d.SignedOff <= d.Coded && d.Coded <= d.Transcribed));
    });

    [Fact]
    public void What_was_coded_and_sent_back_falls_in_the_burn_up()
    {
        var (trust, person, coder, text, given) = (new ProgressTrust(TrustId.New(), "Alder"), ParticipantId.New(), MemberId.New(), TranscriptId.New(), AssignmentId.New());
        var (day, at) = (DateOnly.FromDateTime(RandomFacts.Start.DateTime), RandomFacts.Start);
        var facts = new ProgressFacts(
            ["Worker"], [trust], [], [new(person, trust.Id, "Worker", "P-1")], [], [new(text, trust.Id, "T-1", 100, at, true, [person])], [new(coder, "Ada")],
            [new(given, text, coder, AssignmentState.SentBack, at, null)],
            [new(given, 0, AssignmentEventKind.Assigned, at), new(given, 1, AssignmentEventKind.Done, at.AddDays(2)), new(given, 2, AssignmentEventKind.SentBack, at.AddDays(3))], []);

        Assert.Equal(
            [new BurnUpDay(day, 1, 0, 0), new(day.AddDays(2), 1, 1, 0), new(day.AddDays(3), 1, 0, 0), new(day.AddDays(9), 1, 0, 0)],
            BurnUp.Draw(facts, _ => true, day.AddDays(9), TimeZoneInfo.Utc));
    }

    private static Board Count(ProgressFacts facts) => Board.Count(facts, Now, Today);

    private static string Say(TrustProgress trust) =>
        $"{trust.Trust} {trust.Transcripts} {trust.Words} {trust.WordsCoded} {string.Join("; ", trust.Roles.Select(r => $"{r.Role} {r.Target} {string.Join(',', r.Counts.At)}"))}";
}
