using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Summaries;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Data.Demonstration;

/// <summary>What the team of the demonstration has written: about interviews, and in a framework matrix of which a third is done.</summary>
internal sealed class DemonstrationSummaries(StudyDb db, IReadOnlyDictionary<string, Member> members, DateTimeOffset at)
{
    private static readonly string[] Columns = ["training", "booklet", "supervision", "peers", "psw", "issues", "issues.suggestion", "supervisors"];

    private static readonly string[] Writers = ["researcher@demo.example", "supervisor@demo.example", "lead@demo.example"];

    private static readonly Dictionary<(string, string), string> Written = new()
    {
        [("PSW-01", "supervision")] = "Supervision is dependable, and comes from a peer lead who has done the work herself. It is what she leans on when a peer harms herself.",
        [("PSW-01", "peers")] = "Endings are begun at week ten and talked about openly. She measures a good ending by whether somebody can say goodbye first.",
        [("PSW-02", "booklet")] = "The booklet feels like homework to him. He texts, and walks with people, and leaves the pages at home.",
        [("PSW-02", "issues")] = "The contract is insecure, and he never knows beyond the quarter. When a peer went quiet he raised the alarm himself.",
        [("PSW-03", "booklet")] = "Works through the booklet in order, and makes a pack of cards of it, so that a page can be chosen without being read aloud.",
        [("PSW-04", "training")] = "The training was good: practical, and led by people who had been there. What came after it did not keep the promise.",
        [("PSW-04", "supervision")] = "Three supervisors in ten months. Each began anew, and none knew what the one before had agreed.",
        [("PSW-05", "booklet")] = "She translated pages into Welsh with the people she works with, and found that the talk about words was the work.",
        [("PSW-05", "supervision")] = "Her supervisor learnt to be less of a nurse to her. Together they saw a relapse coming and averted it.",
        [("PSW-09", "booklet")] = "Empty lines ask for writing, and writing is not everybody’s. He records voices instead, in the language that somebody dreams in.",
        [("PSW-14", "booklet")] = "Takes the booklet apart and hands over a page at a time, so that people see it grow.",
        [("PSW-14", "issues")] = "Long bus rides, and a room with an examination couch in it, which tells people where they are before a word is said.",
    };

    private readonly List<Interview> _noted = [];

    /// <summary>A summary of an interview as a whole, as its interviewer noted it.</summary>
    public void Note(Interview interview, string text, DateTimeOffset on)
    {
        _noted.Add(interview);
        Write(Summary.Begin(interview.StudyId, column: null, SummaryCase.Of(interview.Id), on), text, SummaryState.Draft, "researcher@demo.example", on);
    }

    /// <summary>Fills a third of a matrix of participants by codes, begins on some more cells, and finishes six summaries of interviews.</summary>
    public void Make(IReadOnlyDictionary<string, Code> codes)
    {
        var blind = db.Rounds.Local.Where(r => r.State == Domain.Rounds.RoundState.Blind).SelectMany(r => r.Transcripts).Select(t => t.TranscriptId).ToHashSet();
        var keys = codes.ToDictionary(c => c.Value.Id, c => c.Key);
        var said = db.Codings.Local.Where(c => c.RemovedAt is null && c.RoundId is null && !blind.Contains(c.TranscriptId) && keys.ContainsKey(c.CodeId))
            .OrderBy(c => c.TranscriptId.Value).ThenBy(c => c.Segment.Start).ThenBy(c => c.Id.Value)
            .Select(c => new Said(c, db.Transcripts.Local.Single(t => t.Id == c.TranscriptId), keys[c.CodeId])).ToList();
        FillMatrix(codes, said.Where(s => s.Speaker is not null).ToLookup(s => s.Speaker!.Value));
        Finish(said.ToLookup(s => s.Transcript.InterviewId), codes);
    }

