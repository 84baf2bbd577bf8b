using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Data.Demonstration;

/// <summary>Who was given a transcript of the demonstration, and how far they are.</summary>
/// <param name="past">A moment so many days after the interview was held.</param>
internal sealed class DemonstrationWork(
    WorkFile work, Transcript transcript, IReadOnlyDictionary<string, Member> members, Func<double, DateTimeOffset> past, DateTimeOffset now)
{
    private const string Remark = "Turns 3 to 9 speak of supervision, and only the booklet is coded there. Could you look at them once more?";

    /// <summary>Two coders each: the third takes the place of one of the two where that trust is open to them.</summary>
    private List<Member> Coders
    {
        get
        {
            var third = members["coder3@demo.example"];
            return third.ReachesTrust(transcript.TrustId) && transcript.WordCount % 2 == 0
                ? [members["coder1@demo.example"], third]
                : [members["coder1@demo.example"], members["coder2@demo.example"]];
        }
    }

    public IEnumerable<Assignment> Assign()
    {
        if (work >= WorkFile.Ready) yield break;
        var (lead, supervisor) = (members["lead@demo.example"], members["supervisor@demo.example"]);
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        foreach (var coder in Coders)
        {
            var isFirst = coder == Coders[0];
            var given = work == WorkFile.Untouched ? new[] { past(8), now.AddDays(-12) }.Min() : past(8);
            var due = work switch
            {
                WorkFile.Overdue => today.AddDays(-3),
                WorkFile.SentBack => today.AddDays(2),
                WorkFile.Coding => today.AddDays(isFirst ? 4 : 9),
                WorkFile.Assigned or WorkFile.Untouched => today.AddDays(12),
                _ => DateOnly.FromDateTime(past(24).UtcDateTime),
            };
            var assignment = DemonstrationStudy.Must(Assignment.Give(transcript, coder, due, lead, given));
            if (work <= WorkFile.SentBack || (work == WorkFile.Coding && isFirst && transcript.WordCount % 3 == 0)) DemonstrationStudy.Must(assignment.MarkDone(coder, past(isFirst ? 15 : 19)));
            if (work == WorkFile.SignedOff) DemonstrationStudy.Must(assignment.SignOff(supervisor, past(isFirst ? 20 : 23)));
            if (work == WorkFile.SentBack && isFirst) DemonstrationStudy.Must(assignment.SendBack(supervisor, Remark, past(22)));
            yield return assignment;
        }
    }

    /// <summary>How much of the text a coder has come through, from 0 to 1.</summary>
    /// <param name="isFourth">The researcher, who reads along where coding has ended.</param>
    public double ShareCoded(Member coder, bool isFourth)
    {
        if (isFourth) return work <= WorkFile.Done ? 1 : 0;
        if (work == WorkFile.SignedOff) return 1; // whoever the trust is open to has read along
        if (!Coders.Contains(coder)) return 0;
        var isFirst = coder == Coders[0];
        return work switch
        {
            WorkFile.Done or WorkFile.SentBack => 1,
            WorkFile.Coding => isFirst ? transcript.WordCount % 3 == 0 ? 1 : 0.7 : 0.35,
            WorkFile.Overdue => isFirst ? 0.55 : 0.2,
            _ => 0,
        };
    }

    public DateTimeOffset CodedAt(Member coder) => past(coder == Coders[0] ? 14 : 18);
}
