using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Reveals;
using CoreStudy.Domain.Summaries;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Assignments;
using CoreStudy.Web.Features.Codebooks;
using CoreStudy.Web.Features.Codings;
using CoreStudy.Web.Features.Consents;
using CoreStudy.Web.Features.Corrections;
using CoreStudy.Web.Features.Disclosure;
using CoreStudy.Web.Features.Flags;
using CoreStudy.Web.Features.Interviews;
using CoreStudy.Web.Features.Participants;
using CoreStudy.Web.Features.Redactions;
using CoreStudy.Web.Features.Studies;
using CoreStudy.Web.Features.Summaries;
using CoreStudy.Web.Features.Transcripts;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Access;

/// <summary>Every field in which somebody can write: what the study knows does not get into the database through it.</summary>
public sealed class TypedWordsTests(PostgresFixture postgres) : LeakTest(postgres)
{
    private static readonly string[] Fields =
    [
        "study description", "interview title", "interview summary", "matrix name", "interviewer", "participant label", "participant attribute", "participants' table", "attribute name", "attribute choice",
        "participant role", "trust", "site", "code name", "definition", "when to use", "when not to use", "example", "synonyms", "split code", "version name", "version note",
        "transcript title", "transcript note", "content note", "remark", "memo", "comment", "question", "proposed code",
        "reveal note", "consent form", "corrected turn", "flag replacement", "redaction replacement", "noun of a replacement", "late replacement", "replacement in the study", "words for people",
        "reason of a find", "speaker of an import", "reason of an export",
    ];

    public static TheoryData<string> EachField => [.. Fields];

    [Theory]
    [MemberData(nameof(EachField))]
    public async Task What_the_study_knows_is_refused_in_every_field_in_every_form(string field)
    {
        var write = await FieldAsync(field);
        var through = new List<string>();

        foreach (var form in PlantedForms.All.Where(f => f.Length <= 24))
        {
            if (await write($"{form}") is not { } why || !why.Contains("Nothing was kept; your words are still here.", StringComparison.Ordinal)) through.Add(form);
        }

        Assert.Empty(through);
    }

    [Fact]
    public async Task The_sentence_shows_the_words_to_who_typed_them_and_not_whom_they_mean()
    {
        var write = await FieldAsync("memo");

        var why = await write("Here Katarzyna hesitates.");

        Assert.Equal(
            "“Katarzyna” in the memo is a name that this study keeps apart, or very like one. Write the participant's label, or words such as “a colleague”. Nothing was kept; your words are still here.",
            why);
        Assert.Equal(0, await Db.Memos.CountAsync(Cancel));
    }

