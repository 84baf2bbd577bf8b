using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Progress;
using CoreStudy.Domain.Studies;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Progress;
using CoreStudy.Web.Tests.Access;
using CsCheck;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Progress;

public sealed class ReadProgressTests(PostgresFixture postgres) : SiteTest(postgres)
{
    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Admin)]
    public async Task Who_may_not_see_progress_is_told_no(Role role)
    {
        var member = await Study.MemberAsync(role);

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadProgress>().RunAsync(member.AccountId, Study.Study.Id, Cancel)));
    }

    [Fact]
    public async Task The_board_says_what_a_plain_count_of_a_random_study_says()
    {
        var lead = await Study.MemberAsync(Role.StudyLead);
        await Gen.Int[1, int.MaxValue].SampleAsync(
            async seed =>
            {
                await GrowAsync(new Random(seed));

                var board = await BoardAsync(lead);

                await EqualsPlainCountAsync(board);
            },
            iter: 4, threads: 1);
    }

    [Fact]
    public async Task A_member_for_one_trust_is_given_nothing_of_the_others()
    {
        var (lead, alder) = (await Study.MemberAsync(Role.StudyLead), Study.Trust("Alder"));
        var researcher = await Study.MemberAsync(Role.Researcher, alder);
        await GrowAsync(new Random(7));

        var view = StudyBuilder.Must(await The<ReadProgress>().RunAsync(researcher.AccountId, Study.Study.Id, Cancel));

        Assert.Equal(["Alder"], view.Board.Trusts.Select(t => t.Trust.Label));
        Assert.All(view.Facts.Participants, p => Assert.Equal(alder.Id, p.TrustId));
        Assert.All(view.Facts.Transcripts, t => Assert.Equal(alder.Id, t.TrustId));
        var theirs = view.Facts.Transcripts.Select(t => t.Id).ToHashSet();
        Assert.All(view.Facts.Tallies, t => Assert.Contains(t.TranscriptId, theirs));
        Assert.All(view.Facts.Assignments, a => Assert.Contains(a.TranscriptId, theirs));
        Assert.True((await BoardAsync(lead)).Transcripts.Count > view.Board.Transcripts.Count);
    }

    [Fact]
    public async Task A_supervisor_is_not_told_the_title_of_what_is_not_open_for_coding()
    {
        var (lead, supervisor) = (await Study.MemberAsync(Role.StudyLead), await Study.MemberAsync(Role.Supervisor));
        var closed = await Study.TranscriptAsync(lead, ["Hello?"], open: false);

        Assert.Equal(["Not open yet"], (await BoardAsync(supervisor)).Transcripts.Select(t => t.Transcript.Title));
        Assert.Equal([closed.Title], (await BoardAsync(lead)).Transcripts.Select(t => t.Transcript.Title));
    }

    private async Task<Board> BoardAsync(Member reader) =>
        StudyBuilder.Must(await The<ReadProgress>().RunAsync(reader.AccountId, Study.Study.Id, Cancel)).Board;

    /// <summary>Adds participants, interviews, transcripts, assignments and codings at random, and puts some of them away.</summary>
    private async Task GrowAsync(Random choice)
    {
        var importer = await Study.MemberAsync(Role.Researcher);
        var supervisor = await Study.MemberAsync(Role.Supervisor);
        Member[] coders = [await Study.MemberAsync(Role.Coder), await Study.MemberAsync(Role.Coder), await Study.MemberAsync(Role.Coder)];
        var code = await Study.CodeAsync($"Code {choice.Next()}");
        Trust[] trusts = [Study.Trust("Alder"), Study.Trust("Birch"), Study.Trust("Cedar")];
        foreach (var trust in trusts.Where(t => choice.Next(2) == 0 && !Db.RecruitmentTargets.Any(x => x.TrustId == t.Id)))
            Db.RecruitmentTargets.Add(StudyBuilder.Must(RecruitmentTarget.Set(Study.Study, trust, Study.Study.ParticipantRoles[0], choice.Next(1, 9))));
        for (var i = 0; i < 12; i++)
        {
            var trust = trusts[choice.Next(3)];
            var transcript = await Study.TranscriptAsync(importer, ["Hello there", "I waited for a week"], open: choice.Next(4) > 0, trust.Label);
            var interview = await Db.Interviews.SingleAsync(x => x.Id == transcript.InterviewId, Cancel);
            var kept = i < 6 ? 1 : 0; // so many stay, whatever chance says
            var people = Enumerable.Range(0, Math.Max(kept, choice.Next(3))).Select(_ => StudyBuilder.Must(Participant.Create(Study.Study, trust, $"P-{choice.Next()}", Study.Study.ParticipantRoles[choice.Next(2)]))).ToList();
            Db.Participants.AddRange(people);
            StudyBuilder.Must(interview.Describe(trust, null, interview.Title, InterviewKind.FocusGroup, new DateOnly(2026, 3, 1), people));
            if (choice.Next(4) > 0) StudyBuilder.Must(interview.Arrange(InterviewState.Held, "", new DateOnly(2026, 3, 2)));
            await Db.SaveChangesAsync(Cancel);
            foreach (var coder in coders.Where(_ => transcript.OpenedAt is not null && choice.Next(2) == 0)) await WorkAsync(choice, transcript, coder, supervisor, code);
            if (choice.Next(9) == 0) transcript.Archive(StudyBuilder.At);
            if (choice.Next(9) == 0) interview.Archive(StudyBuilder.At);
            foreach (var person in people.Skip(kept).Where(_ => choice.Next(9) == 0)) person.Archive(StudyBuilder.At);
            await Db.SaveChangesAsync(Cancel);
        }
    }

    private async Task WorkAsync(Random choice, Transcript transcript, Member coder, Member supervisor, Domain.Codebooks.Code code)
    {
        var assignment = StudyBuilder.Must(Assignment.Give(transcript, coder, choice.Next(2) == 0 ? null : new DateOnly(2026, 3, 1), supervisor, StudyBuilder.At.AddDays(-choice.Next(20))));
        Db.Assignments.Add(assignment);
        if (choice.Next(2) == 0) await Study.CodingAsync(transcript, code, coder);
        var steps = choice.Next(5);
        if (steps == 1) StudyBuilder.Must(assignment.Withdraw(supervisor, StudyBuilder.At));
        if (steps > 1) StudyBuilder.Must(assignment.MarkDone(coder, StudyBuilder.At));
        if (steps == 3) StudyBuilder.Must(assignment.SignOff(supervisor, StudyBuilder.At));
        if (steps == 4) StudyBuilder.Must(assignment.SendBack(supervisor, "Please look again.", StudyBuilder.At));
    }

    private async Task EqualsPlainCountAsync(Board board)
    {
        Db.ChangeTracker.Clear();
        var participants = await Db.Participants.Where(p => p.ArchivedAt == null).ToListAsync(Cancel);
        var interviews = (await Db.Interviews.ToListAsync(Cancel)).Where(i => i.ArchivedAt is null).ToList();
        var transcripts = (await Db.Transcripts.ToListAsync(Cancel)).Where(t => t.ArchivedAt is null && interviews.Exists(i => i.Id == t.InterviewId)).ToList();
        var assignments = (await Db.Assignments.ToListAsync(Cancel)).Where(a => a.State != AssignmentState.Withdrawn).ToLookup(a => a.TranscriptId);
        var codings = (await Db.Codings.Where(c => c.RemovedAt == null).ToListAsync(Cancel)).ToLookup(c => (c.TranscriptId, c.MemberId));
        bool IsDone(Assignment a) => a.State is AssignmentState.Done or AssignmentState.SignedOff;
        bool Has(Participant p, Func<Transcript, bool> isSo) => interviews.Exists(i => i.Participants.Exists(x => x.ParticipantId == p.Id) && transcripts.Exists(t => t.InterviewId == i.Id && isSo(t)));
        Dictionary<Stage, Func<Participant, bool>> reaches = new()
        {
            [Stage.SignedOff] = p => Has(p, t => assignments[t.Id].Any() && assignments[t.Id].All(a => a.State == AssignmentState.SignedOff)),
            [Stage.Coded] = p => Has(p, t => assignments[t.Id].Any() && assignments[t.Id].All(IsDone)),
            [Stage.InCoding] = p => Has(p, t => assignments[t.Id].Any(a => IsDone(a) || a.State == AssignmentState.SentBack || codings[(t.Id, a.MemberId)].Any())),
            [Stage.Assigned] = p => Has(p, t => assignments[t.Id].Any()),
            [Stage.Ready] = p => Has(p, t => t.OpenedAt is not null),
            [Stage.Transcribed] = p => Has(p, _ => true),
            [Stage.Held] = p => interviews.Exists(i => i.State == InterviewState.Held && i.Participants.Exists(x => x.ParticipantId == p.Id)),
        };

        foreach (var trust in board.Trusts)
        {
            foreach (var role in trust.Roles)
            {
                var mine = participants.Where(p => p.TrustId == trust.Trust.Id && p.Role == role.Role).ToList();
                Assert.Equal(mine.Count, role.Counts.Reached(Stage.Recruited));
                foreach (var stage in reaches.Keys)
                    Assert.Equal(mine.Count(p => reaches.Any(r => r.Key >= stage && r.Value(p))), role.Counts.Reached(stage));
                Assert.Equal(await Db.RecruitmentTargets.Where(t => t.TrustId == trust.Trust.Id && t.ParticipantRole == role.Role).Select(t => t.Count).SingleOrDefaultAsync(Cancel), role.Target);
            }

            var texts = transcripts.Where(t => t.TrustId == trust.Trust.Id).ToList();
            Assert.Equal((texts.Count, texts.Sum(t => t.WordCount)), (trust.Transcripts, trust.Words));
            Assert.Equal(texts.Count(t => codings.Any(c => c.Key.TranscriptId == t.Id)), trust.WordsCoded); // each coding here lies on one word
        }

        Assert.Equal(participants.Count, board.Participants.Count);
        Assert.NotEmpty(participants);
    }
}
