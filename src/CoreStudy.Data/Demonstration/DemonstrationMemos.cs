using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Memos;
using CoreStudy.Domain.Passages;

namespace CoreStudy.Data.Demonstration;

/// <summary>What the demonstration's team wrote down along the way: memos of each kind, about all that memos can be about.</summary>
internal sealed class DemonstrationMemos(StudyDb db, StudyId study, IReadOnlyDictionary<string, Member> members, IReadOnlyDictionary<string, Code> codes, DateTimeOffset at)
{
    public void Make()
    {
        var pace = Free(18, "researcher", MemoKind.Analytic, "What makes the training a good one", MemoSharing.TeamWrites,
            "It is not the content that people praise, it is that somebody asked how they were at the end of the day.\nThe pace comes up wherever the days were long and nobody looked after the hours at home.",
            Code("training.pace"), Code("training.content"), Theme("training"));
        Again(pace, 9, "supervisor",
            "It is not the content that people praise, it is that somebody asked how they were at the end of the day.\nThe pace comes up wherever the days were long and nobody looked after the hours at home. Supervisors say the same from the other side: those who came tired also came late to supervision in the first weeks.");
        On(17, "coder1", "psw.purpose", MemoKind.Analytic, "", MemoSharing.Team, "Purpose and identity come in one breath here. I coded both; could it be that for her they are one thing?");
        On(16, "coder1", "psw.career", MemoKind.Reflexive, "Why I stopped here", MemoSharing.Private,
            "I had to stop reading for a while. Being out of work for years is something that I know, and I noticed that I wanted her story to end well. I went back and took two codings off that were more mine than hers.");
        Free(15, "coder2", MemoKind.Analytic, "Hope is lent, not given", MemoSharing.Team,
            "Nobody says “I gave them hope”. They say that they held on to it for the other person until it could be taken back. Worth looking for wherever “Hope” and “Boundaries” lie near one another.",
            Code("peers.hope"), Participant("PSW-14"));
        Free(14, "supervisor", MemoKind.Methodological, "Two codes that run together", MemoSharing.Team,
            "“A safe place to talk” and “Group supervision” are put on the same passages again and again. I would keep both: the first says what it was like, the second in what form. For the next meeting.",
            Code("supervision.safe"), Code("supervision.group"));
        Free(13, "lead", MemoKind.Methodological, "Laughter, pauses, tears", MemoSharing.Team,
            "We agreed that what stands in brackets belongs to the passage when it changes how the words are meant, and is left out when it does not. Earlier codings are not changed for it.");
        Free(12, "researcher", MemoKind.Methodological, "A focus group is not several interviews", MemoSharing.TeamWrites,
            "Here they build a sentence together: one begins, the next one ends it. A passage may therefore span turns of several people, and then it belongs to none of them alone. We count it for whoever says most of it, and say so when we report.",
            Interview("PSW-06, PSW-07 and PSW-08, focus group"));
        Free(10, "coder3", MemoKind.Analytic, "Oversight as a kindness", MemoSharing.Team,
            "I had expected supervisors to speak of oversight as a burden. Several speak of it as looking after somebody. Does the code need a line about that?",
            Code("supervisors.balance"), Theme("supervisors"));
        Free(9, "researcher", MemoKind.Reflexive, "I am not a peer worker", MemoSharing.Team,
            "I read “the team” as the clinical team, each time, without noticing. Two of our coders read it as the other peer workers. They are right at least half of the time. I go through “Acceptance by the team” again with that in mind.",
            Code("issues.team"));
        Free(7, "coder2", MemoKind.Methodological, "To ask at the next meeting", MemoSharing.Private, "Do I code the interviewer's summary when the participant only says yes? I did so twice, and am not sure.");
        Free(6, "lead", MemoKind.Analytic, "Two supervisors who agree too quickly", MemoSharing.Team,
            "In the joint interview they agree on everything, and apart they did not. Read it as what they can say before one another.",
            Interview("SUP-01 and SUP-02, joint interview"), Participant("SUP-01"), Participant("SUP-02"));
        var ending = Free(4, "coder1", MemoKind.Analytic, "Endings that were talked about, and endings that came", MemoSharing.Team,
            "Where the ending was planned, people speak of what stays. Where it came with the end of the funding, they speak of what they owe.", Code("peers.ending"));
        Keep(ending, "coder1", "peers.ending");
    }

