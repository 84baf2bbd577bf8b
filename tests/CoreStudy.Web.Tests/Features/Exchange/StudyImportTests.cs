using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Exchanges;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Reveals;
using CoreStudy.Interchange.RefiQda;
using CoreStudy.Testing;
using CoreStudy.Vault;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Features.Consents;
using CoreStudy.Web.Features.Exchange;
using CoreStudy.Web.Tests.Features.Redactions;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Exchange;

/// <summary>A project of another program comes in as a study.</summary>
public sealed class StudyImportTests(PostgresFixture postgres) : ReviewTest(postgres)
{
    private const string Words = "Interviewer: How was it?\nSarah Whitcombe: I waited with Doctor Pemberton for hours.\nInterviewer: And then?\nSarah Whitcombe: Somebody came at last.";

    [Fact]
    public async Task A_study_without_material_takes_a_project_whose_texts_identify_nobody()
    {
        var lead = await Study.MemberAsync(Role.StudyLead);
        var file = await ReadAsync(lead, Project("P1", Words.Replace("Sarah Whitcombe", "P1", StringComparison.Ordinal).Replace("Doctor Pemberton", "a doctor", StringComparison.Ordinal)));

        var done = StudyBuilder.Must(await The<ImportStudy>().RunAsync(lead.AccountId, file, Choices() with { IdentifiesNobody = true }, null, Cancel));

        Assert.Equal((1, 1, 0, 1, 1), (done.Transcripts, done.Codings, done.Waiting, done.Codes, done.Participants));
        var transcript = await Db.Transcripts.Include(t => t.Text).Include(t => t.Speakers).SingleAsync(Cancel);
        Assert.Equal(("How was it?\nI waited with a doctor for hours.\nAnd then?\nSomebody came at last.", true, false), (transcript.Text.Words, transcript.ReleasedAt is not null, transcript.OpenedAt is not null));
        Assert.Equal([("Interviewer", true), ("P1", false)], transcript.Speakers.OrderBy(s => s.Number).Select(s => (s.Label, s.IsInterviewer)));
        var coding = await Db.Codings.SingleAsync(Cancel);
        Assert.Equal("I waited with a doctor", coding.Words);
        Assert.True((await Db.Members.SingleAsync(m => m.Id == coding.MemberId, Cancel)).IsOutside);
        Assert.Equal("Is it?", (await Db.Comments.SingleAsync(Cancel)).Text);
        Assert.True(await Db.AuditEntries.AnyAsync(e => e.Kind == AuditKind.StudyImported, Cancel));
    }

