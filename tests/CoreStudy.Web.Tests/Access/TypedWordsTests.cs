using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Assignments;
using CoreStudy.Web.Features.Codebooks;
using CoreStudy.Web.Features.Codings;
using CoreStudy.Web.Features.Interviews;
using CoreStudy.Web.Features.Participants;
using CoreStudy.Web.Features.Studies;
using CoreStudy.Web.Features.Transcripts;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Access;

/// <summary>Every field in which somebody can write: what the study knows does not get into the database through it.</summary>
public sealed class TypedWordsTests(PostgresFixture postgres) : LeakTest(postgres)
{
    private static readonly string[] Fields =
    [
        "study description", "interview title", "interview summary", "interviewer", "participant label", "participant attribute", "participants' table", "attribute name", "attribute choice",
        "participant role", "trust", "site", "code name", "definition", "when to use", "when not to use", "example", "synonyms", "split code", "version name", "version note",
        "transcript title", "transcript note", "content note", "remark", "memo", "comment", "question", "proposed code",
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
        InterviewFacts Facts(string title = "Interview", string summary = "", string interviewer = "") => new(title, InterviewKind.Individual, alder.Id, null, null, summary, [], InterviewState.Planned, interviewer);
        switch (field)
        {
            case "study description": return async t => SentenceOf(await The<DescribeStudy>().RunAsync(me, StudyId, "A study", "Study", t, Cancel));
            case "interview title": return Interview(t => Facts(title: t));
            case "interview summary": return Interview(t => Facts(summary: t));
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
            default: throw new ArgumentOutOfRangeException(nameof(field), field, "No such field.");
        }
    }

    private async Task<(Member Coder, Transcript Transcript)> DeskAsync()
    {
        var coder = await Study.MemberAsync(Role.Coder);
        return (coder, await Study.TranscriptAsync(await Study.MemberAsync(Role.Researcher), ["How was it?", "I waited."]));
    }

    private async Task<ActResult> ActAsync(Member by, Transcript transcript, DeskAct act) =>
        StudyBuilder.Must(await The<RecordActs>().RunAsync(by.AccountId, transcript.Id, [act], Cancel)).Results.Single();
}
