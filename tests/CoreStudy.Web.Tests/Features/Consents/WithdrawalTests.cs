using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Flags;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Memos;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Reveals;
using CoreStudy.Domain.Settling;
using CoreStudy.Domain.Summaries;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Vault;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Features.Codings;
using CoreStudy.Web.Features.Consents;
using CoreStudy.Web.Features.Identities;
using CoreStudy.Web.Features.Memos;
using CoreStudy.Web.Features.Participants;
using CoreStudy.Web.Features.Settling;
using CoreStudy.Web.Features.Summaries;
using CoreStudy.Web.Live;
using CoreStudy.Web.Tests.Features.Identities;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Consents;

public sealed class WithdrawalTests(PostgresFixture postgres) : ConfidentialTest(postgres)
{
    private const string Blank = "[withdrawn]";

    private Code _code = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _code = await Study.CodeAsync("Belonging");
    }

    [Fact]
    public async Task The_look_beforehand_tells_what_goes_and_takes_nothing()
    {
        var (_, group) = await GroupAsync();
        await CodeAsync(group, 0, 5);
        await CodeAsync(group, 8, 22);
        await CodeAsync(group, 0, 12);

        var plan = StudyBuilder.Must(await The<PlanWithdrawal>().RunAsync(Admin.AccountId, StudyId, One.Id, Cancel));

        var planned = Assert.Single(plan.Transcripts);
        Assert.Equal((false, 2, 7, 1, 1), (planned.IsWhole, planned.Turns, planned.Words, planned.Codings, planned.Kept));
        Assert.Equal("Hello.\nMy son was ill.\nSo was mine.\nI never told.", await WordsAsync(group));
    }

    [Fact]
    public async Task Turns_in_a_focus_group_are_blanked_and_the_codings_of_others_stay_on_their_words()
    {
        var (_, group) = await GroupAsync();
        var others = await CodeAsync(group, 23, 35); // So was mine.
        var theirs = await CodeAsync(group, 7, 22); // My son was ill.
        var across = await CodeAsync(group, 0, 12); // Hello.\nMy so
        var memo = await MemoAsync(group, 36, 49, "“I never told” is the heart of it");
        var comment = await CommentAsync(theirs, "her son!");

        var id = StudyBuilder.Must(await WithdrawAsync());

        Assert.Equal($"Hello.\n{Blank}\nSo was mine.\n{Blank}", await WordsAsync(group));
        Assert.Equal(("So was mine.", false), await CodingAsync(others));
        Assert.Equal((Blank, true), await CodingAsync(theirs));
        Assert.False((await CodingAsync(across)).IsRemoved);
        Assert.StartsWith("Hello.", (await CodingAsync(across)).Words, StringComparison.Ordinal);
        Assert.Equal((Blank, true), await Db.Memos.AsNoTracking().Where(m => m.Id == memo).Select(m => new ValueTuple<string, bool>(m.Text, m.RemovedAt != null)).SingleAsync(Cancel));
        Assert.Equal(Blank, await Db.Comments.AsNoTracking().Where(c => c.Id == comment).Select(c => c.Text).SingleAsync(Cancel));
        var counts = (await Db.Withdrawals.AsNoTracking().SingleAsync(w => w.Id == id, Cancel)).Counts;
        Assert.Equal(new WithdrawalCounts(0, 1, 2, 7, 1, 1, 1, 0), counts);
        await AssertWordsHoldAsync(group);
    }

    [Fact]
    public async Task What_was_flagged_of_their_words_waits_for_no_admin_any_more()
    {
        var (_, group) = await GroupAsync();
        StudyBuilder.Must(await The<FlagPassage>().RunAsync(Coder.AccountId, group.Id, new Segment(10, 13), 0, null, Cancel)); // son, of theirs
        StudyBuilder.Must(await The<FlagPassage>().RunAsync(Coder.AccountId, group.Id, new Segment(30, 34), 1, null, Cancel)); // mine, of somebody else's

        StudyBuilder.Must(await WithdrawAsync());

        var flags = await Db.PassageFlags.AsNoTracking().OrderBy(f => f.TextRevision).Select(f => f.State).ToListAsync(Cancel);
        Assert.Equal([FlagState.Redacted, FlagState.Open], flags);
        Assert.Equal($"Hello.\n{Blank}\nSo was ████.\n{Blank}", await WordsAsync(group));
    }

    [Fact]
    public async Task A_focus_group_that_is_not_released_loses_their_words_and_what_waits_for_those_alone()
    {
        var interview = StudyBuilder.Must(Interview.Create(Study.Trust(), null, "Focus group 1", InterviewKind.FocusGroup, null, [One, Two]));
        var draft = new TranscriptDraft("test", [new("P", 0, "My son was ill."), new("Q", 1000, "So was mine.")], []);
        var speakers = new Dictionary<string, SpeakerMatch> { ["P"] = new("PSW-01", One.Id, false), ["Q"] = new("PSW-02", Two.Id, false) };
        var group = StudyBuilder.Must(Transcript.ImportIdentifiable(interview, interview.Title, draft, speakers, new string('b', 64), Lead.Id, StudyBuilder.At, out _));
        Db.AddRange(interview, group, new Data.Codings.CodingHead(group.Id));
        await Db.SaveChangesAsync(Cancel);
        WaitingCoding Waits(int start, int end) => new(_code.Id.Value, Coder.Id.Value, start, end, StudyBuilder.At, false, "", []);
        await using (var connection = new VaultConnection(Connections.Vault))
        await using (var room = await new VaultDoor(connection, TestKeys.Open(), Clock).EnterAsync(Cancel))
        {
            await room.WriteOriginalAsync(StudyId, group.Id, new Original([new(0, "Pip", One.Id.Value, 0, "My son was ill.", 15), new(1, "Iggy", Two.Id.Value, 1000, "So was mine.", 12)]), soleOwner: null, Cancel);
            StudyBuilder.Must(await room.WriteAsync(KeyOwner.Of(group.Id), StudyId, group.Id.Value, new WaitingWork([Waits(3, 6), Waits(16, 28), Waits(10, 20)], []), Cancel));
            await room.CommitAsync(Cancel);
        }

        var plan = StudyBuilder.Must(await The<PlanWithdrawal>().RunAsync(Admin.AccountId, StudyId, One.Id, Cancel));
        StudyBuilder.Must(await WithdrawAsync());

        var planned = Assert.Single(plan.Transcripts);
        Assert.Equal((false, false, 1, 1), (planned.IsReleased, planned.IsWhole, planned.Codings, plan.Originals));
        await using var after = await TheDoor.EnterAsync(Cancel);
        Assert.Equal([null, "So was mine."], (await after.ReadOriginalAsync(group.Id, Cancel))!.Turns.Select(t => t.Text));
        Assert.Equal([16, 10], (await after.ReadAsync<WaitingWork>(group.Id.Value, Cancel))!.Codings.Select(c => c.Start));
    }

    [Fact]
    public async Task Memos_about_them_go_with_every_text_they_had_and_memos_about_others_stay()
    {
        var (_, group) = await GroupAsync();
        var alone = await TranscriptAsync(InterviewKind.Individual, (null, "How is Bea?"), (One, "Bea is well."));
        var others = await CodeAsync(group, 23, 35); // So was mine.
        var theirs = await CodeAsync(group, 7, 22); // My son was ill.
        var words = new MemoWords(MemoKind.Analytic, "The son", "The son comes first.", MemoSharing.Team);
        async Task<MemoId> WriteAsync(IReadOnlyList<CodingId> passages, params MemoTarget[] about)
        {
            var id = MemoId.New();
            StudyBuilder.Must(await The<SaveMemo>().RunAsync(Coder.AccountId, StudyId, id, null, words, about, passages, Cancel));
            return id;
        }

        var gone = new[]
        {
            await WriteAsync([], MemoTarget.Of(One.Id), MemoTarget.Of(Two.Id)), await WriteAsync([], MemoTarget.Of(alone.InterviewId)), await WriteAsync([others, theirs]), await WriteAsync([others], MemoTarget.Of(One.Id)), await WriteAsync([theirs]),
        };
        var stays = new[] { await WriteAsync([], MemoTarget.Of(Two.Id)), await WriteAsync([], MemoTarget.Of(group.InterviewId)), await WriteAsync([others]) };
        StudyBuilder.Must(await The<SaveMemo>().RunAsync(Coder.AccountId, StudyId, gone[0], 1, words with { Text = "The daughter, rather." }, [MemoTarget.Of(One.Id)], [], Cancel));
        var plan = StudyBuilder.Must(await The<PlanWithdrawal>().RunAsync(Admin.AccountId, StudyId, One.Id, Cancel));

        var id = StudyBuilder.Must(await WithdrawAsync());

        Assert.Equal((4, 1), (plan.MemosAbout ?? 0, plan.Transcripts.Sum(t => t.Memos)));
        Assert.Equal(5, (await Db.Withdrawals.AsNoTracking().SingleAsync(w => w.Id == id, Cancel)).Counts.Memos);
        Assert.All(await Db.Memos.AsNoTracking().Where(m => gone.Contains(m.Id)).ToListAsync(Cancel), m => Assert.Equal(("", Blank, true), (m.Title, m.Text, m.RemovedAt is not null)));
        Assert.All(await Db.Memos.AsNoTracking().Where(m => stays.Contains(m.Id)).ToListAsync(Cancel), m => Assert.Equal((words.Text, false), (m.Text, m.RemovedAt is not null)));
        Assert.All(await Db.MemoVersions.AsNoTracking().Where(v => gone.Contains(v.MemoId)).ToListAsync(Cancel), v => Assert.Equal(("", ""), (v.Title, v.Text)));
        Assert.Equal(3, await Db.MemoVersions.CountAsync(v => v.Text == words.Text, Cancel));
    }

    [Fact]
    public async Task What_was_settled_on_their_words_alone_goes_with_them_and_what_was_said_about_it_and_the_rest_stands()
    {
        var (_, group) = await GroupAsync();
        var ben = await Study.MemberAsync(Role.Coder);
        foreach (var (coder, start, end) in new[] { (Coder, 7, 22), (ben, 10, 22), (Coder, 23, 35), (ben, 26, 35), (Coder, 36, 49), (ben, 36, 49) })
            StudyBuilder.Must(await The<RecordActs>().RunAsync(coder.AccountId, group.Id, [new Apply(ActId.New(), CodingId.New(), _code.Id, new Segment(start, end), false, "")], Cancel));
        foreach (var coder in new[] { Coder, ben })
        {
            var work = StudyBuilder.Must(Assignment.Give(group, coder, null, Lead, StudyBuilder.At));
            StudyBuilder.Must(work.MarkDone(coder, StudyBuilder.At));
            Db.Add(work);
        }

        await Db.SaveChangesAsync(Cancel);
        StudyBuilder.Must(await The<BeginSettling>().RunAsync(Lead.AccountId, group.Id, Cancel));
        var desk = StudyBuilder.Must(await The<OpenSettleDesk>().RunAsync(Lead.AccountId, group.Id, Cancel));
        foreach (var difference in desk.Changes.Differences)
        {
            StudyBuilder.Must(await The<DecideDifference>().RunAsync(Lead.AccountId, group.Id, ActId.New(), new(difference.Id), 0, new Decision(DecisionKind.Merge, "her son, ill"), 0, 0, Cancel));
            StudyBuilder.Must(await The<TalkAboutDifference>().SayAsync(Lead.AccountId, group.Id, ActId.New(), new(difference.Id), RemarkId.New(), "her son, ill", 0, Cancel));
        }

        StudyBuilder.Must(await WithdrawAsync());

        var settled = await Db.SettledCodings.AsNoTracking().OrderBy(s => s.Segment.Start).Select(s => new { s.Words, IsRemoved = s.RemovedAt != null }).ToListAsync(Cancel);
        Assert.Equal([(Blank, true), ("So was mine.", false), (Blank, true)], settled.Select(s => (s.Words, s.IsRemoved)));
        Assert.Equal(["", "her son, ill"], await Db.Differences.OrderBy(d => d.Number).Select(d => d.Reason).ToListAsync(Cancel));
        Assert.Equal([Blank, "her son, ill"], await Db.Remarks.OrderBy(r => r.Revision).Select(r => r.Text).ToListAsync(Cancel));
        Assert.DoesNotContain("son", (await Db.SettlingActs.AsNoTracking().Where(a => a.DifferenceId == new DifferenceId(desk.Changes.Differences[0].Id)).ToListAsync(Cancel)).Select(a => a.After?.Reason ?? ""));
    }

    [Fact]
    public async Task An_individual_interview_is_blanked_whole_and_put_away()
    {
        var transcript = await TranscriptAsync(InterviewKind.Individual, (null, "How is Bea?"), (One, "Bea is well."));
        await CodeAsync(transcript, 0, 5);
        await CodeAsync(transcript, 12, 20);

        StudyBuilder.Must(await WithdrawAsync());

        var now = await Db.Transcripts.AsNoTracking().SingleAsync(t => t.Id == transcript.Id, Cancel);
        Assert.NotNull(now.ArchivedAt);
        Assert.Equal($"{Blank}\n{Blank}", await WordsAsync(transcript));
        Assert.Empty(await Db.Codings.Where(c => c.TranscriptId == transcript.Id && c.RemovedAt == null).ToListAsync(Cancel));
        Assert.NotNull(await Db.Interviews.Where(i => i.Id == transcript.InterviewId).Select(i => i.ArchivedAt).SingleAsync(Cancel));
        Assert.Empty(await IdentityTests.SearchAsync(ConnectionString, ["Bea is", "is Bea"]));
    }

    [Fact]
    public async Task Their_key_goes_and_with_it_identity_evidence_original_and_register_while_anothers_stay()
    {
        var (_, group) = await GroupAsync();
        await KeepAsync(group);

        var id = StudyBuilder.Must(await WithdrawAsync());

        Assert.NotNull((await Db.Withdrawals.AsNoTracking().SingleAsync(w => w.Id == id, Cancel)).KeyDestroyedAt);
        await OpenAsync(RevealSubject.AllParticipants);
        var rows = StudyBuilder.Must(await The<ReadIdentities>().RunAsync(Admin.AccountId, StudyId, Cancel));
        Assert.Equal([(true, ""), (false, "Ignatius Thimblewick")], rows.Select(r => (r.IsDestroyed, r.Name)));
        Assert.Contains("was destroyed", SentenceOf(await The<SaveIdentity>().RunAsync(Admin.AccountId, StudyId, One.Id, new Identity("x", "", ""), 0, Cancel)), StringComparison.Ordinal);
        await using var connection = new VaultConnection(Connections.Vault);
        await using var room = await new VaultDoor(connection, TestKeys.Open(), Clock).EnterAsync(Cancel);
        Assert.Equal(0, await room.CountAsync(KeyOwner.Of(One.Id), Cancel));
        Assert.Equal([null, "So was mine."], (await room.ReadOriginalAsync(group.Id, Cancel))!.Turns.Where(t => t.ParticipantId is not null).Select(t => t.Text).Take(2));
    }

    [Fact]
    public async Task A_withdrawal_that_died_before_its_key_was_destroyed_is_ended_at_the_next_start()
    {
        await KeepAsync(null);
        var alone = KeyOwner.Of((await TranscriptAsync(InterviewKind.Individual, (null, "How is Bea?"), (One, "Bea is well."))).Id);
        TestKeys.Open().TakeOrMake(alone);
        var files = new[] { KeyOwner.Of(One.Id), alone }.Select(k => Path.Combine(TestKeys.KeyFolder, k.ToString())).ToList();
        var keys = files.ConvertAll(File.ReadAllText);
        var id = StudyBuilder.Must(await WithdrawAsync());
        foreach (var (file, key) in files.Zip(keys)) await File.WriteAllTextAsync(file, key, Cancel); // as if the program had died after the commit
        await Db.Database.ExecuteSqlAsync($"update withdrawals set key_destroyed_at = null where id = {id.Value}", Cancel);
        Assert.False(TestKeys.Open().IsDestroyed(KeyOwner.Of(One.Id)));

        await Service<FinishWithdrawals>().FinishAllAsync(Cancel);

        Assert.True(TestKeys.Open().IsDestroyed(KeyOwner.Of(One.Id)));
        Assert.True(TestKeys.Open().IsDestroyed(alone));
        Assert.NotNull((await Db.Withdrawals.AsNoTracking().SingleAsync(w => w.Id == id, Cancel)).KeyDestroyedAt);
    }

    [Fact]
    public async Task The_label_has_to_be_typed_and_nothing_goes_without_it()
    {
        var (_, group) = await GroupAsync();

        Assert.Equal("To confirm, type the label exactly: PSW-01.", SentenceOf(await WithdrawAsync(typed: "psw-01")));

        Assert.StartsWith("Hello.\nMy son", await WordsAsync(group), StringComparison.Ordinal);
        Assert.Empty(await Db.Withdrawals.ToListAsync(Cancel));
    }

    [Fact]
    public async Task Who_has_withdrawn_stays_away_and_cannot_withdraw_again()
    {
        StudyBuilder.Must(await WithdrawAsync());

        Assert.StartsWith("PSW-01 has withdrawn this far", SentenceOf(await WithdrawAsync()), StringComparison.Ordinal);
        Assert.Contains("stays away", SentenceOf(await The<ArchiveParticipant>().RunAsync(Lead.AccountId, StudyId, One.Id, archive: false, Cancel)), StringComparison.Ordinal);
        Assert.Contains("has withdrawn with all data", SentenceOf(await The<RecordConsent>().RunAsync(Admin.AccountId, StudyId, One.Id, new("v1", new(2026, 2, 1), [ConsentScope.TakePart], null), Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_desks_hear_that_the_text_was_revised()
    {
        var (_, group) = await GroupAsync();
        var heard = new List<Notice>();
        using var listening = Feed.Listen(StudyId, heard.Add);

        StudyBuilder.Must(await WithdrawAsync());

        Assert.Contains(heard, n => n is TextRevised revised && revised.TranscriptId == group.Id);
    }

    [Fact]
    public async Task The_certificate_says_what_went_in_numbers_alone()
    {
        var (_, _) = await GroupAsync();
        await KeepAsync(null);
        var id = StudyBuilder.Must(await WithdrawAsync());

        var certificate = StudyBuilder.Must(await The<ReadCertificate>().RunAsync(Lead.AccountId, StudyId, id, Cancel));

        Assert.Equal(("PSW-01", 2, 7, Admin.Name, false), (certificate.Label, certificate.Counts.Turns, certificate.Counts.Words, certificate.By, certificate.IsUnfinished));
    }

    [Fact]
    public async Task What_the_team_wrote_about_them_goes_in_every_version_and_what_refers_to_their_words_asks_to_be_read_again()
    {
        var (_, group) = await GroupAsync();
        var alone = await TranscriptAsync(InterviewKind.Individual, (null, "How is Bea?"), (One, "Bea is well."));
        var coding = await CodeAsync(group, 7, 22); // My son was ill.
        var matrix = StudyBuilder.Must(await The<SaveMatrix>().RunAsync(Lead.AccountId, StudyId, null, 0, new MatrixFacts("By participant", CaseKind.Participants, [ColumnSubject.Of(_code.Id)]), Cancel));
        var column = (await Db.MatrixColumns.AsNoTracking().SingleAsync(Cancel)).Id;
        var (theirs, others, whole) = (new SummarySpot(column, SummaryCase.Of(One.Id)), new SummarySpot(column, SummaryCase.Of(Two.Id)), new SummarySpot(null, SummaryCase.Of(alone.InterviewId)));
        StudyBuilder.Must(await The<LinkPassage>().RunAsync(Lead.AccountId, StudyId, others, coding.Value, isSettled: false, Cancel));
        foreach (var spot in new[] { theirs, whole })
        {
            StudyBuilder.Must(await The<SaveSummary>().RunAsync(Lead.AccountId, StudyId, spot, new SummaryDraft(0, "Speaks of a son.", SummaryState.Draft), Cancel));
            StudyBuilder.Must(await The<SaveSummary>().RunAsync(Lead.AccountId, StudyId, spot, new SummaryDraft(1, "Speaks of illness.", SummaryState.Done), Cancel));
        }

        StudyBuilder.Must(await The<SaveSummary>().RunAsync(Lead.AccountId, StudyId, others, new SummaryDraft(0, "Agrees with [1].", SummaryState.Done), Cancel));
        Clock.Pass(TimeSpan.FromMinutes(1));

        StudyBuilder.Must(await WithdrawAsync());

        Assert.Equal(["", "", "Agrees with [1]."], await Db.Summaries.AsNoTracking().OrderBy(s => s.Text).Select(s => s.Text).ToListAsync(Cancel));
        Assert.Equal(["", "", "", "", "Agrees with [1]."], await Db.SummaryVersions.AsNoTracking().OrderBy(v => v.Text).Select(v => v.Text).ToListAsync(Cancel));
        var view = StudyBuilder.Must(await The<OpenMatrix>().RunAsync(Lead.AccountId, StudyId, matrix, Cancel));
        Assert.Equal("PSW-02", Assert.Single(view.Cases).Label);
        Assert.True(view.Cells[others].MustBeReadAgain);
        var open = StudyBuilder.Must(await The<OpenSummary>().RunAsync(Lead.AccountId, StudyId, others, Cancel));
        Assert.True(Assert.Single(open.References).IsWithdrawn);
        Assert.True(open.MustBeReadAgain);
        StudyBuilder.Must(await The<SaveSummary>().RunAsync(Lead.AccountId, StudyId, others, new SummaryDraft(1, "Has a view of its own.", SummaryState.Done), Cancel));
        Assert.False(StudyBuilder.Must(await The<OpenSummary>().RunAsync(Lead.AccountId, StudyId, others, Cancel)).MustBeReadAgain);
    }

    /// <summary>Random groups and codings: whatever somebody else's words carried, they carry still, and nothing lies on blanked words alone.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Codings_of_others_stay_on_their_words_whatever_the_talk(int seed)
    {
        var random = new Random(seed);
        var turns = Enumerable.Range(0, 40).Select(i => (Who: random.Next(3) switch { 0 => One, 1 => Two, _ => null }, Text: string.Join(' ', Enumerable.Range(0, random.Next(1, 12)).Select(w => $"w{i}x{w}🙂")))).ToArray();
        var group = await TranscriptAsync(InterviewKind.FocusGroup, [(One, "Begin."), (Two, "Begin."), .. turns]);
        var words = group.Text.Words;
        var theirs = group.Turns.Where(t => group.Speakers.Single(s => s.Number == t.SpeakerNumber).ParticipantId == One.Id).Select(t => t.Segment).ToList();
        var codings = new List<(Segment At, CodingId Id)>();
        for (var i = 0; i < 60; i++)
        {
            var (a, b) = (random.Next(words.Length), random.Next(words.Length));
            if (group.Text.Words.Length == 0 || a == b) continue;
            var at = new TranscriptText(words).SnapOutwards(new Segment(Math.Min(a, b), Math.Min(Math.Max(a, b), Math.Min(a, b) + random.Next(1, 80))));
            codings.Add((at, await CodeAsync(group, at.Start, at.End)));
        }

        StudyBuilder.Must(await WithdrawAsync());

        var now = await Db.Codings.AsNoTracking().Where(c => c.TranscriptId == group.Id).ToDictionaryAsync(c => c.Id, Cancel);
        foreach (var (at, id) in codings)
        {
            var kept = string.Concat(Enumerable.Range(at.Start, at.End - at.Start).Where(p => !theirs.Any(t => t.Start <= p && p < t.End)).Select(p => words[p]));
            Assert.Equal(kept.Trim().Length == 0, now[id].RemovedAt is not null);
            if (kept.Trim().Length > 0) Assert.Equal(string.Concat(kept.Where(c => c != '\n')), string.Concat(now[id].Words.Replace(Blank, "", StringComparison.Ordinal).Where(c => c != '\n')));
        }

        await AssertWordsHoldAsync(group);
        var left = await WordsAsync(group);
        Assert.DoesNotContain(theirs, t => t.End - t.Start > 12 && left.Contains(words[t.Start..t.End], StringComparison.Ordinal));
    }

    /// <summary>Hello. | My son was ill. | So was mine. | I never told. : the interviewer, PSW-01, PSW-02, PSW-01.</summary>
    private async Task<(Interview?, Transcript)> GroupAsync() =>
        (null, await TranscriptAsync(InterviewKind.FocusGroup, (null, "Hello."), (One, "My son was ill."), (Two, "So was mine."), (One, "I never told.")));

    private async Task KeepAsync(Transcript? group)
    {
        await OpenAsync(RevealSubject.AllParticipants);
        StudyBuilder.Must(await The<SaveIdentity>().RunAsync(Admin.AccountId, StudyId, One.Id, new Identity("Philippa Quillfeather", "", ""), 0, Cancel));
        StudyBuilder.Must(await The<SaveIdentity>().RunAsync(Admin.AccountId, StudyId, Two.Id, new Identity("Ignatius Thimblewick", "", ""), 0, Cancel));
        StudyBuilder.Must(await The<RecordConsent>().RunAsync(Admin.AccountId, StudyId, One.Id, new("v1", new(2026, 2, 1), [ConsentScope.TakePart], "%PDF-1.7"u8.ToArray()), Cancel));
        if (group is null) return;
        await using var connection = new VaultConnection(Connections.Vault);
        await using var room = await new VaultDoor(connection, TestKeys.Open(), Clock).EnterAsync(Cancel);
        var original = new Original([new(0, "Ann", null, null, "Hello.", 6), new(1, "Pip", One.Id.Value, null, "My son was ill.", 15), new(2, "Iggy", Two.Id.Value, null, "So was mine.", 12)]);
        await room.WriteOriginalAsync(StudyId, group.Id, original, soleOwner: null, Cancel);
        await room.CommitAsync(Cancel);
    }

    private Task<Result<WithdrawalId>> WithdrawAsync(string typed = "PSW-01") =>
        The<WithdrawParticipant>().RunAsync(Admin.AccountId, StudyId, One.Id, new(WithdrawalScope.AllData, WithdrawalReason.NotSaid, new(2026, 3, 1), typed), Cancel);

    private async Task<CodingId> CodeAsync(Transcript transcript, int start, int end)
    {
        var coding = Coding.Create(CodingId.New(), StudyId, transcript.Id, Coder.Id, new CodingState(_code.Id, new Segment(start, end), false, "", false), transcript.Text.Words[start..end], StudyBuilder.At);
        var head = (await Db.CodingHeads.FindAsync([transcript.Id], Cancel))!;
        head.MoveTo(head.Revision + 1);
        coding.StampRevision(head.Revision);
        Db.Codings.Add(coding);
        await Db.SaveChangesAsync(Cancel);
        return coding.Id;
    }

    private async Task<MemoId> MemoAsync(Transcript transcript, int start, int end, string text)
    {
        var memo = StudyBuilder.Must(Memo.Write(MemoId.New(), StudyId, transcript.Id, new Segment(start, end), Coder.Id, text, false, StudyBuilder.At));
        Db.Memos.Add(memo);
        await Db.SaveChangesAsync(Cancel);
        return memo.Id;
    }

    private async Task<CommentId> CommentAsync(CodingId about, string text)
    {
        var comment = StudyBuilder.Must(Comment.Write(CommentId.New(), (await Db.Codings.FindAsync([about], Cancel))!, Coder.Id, text, StudyBuilder.At));
        Db.Comments.Add(comment);
        await Db.SaveChangesAsync(Cancel);
        return comment.Id;
    }

    private Task<string> WordsAsync(Transcript transcript) => Db.TranscriptTexts.AsNoTracking().Where(t => t.TranscriptId == transcript.Id).Select(t => t.Words).SingleAsync(Cancel);

    private async Task<(string Words, bool IsRemoved)> CodingAsync(CodingId id)
    {
        var coding = await Db.Codings.AsNoTracking().SingleAsync(c => c.Id == id, Cancel);
        return (coding.Words, coding.RemovedAt is not null);
    }

    /// <summary>Each coding that stands holds the words that lie at its place.</summary>
    private async Task AssertWordsHoldAsync(Transcript transcript)
    {
        var words = await WordsAsync(transcript);
        foreach (var coding in await Db.Codings.AsNoTracking().Where(c => c.TranscriptId == transcript.Id && c.RemovedAt == null).ToListAsync(Cancel))
            Assert.Equal(words[coding.Segment.Start..coding.Segment.End], coding.Words);
    }
}