    [Fact]
    public async Task Texts_that_identify_wait_in_the_vault_with_their_codings_which_come_once_they_are_released()
    {
        var lead = await Study.MemberAsync(Role.StudyLead);
        var file = await ReadAsync(lead, Project("Sarah Whitcombe", Words));

        var done = StudyBuilder.Must(await The<ImportStudy>().RunAsync(lead.AccountId, file, Choices(), null, Cancel));

        Assert.Equal((0, 1), (done.Codings, done.Waiting));
        Assert.Equal((0, 0, 0), (await Db.Codings.CountAsync(Cancel), await Db.Comments.CountAsync(Cancel), await Db.TranscriptTexts.CountAsync(Cancel)));
        Assert.Equal("P01", (await Db.Participants.SingleAsync(Cancel)).Label);
        Assert.DoesNotContain("Sarah", string.Join('\n', await Db.Transcripts.Select(t => t.Title).Concat(Db.Interviews.Select(i => i.Title)).Concat(Db.Speakers.Select(s => s.Label)).Concat(Db.Memos.Select(m => m.Text)).ToListAsync(Cancel)), StringComparison.Ordinal);
        var id = await Db.Transcripts.Select(t => t.Id).SingleAsync(Cancel);
        foreach (var admin in new[] { Admin, OtherAdmin }) Db.Reveals.Add(StudyBuilder.Must(Reveal.Open(admin, RevealSubject.Of(id), RevealReason.Anonymise, "", Clock.GetUtcNow())));
        await Db.SaveChangesAsync(Cancel);
        if (!(await OpenAsync(id)).Places.Any(p => p.Start <= Original.IndexOf("Pemberton", StringComparison.Ordinal) && p.End > Original.IndexOf("Pemberton", StringComparison.Ordinal))) await MarkAsync(id, "Pemberton", IdentifierCategory.Person, isNew: true);

        await ReleaseAsync(id);

        var coding = await Db.Codings.SingleAsync(Cancel);
        Assert.StartsWith("I waited with ", coding.Words, StringComparison.Ordinal);
        Assert.EndsWith("]", coding.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("Pemberton", coding.Words, StringComparison.Ordinal);
        var words = (await Db.TranscriptTexts.SingleAsync(Cancel)).Words;
        Assert.Equal(coding.Words, words[coding.Segment.Start..coding.Segment.End]);
        var comment = await Db.Comments.SingleAsync(Cancel);
        Assert.Equal("Is it?", comment.Text);
        Assert.Equal(Id(6).Value, await TheirsAsync(OutsideKind.Coding, coding.Id.Value));
        Assert.Equal(Id(5).Value, await TheirsAsync(OutsideKind.Selection, coding.Id.Value));
        Assert.Equal(file.Study.Transcripts[0].Codings[0].Comments[0].Id.Value, await TheirsAsync(OutsideKind.Note, comment.Id.Value));
    }

    [Fact]
    public async Task What_came_from_another_program_leaves_under_its_own_ids_from_each_study_that_was_made_of_it()
    {
        var lead = await Study.MemberAsync(Role.StudyLead);
        await Db.Users.Where(a => a.Id == lead.AccountId.Value).ExecuteUpdateAsync(a => a.SetProperty(x => x.IsOperator, true), Cancel);
        var theirs = Whole("P1", Words.Replace("Sarah Whitcombe", "P1", StringComparison.Ordinal).Replace("Doctor Pemberton", "a doctor", StringComparison.Ordinal));
        foreach (var name in new[] { "Once", "Twice" })
        {
            var choices = new StudyImportChoices { Name = name, ShortName = name, IdentifiesNobody = true, Role = Id(8) };
            var done = StudyBuilder.Must(await The<ImportStudy>().RunAsync(lead.AccountId, await ReadAsync(lead, theirs), choices, null, Cancel));
            await Db.Transcripts.Where(t => t.StudyId == done.Id).ExecuteUpdateAsync(t => t.SetProperty(x => x.OpenedAt, Clock.GetUtcNow()), Cancel);

            var left = await OutAsync(lead, done.Id);

            Assert.Equal(left, await OutAsync(lead, done.Id));
            using var reading = StudyBuilder.Must(ExchangeFile.Read("ours.qdpx", new MemoryStream(left), Cancel));
            Assert.True(reading.Report.Validity.IsValid);
            Assert.Empty(Ids(theirs).Except(Ids(reading.Project)));
        }
    }

    [Fact]
    public async Task What_is_taken_out_for_good_is_known_under_no_id_any_more()
    {
        var lead = await Study.MemberAsync(Role.StudyLead);
        _ = StudyBuilder.Must(await The<ImportStudy>().RunAsync(lead.AccountId, await ReadAsync(lead, Whole("P1", Words)), Choices() with { IdentifiesNobody = true }, null, Cancel));
        var attribute = await Db.ParticipantAttributes.FirstAsync(Cancel);
        Assert.NotNull(await TheirsAsync(OutsideKind.Variable, attribute.Id.Value));

        Db.Remove(attribute);
        await Db.SaveChangesAsync(Cancel);

        Assert.Null(await TheirsAsync(OutsideKind.Variable, attribute.Id.Value));
    }

    [Fact]
    public async Task A_withdrawal_destroys_codings_and_memos_that_wait_for_words_which_will_never_be_released()
    {
        var lead = await Study.MemberAsync(Role.StudyLead);
        _ = StudyBuilder.Must(await The<ImportStudy>().RunAsync(lead.AccountId, await ReadAsync(lead, Project("Sarah Whitcombe", Words)), Choices(), null, Cancel));
        var (participant, transcript) = (await Db.Participants.SingleAsync(Cancel), await Db.Transcripts.Select(t => t.Id).SingleAsync(Cancel));
        Assert.Equal(1, await WaitingAsync(transcript));
        Assert.True(await Db.OutsideIds.CountAsync(i => i.Kind == OutsideKind.Case || i.Kind == OutsideKind.Source || i.Kind == OutsideKind.Coding, Cancel) == 3);

        _ = StudyBuilder.Must(await The<WithdrawParticipant>().RunAsync(
            Admin.AccountId, Study.Study.Id, participant.Id, new WithdrawalFacts(WithdrawalScope.AllData, WithdrawalReason.NotSaid, DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime), participant.Label), Cancel));

        Assert.Equal(0, await WaitingAsync(transcript));
        Assert.Equal([OutsideKind.User, OutsideKind.Code, OutsideKind.Set], (await Db.OutsideIds.Select(i => i.Kind).Distinct().ToListAsync(Cancel)).Order());
    }

