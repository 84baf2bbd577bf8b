using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Rounds;
using CoreStudy.Domain.Studies;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Data.Demonstration;

/// <summary>The demonstration's rounds: two that opened when all had handed in, and one that is blind.</summary>
internal sealed class DemonstrationRounds(
    Study study, IReadOnlyDictionary<string, Member> members, IReadOnlyList<Transcript> transcripts, IReadOnlyList<Assignment> assignments, IReadOnlyList<CodingHead> heads,
    IReadOnlyList<FrameworkVersion> versions, DateTimeOffset now)
{
    private static readonly (string Name, string Version, string[] Titles, bool IsOpen)[] Planned =
    [
        ("Supervisors", "Framework v1", ["SUP-01, individual", "SUP-02, individual", "SUP-03, individual", "SUP-04, individual"], true),
        ("After endings were added", "Framework v2", ["PSW-14, individual", "SUP-01 and SUP-02", "PSW-18, individual", "PSW-19, individual"], true),
        ("The last interviews", "Framework v2", ["PSW-15, PSW-16", "SUP-05, individual", "SUP-06, individual", "PSW-25, PSW-26", "PSW-14, follow-up"], false),
    ];

    public IEnumerable<Round> Make()
    {
        var coders = new[] { members["coder1@demo.example"], members["coder2@demo.example"] };
        RoundId? before = null;
        var opened = DateTimeOffset.MinValue;
        foreach (var (name, version, titles, isOpen) in Planned)
        {
            var texts = titles.Select(title => transcripts.Single(t => t.Title.StartsWith(title, StringComparison.Ordinal))).ToList();
            var work = texts.SelectMany(t => coders.Select(c => assignments.Single(a => a.TranscriptId == t.Id && a.MemberId == c.Id))).ToList();
            var started = new[] { work.Max(w => w.AssignedAt), opened.AddHours(2) }.Max();
            var plan = new RoundPlan(name, ComparisonUnit.Turn, isOpen ? null : DateOnly.FromDateTime(now.AddDays(9).UtcDateTime), null, null, before, IsSecondReading: false);
            var round = DemonstrationStudy.Must(Round.Start(study, Array.FindIndex(Planned, p => p.Name == name) + 1, plan, versions.Single(v => v.Name == version), texts, coders, members["lead@demo.example"], started));
            foreach (var one in work) one.Join(round);
            if (isOpen)
            {
                var revisions = texts.ToDictionary(t => t.Id, t => heads.Single(h => h.TranscriptId == t.Id).Revision);
                opened = new[] { work.SelectMany(w => w.Events).Where(e => e.Kind == AssignmentEventKind.Done).Max(e => e.At), started.AddHours(20) }.Max();
                DemonstrationStudy.Must(round.Open(revisions, opened));
            }

            before = round.Id;
            yield return round;
        }
    }
}