    [Fact]
    public async Task What_was_refused_is_on_record_by_its_field_and_without_its_words()
    {
        var write = await FieldAsync("memo");

        await write("Here Katarzyna hesitates.");

        var entry = await Db.AuditEntries.AsNoTracking().SingleAsync(e => e.Kind == AuditKind.WordsRefused, Cancel);
        Assert.Equal((StudyId, TypedField.Memo, 1), (entry.StudyId, entry.Detail.WordOf<TypedField>("field"), entry.Detail.CountOf("finds")));
        Assert.DoesNotContain("Katarzyna", entry.Detail.ToJson() + entry.Label.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_correction_may_leave_in_a_turn_what_stood_there_and_bring_no_name_back()
    {
        var researcher = await Study.MemberAsync(Role.Researcher);
        var transcript = await Study.TranscriptAsync(researcher, ["How was it?", "Katarzyna waited."]);

        var left = SentenceOf(await The<CorrectTurn>().RunAsync(researcher.AccountId, transcript.Id, 0, 1, "Katarzyna waited long.", mayLosePlaceholders: false, Cancel));
        var taken = SentenceOf(await The<CorrectTurn>().RunAsync(researcher.AccountId, transcript.Id, 1, 1, "She waited long.", mayLosePlaceholders: false, Cancel));
        var back = SentenceOf(await The<RestoreCorrection>().RunAsync(researcher.AccountId, transcript.Id, 2, Cancel));

        Assert.Equal((null, null), (left, taken));
        Assert.Equal("This would bring back words that the study keeps apart by now. Correct the turn instead.", back);
        Assert.EndsWith("She waited long.", await Db.TranscriptTexts.Where(t => t.TranscriptId == transcript.Id).Select(t => t.Words).SingleAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_act_that_was_kept_before_anybody_knew_is_answered_as_kept()
    {
        var (coder, transcript) = await DeskAsync();
        var memo = new WriteMemo(ActId.New(), MemoId.New(), new Segment(0, 5), "Zdravko sounds tired.", IsPrivate: false);
        Assert.True((await ActAsync(coder, transcript, memo)).IsKept);
        await KnowAsync(Vault.Keys.KeyOwner.Of(StudyId), Guid.CreateVersion7(), new Vault.Papers.Identifier(Guid.CreateVersion7(), Domain.Redactions.IdentifierCategory.Person, "[friend 1]", ["Zdravko"], null));

        Assert.True((await ActAsync(coder, transcript, memo)).IsKept);
        Assert.False((await ActAsync(coder, transcript, memo with { Id = ActId.New() })).IsKept);
    }

    [Fact]
    public async Task Acts_beside_a_refused_one_are_kept()
    {
        var (coder, transcript) = await DeskAsync();
        var code = await Study.CodeAsync("Waiting");

        var outcome = StudyBuilder.Must(await The<RecordActs>().RunAsync(
            coder.AccountId, transcript.Id,
            [new Apply(ActId.New(), CodingId.New(), code.Id, new Segment(0, 5), false, ""), new WriteMemo(ActId.New(), MemoId.New(), new Segment(0, 5), "katarzyna again", IsPrivate: true)], Cancel));

        Assert.Equal([true, false], outcome.Results.Select(r => r.IsKept));
    }

    /// <summary>How to write into a field: the answer is the sentence of the refusal, or null.</summary>
    private async Task<Func<string, Task<string?>>> FieldAsync(string field)
    {
        var lead = await Study.MemberAsync(Role.StudyLead);
        var (me, alder) = (lead.AccountId, Study.Trust());
        var code = await Study.CodeAsync("Waiting");
        var (coder, transcript) = await DeskAsync();
        CodeWords Words(string name = "Being seen", string definition = "", string use = "", string not = "", string example = "", string synonyms = "") => new(name, definition, use, not, example, synonyms, "#336699");
        Func<string, Task<string?>> Code(Func<string, CodeWords> words) => async t => SentenceOf(await The<EditCode>().CreateAsync(me, StudyId, null, words(t), Cancel));
        Func<string, Task<string?>> Interview(Func<string, InterviewFacts> facts) => async t => SentenceOf(await The<SaveInterview>().RunAsync(me, StudyId, null, facts(t), Cancel));
        InterviewFacts Facts(string title = "Interview", string interviewer = "") => new(title, InterviewKind.Individual, alder.Id, null, null, [], InterviewState.Planned, interviewer);
        switch (field)
        {
            case "study description": return async t => SentenceOf(await The<DescribeStudy>().RunAsync(me, StudyId, "A study", "Study", t, Cancel));
            case "interview title": return Interview(t => Facts(title: t));
            case "interview summary":
                var held = StudyBuilder.Must(Domain.Interviews.Interview.Create(alder, null, "An interview", InterviewKind.Individual, null, []));
                Db.Interviews.Add(held);
                await Db.SaveChangesAsync(Cancel);
                return async t => SentenceOf(await The<SaveSummary>().RunAsync(me, StudyId, new SummarySpot(null, SummaryCase.Of(held.Id)), new SummaryDraft(0, t, SummaryState.Draft), Cancel));
            case "matrix name": return async t => SentenceOf(await The<SaveMatrix>().RunAsync(me, StudyId, null, 0, new MatrixFacts(t, CaseKind.Trusts, [ColumnSubject.Of(code.Id)]), Cancel));
            case "interviewer": return Interview(t => Facts(interviewer: t));
            case "participant label": return async t => SentenceOf(await The<SaveParticipant>().RunAsync(me, StudyId, null, new ParticipantFacts(alder.Id, t, Worker, new Dictionary<AttributeId, string>()), Cancel));
            case "participant attribute":
                var noted = StudyBuilder.Must(ParticipantAttribute.Create(StudyId, "Notes", AttributeKind.Words, [], 0));
                Db.ParticipantAttributes.Add(noted);
                await Db.SaveChangesAsync(Cancel);
                return async t => SentenceOf(await The<SaveParticipant>().RunAsync(me, StudyId, null, new ParticipantFacts(alder.Id, "PSW-09", Worker, new Dictionary<AttributeId, string> { [noted.Id] = t }), Cancel));
            case "participants' table": return async t => SentenceOf(await The<ImportParticipants>().RunAsync(me, StudyId, $"Label,Trust,Role\n\"{t}\",Alder,{Worker}\n", Cancel));
            case "attribute name": return async t => SentenceOf(await The<ChangeAttributes>().SaveAsync(me, StudyId, null, t, AttributeKind.Words, [], Cancel));
            case "attribute choice": return async t => SentenceOf(await The<ChangeAttributes>().SaveAsync(me, StudyId, null, "Manager", AttributeKind.Choice, [t, "Somebody else"], Cancel));
            case "participant role": return async t => SentenceOf(await The<ChangeParticipantRoles>().AddAsync(me, StudyId, t, Cancel));
            case "trust": return async t => SentenceOf(await The<SavePlace>().TrustAsync(me, StudyId, null, t, Cancel));
            case "site": return async t => SentenceOf(await The<SavePlace>().SiteAsync(me, StudyId, alder.Id, null, t, Cancel));
            case "code name": return Code(t => Words(name: t));
            case "definition": return Code(t => Words(definition: t));
            case "when to use": return Code(t => Words(use: t));
            case "when not to use": return Code(t => Words(not: t));
            case "example": return Code(t => Words(example: t));
            case "synonyms": return Code(t => Words(synonyms: t));
            case "split code":
                var coding = await Study.CodingAsync(transcript, code, coder);
                return async t => SentenceOf(await The<SplitCode>().RunAsync(me, StudyId, code.Id, Words(name: t), [coding.Id], Cancel));
            case "version name": return async t => SentenceOf(await The<FreezeFramework>().RunAsync(me, StudyId, t, "", Cancel));
            case "version note": return async t => SentenceOf(await The<FreezeFramework>().RunAsync(me, StudyId, "v1", t, Cancel));
            case "transcript title": return async t => SentenceOf(await The<DescribeTranscript>().RunAsync(me, transcript.Id, t, "", Cancel));
            case "transcript note": return async t => SentenceOf(await The<DescribeTranscript>().RunAsync(me, transcript.Id, "PSW-07", t, Cancel));
            case "content note": return async t => SentenceOf(await The<NoteContent>().RunAsync(me, transcript.Id, 0, [(new Segment(0, 5), t)], Cancel));
            case "remark":
                var work = StudyBuilder.Must(Assignment.Give(transcript, coder, null, lead, StudyBuilder.At));
                StudyBuilder.Must(work.MarkDone(coder, StudyBuilder.At));
                Db.Assignments.Add(work);
                await Db.SaveChangesAsync(Cancel);
                return async t => SentenceOf(await The<SendBack>().RunAsync(me, work.Id, t, Cancel));
            case "memo": return async t => (await ActAsync(coder, transcript, new WriteMemo(ActId.New(), MemoId.New(), new Segment(0, 5), t, IsPrivate: true))).Why;
            case "comment":
                var commented = await Study.CodingAsync(transcript, code, coder);
                return async t => (await ActAsync(coder, transcript, new WriteComment(ActId.New(), commented.Id, CommentId.New(), t))).Why;
            case "question":
                var doubted = await Study.CodingAsync(transcript, code, coder);
                return async t => (await ActAsync(coder, transcript, new Doubt(ActId.New(), doubted.Id, true, t))).Why;
            case "proposed code": return async t => (await ActAsync(coder, transcript, new ProposeCode(ActId.New(), CodeId.New(), null, t, "#336699"))).Why;
            case "reveal note":
                return async t => SentenceOf(await The<Reveals>().OpenAsync(
                    (await AdminAsync()).AccountId, StudyId, RevealSubject.AllParticipants, RevealReason.Audit, t, new RevealCredential(RevealProof.Password, "something"), Cancel));
            case "consent form":
                var manager = (await AdminAsync()).AccountId;
                return async t => SentenceOf(await The<RecordConsent>().RunAsync(manager, StudyId, Katarzyna.Id, new(t, new(2026, 2, 1), [ConsentScope.TakePart], null), Cancel));
            case "corrected turn":
                var corrector = (await Study.MemberAsync(Role.Researcher)).AccountId;
                return async t => SentenceOf(await The<CorrectTurn>().RunAsync(corrector, transcript.Id, 0, 1, $"I waited with {t.Replace('\n', ' ')}.", mayLosePlaceholders: false, Cancel));
            case "flag replacement":
                var admin = (await AdminAsync()).AccountId;
                StudyBuilder.Must(await The<FlagPassage>().RunAsync(coder.AccountId, transcript.Id, new Segment(12, 13), 0, null, Cancel));
                var flag = await Db.PassageFlags.Select(f => f.Id).SingleAsync(Cancel);
                return async t => SentenceOf(await The<DecideFlag>().RedactAsync(admin, StudyId, flag, $"[{t}]", Cancel));
            case "redaction replacement":
                var (decider, reviewed) = await ReviewAsync();
                return async t => SentenceOf(await The<DecideRedactions>().RunAsync(decider, reviewed, new ReviewAct(ReviewActKind.ReplaceHere, [], Replacement: t), Cancel));
            case "noun of a replacement":
                var (namer, named) = await ReviewAsync();
                return async t => SentenceOf(await The<DecideRedactions>().RunAsync(namer, named, new ReviewAct(ReviewActKind.Split, [], Noun: t), Cancel));
            case "late replacement":
                var (redactor, released) = await ReviewAsync();
                return async t => SentenceOf(await The<RedactLate>().RunAsync(redactor, released, new LateFind(0, 3, 0, IdentifierCategory.Person, Replacement: t), Cancel));
            case "reason of a find":
                var (explainer, scanned) = await ReviewAsync();
                return async t => SentenceOf(await The<ExplainHit>().RunAsync(explainer, scanned, "hope", t, Cancel));
            case "replacement in the study":
                var (searcher, searched) = await ReviewAsync(RevealSubject.AllTranscripts);
                var hit = new StudyHit(searched, "", false, new Segment(0, 3), "", "How", "", null);
                return async t => SentenceOf(await The<ReplaceInStudy>().RunAsync(searcher, StudyId, [hit], IdentifierCategory.Person, null, null, t, null, Cancel));
            case "words for people":
                var settler = (await AdminAsync()).AccountId;
                return async t => SentenceOf(await The<ChangeAnonymisationSettings>().RunAsync(settler, StudyId, ["peer", t], DateDetail.Year, 10, false, 0.2, false, Cancel));
            case "speaker of an import":
                var interview = await InterviewAsync();
                return async t => SentenceOf(await ImportAsync(interview, t));
            case "reason of an export":
                return async t => SentenceOf(await The<LetLeave>().RunAsync(me, StudyId, StoppedExportId.New(), t, Cancel));
            default: throw new ArgumentOutOfRangeException(nameof(field), field, "No such field.");
        }
    }

    private async Task<(Member Coder, Transcript Transcript)> DeskAsync()
    {
        var coder = await Study.MemberAsync(Role.Coder);
        return (coder, await Study.TranscriptAsync(await Study.MemberAsync(Role.Researcher), ["How was it?", "I waited."]));
    }

    private Task<Member> AdminAsync() => Study.MemberAsync(Role.Admin);

    /// <summary>A transcript under review, and an admin to whom it is open.</summary>
    private async Task<(AccountId Admin, TranscriptId Transcript)> ReviewAsync(RevealSubject? subject = null)
    {
        var admin = await AdminAsync();
        var id = StudyBuilder.Must(await ImportAsync(await InterviewAsync(), "A colleague"));
        Db.Reveals.Add(StudyBuilder.Must(Reveal.Open(admin, subject ?? RevealSubject.Of(id), RevealReason.Anonymise, "", Clock.GetUtcNow())));
        await Db.SaveChangesAsync(Cancel);
        return (admin.AccountId, id);
    }

    private async Task<Interview> InterviewAsync()
    {
        var interview = StudyBuilder.Must(Interview.Create(Study.Trust(), null, "PSW-07, individual interview", InterviewKind.Individual, null, [Katarzyna]));
        Db.Interviews.Add(interview);
        await Db.SaveChangesAsync(Cancel);
        return interview;
    }

    private async Task<Result<TranscriptId>> ImportAsync(Interview interview, string speaker)
    {
        var draft = new TranscriptDraft("test", [new DraftTurn("I", 0, "How was it?"), new DraftTurn("P", 1000, "I waited.")], []);
        var speakers = new Dictionary<string, SpeakerMatch> { ["I"] = new("Interviewer", null, IsInterviewer: true), ["P"] = new(speaker, null, IsInterviewer: false) };
        return await The<ImportIdentifiable>().RunAsync((await Study.MemberAsync(Role.Researcher)).AccountId, interview.Id, interview.Title, new ReadFile(draft, new string('a', 64)), speakers, Cancel);
    }

    private async Task<ActResult> ActAsync(Member by, Transcript transcript, DeskAct act) =>
        StudyBuilder.Must(await The<RecordActs>().RunAsync(by.AccountId, transcript.Id, [act], Cancel)).Results.Single();
}