    [Fact]
    public async Task Codings_become_those_of_the_account_that_their_coder_is_said_to_be()
    {
        var (lead, ada, gone) = (await Study.MemberAsync(Role.StudyLead), await Study.MemberAsync(Role.Coder), await Study.MemberAsync(Role.Supervisor));
        var file = await ReadAsync(lead, Project("P1", Words.Replace("Sarah Whitcombe", "P1", StringComparison.Ordinal).Replace("Doctor Pemberton", "a doctor", StringComparison.Ordinal)));
        var coder = Assert.Single(file.Study.Coders).Id;
        var who = StudyBuilder.Must(await The<PlanStudyImport>().WhoAsync(lead.AccountId, Study.Study.Id, Cancel));
        Assert.Contains(who, a => a.Id == ada.AccountId);

        var refused = SentenceOf(await The<ImportStudy>().RunAsync(lead.AccountId, file, Choices() with { IdentifiesNobody = true, Coders = new Dictionary<RefiId, AccountId> { [coder] = AccountId.New() } }, null, Cancel));
        _ = StudyBuilder.Must(await The<ImportStudy>().RunAsync(lead.AccountId, file, Choices() with { IdentifiesNobody = true, Coders = new Dictionary<RefiId, AccountId> { [coder] = ada.AccountId } }, null, Cancel));

        Assert.StartsWith("Somebody whose codings these are said to be does not code in this study", refused, StringComparison.Ordinal);
        Assert.Equal(ada.Id, (await Db.Codings.SingleAsync(Cancel)).MemberId);
        Assert.False(await Db.Members.AnyAsync(m => m.IsOutside, Cancel));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<PlanStudyImport>().WhoAsync(gone.AccountId, Study.Study.Id, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<PlanStudyImport>().WhoAsync(lead.AccountId, into: null, Cancel)));
    }

    [Fact]
    public async Task In_a_new_study_they_join_as_coders()
    {
        var (lead, ada) = (await Study.MemberAsync(Role.StudyLead), await Study.MemberAsync(Role.Coder));
        await Db.Users.Where(a => a.Id == lead.AccountId.Value).ExecuteUpdateAsync(a => a.SetProperty(x => x.IsOperator, true), Cancel);
        var file = await ReadAsync(lead, Project("P1", Words));
        var choices = new StudyImportChoices { Name = "New", ShortName = "New", Coders = new Dictionary<RefiId, AccountId> { [file.Study.Coders[0].Id] = ada.AccountId } };

        var done = StudyBuilder.Must(await The<ImportStudy>().RunAsync(lead.AccountId, file, choices, null, Cancel));

        Assert.Equal((Role.Coder, ada.Name), await Db.Members.Where(m => m.StudyId == done.Id && m.AccountId == ada.AccountId).Select(m => new ValueTuple<Role, string>(m.Role, m.Name)).SingleAsync(Cancel));
        Assert.True(await Db.AuditEntries.AnyAsync(e => e.StudyId == done.Id && e.Kind == AuditKind.MemberJoined, Cancel));
    }

    [Fact]
    public async Task A_study_with_material_takes_none_and_says_what_to_do()
    {
        var lead = await Study.MemberAsync(Role.StudyLead);
        await Study.CodeAsync("Waiting");
        var file = await ReadAsync(lead, Project("P1", Words));

        var refused = SentenceOf(await The<ImportStudy>().RunAsync(lead.AccountId, file, Choices(), null, Cancel));

        Assert.Contains("There is material in this study already.", refused, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Researcher)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.Admin)]
    public async Task Nobody_but_a_lead_brings_a_project_in(Role role)
    {
        var (member, lead) = (await Study.MemberAsync(role), await Study.MemberAsync(Role.StudyLead));
        var file = await ReadAsync(lead, Project("P1", Words));

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ImportStudy>().RunAsync(member.AccountId, file, Choices(), null, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<PlanStudyImport>().RunAsync(member.AccountId, "p.qdpx", new MemoryStream([1]), Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ImportStudy>().RunAsync(lead.AccountId, file, Choices() with { Into = null, Name = "New", ShortName = "New" }, null, Cancel)));
    }

    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.Admin)]
    public async Task Who_may_not_take_a_study_out_is_refused(Role role)
    {
        var member = await Study.MemberAsync(role);

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ExportStudy>().RunAsync(member.AccountId, Study.Study.Id, new StudyExportChoices(RefiVariant.Standard, false, false), cautioned: false, null, Cancel)));
    }

    [Fact]
    public async Task For_others_there_are_the_transcripts_alone_of_which_everybody_agreed_to_archiving()
    {
        var lead = await Study.MemberAsync(Role.StudyLead);
        await Study.TranscriptAsync(lead, ["How was it?", "I waited."]);

        var left = StudyBuilder.Must(await The<ExportStudy>().RunAsync(lead.AccountId, Study.Study.Id, new StudyExportChoices(RefiVariant.Standard, IsForOthers: true, false), cautioned: true, null, Cancel));

        Assert.Contains(left.Behind, b => b.Sentence.Contains("archived for others", StringComparison.Ordinal));
        using var reading = ExchangeFile.Read("p.qdpx", new MemoryStream(left.Content!), Cancel).IsRefused(out _, out var read) ? throw new InvalidOperationException() : read;
        Assert.Empty(reading.Project.Sources);
    }

    /// <summary>How many papers of waiting work there are, each under its transcript’s key; none once nothing of that key is left.</summary>
    private async Task<int> WaitingAsync(TranscriptId transcript)
    {
        await using var connection = new VaultConnection(Connections.Vault);
        await using var room = await new VaultDoor(connection, TestKeys.Open(), Clock).EnterAsync(Cancel);
        return await room.ReadAsync<WaitingWork>(transcript.Value, Cancel) is not null ? 1 : await room.CountAsync(KeyOwner.Of(transcript), Cancel);
    }

    private static string Original => "How was it?\nI waited with Doctor Pemberton for hours.\nAnd then?\nSomebody came at last.";

    private StudyImportChoices Choices() => new() { Into = Study.Study.Id };

    private async Task<ReadProjectFile> ReadAsync(Member lead, RefiProject project)
    {
        var file = new MemoryStream();
        StudyBuilder.Must(ExchangeFile.Write(project, file, RefiVariant.Standard, null, Cancel));
        file.Position = 0;
        return StudyBuilder.Must(await The<PlanStudyImport>().RunAsync(lead.AccountId, "theirs.qdpx", file, Cancel));
    }

    private async Task<Guid?> TheirsAsync(OutsideKind kind, Guid ours) => (await Db.OutsideIds.AsNoTracking().SingleOrDefaultAsync(i => i.Kind == kind && i.Ours == ours, Cancel))?.Theirs;

    private async Task<byte[]> OutAsync(Member lead, StudyId study) =>
        StudyBuilder.Must(await The<ExportStudy>().RunAsync(lead.AccountId, study, new StudyExportChoices(RefiVariant.Standard, false, false), cautioned: true, null, Cancel)).Content!;

    /// <summary>What a project holds, each with its id.</summary>
    private static IEnumerable<string> Ids(RefiProject project) =>
    [
        .. project.Users.Select(u => $"user {u.Id}"), .. project.AllCodes().Select(c => $"code {c.Id}"), .. project.Variables.Select(v => $"variable {v.Id}"), .. project.Cases.Select(c => $"case {c.Id}"), .. project.Sources.Select(s => $"source {s.Id}"),
        .. project.AllSelections().Select(s => $"selection {s.Selection.Id}"), .. project.AllSelections().SelectMany(s => s.Selection.Codings).Select(c => $"coding {c.Id}"), .. project.Notes.Select(n => $"note {n.Id}"),
        .. project.Links.Select(l => $"link {l.Id}"), .. project.Sets.Select(s => $"set {s.Id}"),
    ];

    private static RefiId Id(int n) => new(new Guid(n, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 1));

    /// <summary>The same with variables, a memo on the passage, a memo on another, links, a set, and somebody who did nothing.</summary>
    private static RefiProject Whole(string participant, string words)
    {
        var project = Project(participant, words);
        var text = (RefiTextSource)project.Sources[0];
        return project with
        {
            Users = [.. project.Users, new RefiUser(Id(20), "Bo", null)],
            Variables = [new RefiVariable(Id(7), "Years", RefiValueKind.Integer, null), new RefiVariable(Id(8), "Job", RefiValueKind.Text, null)],
            Cases = [project.Cases[0] with { Values = [new RefiValue(Id(7), RefiValueKind.Integer, "3"), new RefiValue(Id(8), RefiValueKind.Text, "PSW")] }],
            Sources = [text with { Selections = [.. text.Selections, new RefiSelection { Id = Id(12), Place = new RefiTextPlace(words.Length - 8, words.Length - 1), NoteRefs = [Id(13)] }] }],
            Notes = [Note(9), Note(13)],
            Links = [new RefiLink(Id(10), null, null, null, Id(9), Id(5), []), new RefiLink(Id(14), null, null, null, Id(3), Id(9), []), new RefiLink(Id(15), null, null, null, Id(4), Id(13), [])],
            Sets = [new RefiSet { Id = Id(11), Name = "Group", Codes = [Id(2)] }],
        };
        static RefiTextSource Note(int n) => new() { Id = Id(n), Name = $"Memo {n}", Text = new RefiText { Words = "What is it?", IsInline = true } };
    }

    /// <summary>A talk with one participant, in which somebody coded from “I waited” to the doctor, with a remark.</summary>
    private static RefiProject Project(string participant, string words)
    {
        var (start, end) = (words.IndexOf("I waited", StringComparison.Ordinal), words.IndexOf(" for hours", StringComparison.Ordinal));
        return new RefiProject
        {
            Name = "Their project",
            Users = [new RefiUser(Id(1), "Ada", "A")],
            Codes = [new RefiCode { Id = Id(2), Name = "Waiting", Description = "Time that passes" }],
            Cases = [new RefiCase { Id = Id(3), Name = participant, Sources = [Id(4)] }],
            Sources =
            [
                new RefiTextSource
                {
                    Id = Id(4), Name = $"Talk with {participant}", Text = new RefiText { Words = words },
                    Selections = [new RefiSelection { Id = Id(5), Place = new RefiTextPlace(start, end), Description = "Is it?", Codings = [new RefiCoding(Id(6), Id(2), Id(1), null, [])] }],
                },
            ],
        };
    }
}