    private void FillMatrix(IReadOnlyDictionary<string, Code> codes, ILookup<ParticipantId, Said> said)
    {
        var by = members[Writers[0]];
        var matrix = DemonstrationStudy.Must(FrameworkMatrix.Make(by.StudyId, "What each participant says of the main codes", CaseKind.Participants, [.. Columns.Select(c => ColumnSubject.Of(codes[c].Id))], by.Id, at.AddDays(-20)));
        db.FrameworkMatrices.Add(matrix);
        foreach (var (row, participant) in db.Participants.Local.OrderBy(p => p.Label, StringComparer.Ordinal).Index())
        {
            foreach (var column in matrix.Standing)
            {
                var key = Columns[column.Position];
                var passages = said[participant.Id].Where(s => s.Key == key || s.Key.StartsWith(key + ".", StringComparison.Ordinal)).DistinctBy(s => s.Key).Take(2).ToList();
                var turn = ((row * 3) + (column.Position * 5)) % 8;
                var words = Written.GetValueOrDefault((participant.Label, key));
                if (passages.Count == 0 || (words is null && turn > 5)) continue;
                var on = at.AddDays(-18 + (row % 16)).AddMinutes(17 * column.Position);
                var summary = Summary.Begin(by.StudyId, column.Id, SummaryCase.Of(participant.Id), on);
                var (one, two) = (Refer(summary, passages[0], on), passages.Count > 1 && words is null ? Refer(summary, passages[1], on) : null);
                var text = words is null ? Sentence(turn + row, Name(codes, passages[0]), one, passages.Count > 1 ? Name(codes, passages[1]) : null, two) : $"{words[..^1]} {one}.";
                var isDraft = words is null && turn == 4;
                if (turn == 1) Write(summary, text.Split(". ")[0], SummaryState.Draft, Writers[(row + 1) % 3], on.AddHours(-5));
                Write(summary, text, isDraft ? SummaryState.Draft : SummaryState.Done, Writers[row % 3], on);
            }
        }
    }

    private void Finish(ILookup<InterviewId, Said> said, IReadOnlyDictionary<string, Code> codes)
    {
        foreach (var (i, interview) in _noted.Where(n => said[n.Id].Any()).Take(6).Index())
        {
            var summary = db.Summaries.Local.Single(s => s.ColumnId is null && s.InterviewId == interview.Id);
            var on = at.AddDays(-9 + i);
            var passages = said[interview.Id].DistinctBy(s => s.Key).Where((_, n) => n % 3 == 0).Take(3).ToList();
            var places = passages.Select(p => $"{Name(codes, p)} {Refer(summary, p, on)}");
            Write(summary, $"{summary.Text}\n\nTo begin with, read what is said of {string.Join(", of ", places)}.", SummaryState.Done, Writers[i % 2], on);
        }
    }

    private static string Sentence(int which, string one, string first, string? two, string? second) => (which % 5) switch
    {
        0 => $"Speaks of {one} {first}{(two is null ? ", and of little else here" : $", and of {two} {second}")}.",
        1 => $"Comes back to {one} more than once {first}{(two is null ? "" : $"; {two} only in passing {second}")}.",
        2 => $"Mostly about {one} {first}{(two is null ? "" : $", with a remark on {two} {second}")}. Told from what happened, without a judgement.",
        3 => $"What matters here is {one} {first}{(two is null ? "" : $". Beside it stands {two} {second}")}.",
        _ => $"Asked about it, the answer is {one} {first}{(two is null ? "" : $"; unasked, {two} {second}")}.",
    };

    private static string Name(IReadOnlyDictionary<string, Code> codes, Said said)
    {
        var name = codes[said.Key].Name;
        return char.IsUpper(name[^1]) || name.StartsWith("PSW", StringComparison.Ordinal) ? name : $"{char.ToLowerInvariant(name[0])}{name[1..]}";
    }

    /// <summary>Keeps a passage for a summary, and gives the reference to it.</summary>
    private string Refer(Summary summary, Said said, DateTimeOffset on)
    {
        var kept = KeptPassage.Of(said.Coding, members[Writers[0]].Id, on);
        db.KeptPassages.Add(kept);
        return References.Written(summary.Link(kept.Id).Number);
    }

    private void Write(Summary summary, string text, SummaryState state, string writer, DateTimeOffset on)
    {
        if (db.Summaries.Local.All(s => s.Id != summary.Id)) db.Summaries.Add(summary);
        db.SummaryVersions.Add(DemonstrationStudy.Must(summary.Write(text, state, members[writer].Id, on < at ? on : at)));
    }

    /// <summary>A coding with who speaks where it begins.</summary>
    private sealed record Said(Coding Coding, Transcript Transcript, string Key)
    {
        public ParticipantId? Speaker
        {
            get
            {
                var turn = Transcript.Turns.Last(t => t.Segment.Start <= Coding.Segment.Start);
                return Transcript.Speakers.Single(s => s.Number == turn.SpeakerNumber) is { IsInterviewer: false } speaker ? speaker.ParticipantId : null;
            }
        }
    }
}
