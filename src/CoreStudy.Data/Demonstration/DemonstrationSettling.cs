using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Settling;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Data.Demonstration;

/// <summary>Settles what coders of the demonstration differ in: one transcript to its end, another half-way, with a talk about a difference.</summary>
internal sealed class DemonstrationSettling(StudyDb db, Member settler, Member signer)
{
    private static readonly string[] Reasons = ["", "", "The whole sentence is needed to make sense of it.", "", "It names the feeling, and not what was done about it.", ""];

    /// <param name="lanes">The coders in the order of their lanes.</param>
    /// <param name="share">How many of the differences are decided, from 0 to 1.</param>
    /// <param name="answer">Who answers for a coder, where there is a talk.</param>
    public void Settle(Transcript transcript, RoundId? round, long atRevision, IReadOnlyList<Member> lanes, double share, bool signOff, Member? answer, DateTimeOffset at)
    {
        var order = lanes.Select(l => l.Id).ToList();
        var codings = db.Codings.Local.Where(c => c.TranscriptId == transcript.Id && c.RemovedAt is null && c.Revision <= atRevision && order.Contains(c.MemberId))
            .Select(c => new LaneCoding(c.Id, order.IndexOf(c.MemberId), c.CodeId, c.Segment)).ToList();
        var text = new TranscriptText(transcript.Text.Words);
        var begun = DemonstrationStudy.Must(Settlement.Begin(transcript, text, round, order, codings, atRevision, settler.Id, at));
        db.Settlements.Add(begun.Settlement);
        db.Differences.AddRange(begun.Differences);
        db.SettledCodings.AddRange(begun.Settled);
        db.SettlingActs.Add(begun.Act);

        var all = codings.ToDictionary(c => c.Id);
        foreach (var difference in begun.Differences.Take((int)Math.Ceiling(begun.Differences.Count * share)))
        {
            var decision = Decide(difference);
            var drafts = DemonstrationStudy.Must(decision.Draft([.. difference.Codings.Select(c => all[c])], lanes.Count));
            var words = drafts.Select(d => (d, text.Words[d.Segment.Start..d.Segment.End])).ToList();
            var decided = DemonstrationStudy.Must(begun.Settlement.Decide(ActId.New(), difference, 0, decision, words, [], settler.Id, at.AddMinutes(2 * (difference.Number + 1))));
            db.SettledCodings.AddRange(decided.Added);
            db.SettlingActs.Add(decided.Act);
        }

        var after = at.AddMinutes(2 * (begun.Differences.Count + 2));
        if (answer is not null && begun.Differences.FirstOrDefault(d => d.Decision == DecisionKind.Discuss) is { } talked)
        {
            Say(begun.Settlement, talked, "Could both of you say what you saw here? The definition leaves it open.", settler, after);
            Say(begun.Settlement, talked, "I took it as something that was offered, since she says nothing about taking it up.", answer, after.AddHours(3));
        }

        if (signOff) db.SettlingActs.Add(DemonstrationStudy.Must(begun.Settlement.SignOff(open: 0, signer.Id, after.AddHours(5))));
    }

    private void Say(Settlement settlement, Difference difference, string text, Member by, DateTimeOffset at)
    {
        var (remark, act) = DemonstrationStudy.Must(settlement.Say(ActId.New(), RemarkId.New(), difference, text, by.Id, at));
        db.Remarks.Add(remark);
        db.SettlingActs.Add(act);
    }

    private static Decision Decide(Difference difference)
    {
        var reason = Reasons[difference.Number % Reasons.Length];
        return (difference.Kind, difference.Number % 4) switch
        {
            _ when difference.Number % 9 == 5 => new(DecisionKind.Discuss, "Is this about the offer, or about what came of it?"),
            (DifferenceKind.Extent, 0 or 1) => new(DecisionKind.Merge, reason),
            (DifferenceKind.Code, 3) => new(DecisionKind.TakeAll, "Both are said here."),
            (DifferenceKind.Presence, 0 or 1 or 2) => new(DecisionKind.TakeAll, reason),
            (_, var which) => new(DecisionKind.TakeLane, reason, Lane: which % 2),
        };
    }
}