    private static MemoTarget? Target(Guid? id, MemoTargetKind kind) => id is { } one ? new MemoTarget(kind, one) : null;

    private MemoTarget? Code(string key) => MemoTarget.Of(codes[key].Id);

    /// <summary>The theme that holds the codes below one, where the demonstration has themes.</summary>
    private MemoTarget? Theme(string above) =>
        Target(db.Themes.Local.FirstOrDefault(t => t.ParentId is null && t.Codes.Exists(c => codes.Values.Any(x => x.Id == c.CodeId && x.ParentId == codes[above].Id)))?.Id.Value, MemoTargetKind.Theme);

    private MemoTarget? Participant(string label) => Target(db.Participants.Local.Single(p => p.Label == label).Id.Value, MemoTargetKind.Participant);

    private MemoTarget? Interview(string title) => Target(db.Interviews.Local.Single(i => i.Title == title).Id.Value, MemoTargetKind.Interview);

    private Memo Free(int daysAgo, string writer, MemoKind kind, string title, MemoSharing sharing, string text, params MemoTarget?[] about)
    {
        var memo = DemonstrationStudy.Must(Memo.WriteFree(MemoId.New(), study, Who(writer).Id, new MemoWords(kind, title, text, sharing), at.AddDays(-daysAgo)));
        DemonstrationStudy.Must(memo.LinkTo([.. about.OfType<MemoTarget>()]));
        db.Memos.Add(memo);
        return memo;
    }

    private void Again(Memo memo, int daysAgo, string by, string text) =>
        DemonstrationStudy.Must(memo.Rewrite(Who(by).Id, new MemoWords(memo.Kind, memo.Title, text, memo.Sharing), at.AddDays(-daysAgo)));

    /// <summary>A memo on the first passage that its writer put a code on, as from the desk.</summary>
    private void On(int daysAgo, string writer, string code, MemoKind kind, string title, MemoSharing sharing, string text)
    {
        var coding = First(writer, code);
        var memo = DemonstrationStudy.Must(Memo.WriteOn(MemoId.New(), study, coding.TranscriptId, coding.Segment, coding.MemberId, new MemoWords(kind, title, text, sharing), at.AddDays(-daysAgo)));
        var head = db.CodingHeads.Local.Single(h => h.TranscriptId == coding.TranscriptId);
        head.MoveTo(head.Revision + 1);
        memo.StampRevision(head.Revision);
        db.CodingActs.Add(CodingAct.Record(ActId.New(), coding.TranscriptId, head.Revision, coding.MemberId, at.AddDays(-daysAgo), ActKind.WriteMemo));
        db.Memos.Add(memo);
    }

    /// <summary>Lets a memo hold on to the first passage that its writer put a code on.</summary>
    private void Keep(Memo memo, string writer, string code)
    {
        var kept = KeptPassage.Of(First(writer, code), memo.MemberId, memo.ChangedAt);
        db.KeptPassages.Add(kept);
        DemonstrationStudy.Must(memo.LinkTo([.. memo.Links.Select(l => l.Target), MemoTarget.Of(kept.Id)]));
    }

    private Coding First(string writer, string code) =>
        db.Codings.Local.First(c => c.MemberId == Who(writer).Id && c.CodeId == codes[code].Id && c.RemovedAt is null && c.RoundId is null);

    private Member Who(string name) => members[$"{name}@demo.example"];
}
