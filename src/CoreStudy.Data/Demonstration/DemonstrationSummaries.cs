using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Summaries;

namespace CoreStudy.Data.Demonstration;

/// <summary>What the team of the demonstration has written: about interviews, and in a framework matrix.</summary>
internal sealed class DemonstrationSummaries(StudyDb db, IReadOnlyDictionary<string, Member> members, DateTimeOffset at)
{
    /// <summary>A summary of an interview as a whole, as its interviewer noted it.</summary>
    public void Note(Interview interview, string text, DateTimeOffset on) =>
        Write(Summary.Begin(interview.StudyId, column: null, SummaryCase.Of(interview.Id), on), text, SummaryState.Draft, members["researcher@demo.example"], on);

    private void Write(Summary summary, string text, SummaryState state, Member by, DateTimeOffset on)
    {
        if (db.Summaries.Local.All(s => s.Id != summary.Id)) db.Summaries.Add(summary);
        db.SummaryVersions.Add(DemonstrationStudy.Must(summary.Write(text, state, by.Id, on < at ? on : at)));
    }
}
