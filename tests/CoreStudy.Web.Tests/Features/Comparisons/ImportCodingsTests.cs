using System.Text;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Rounds;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Codings;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Comparisons;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Comparisons;

public sealed class ImportCodingsTests(PostgresFixture postgres) : BroughtInTest(postgres, "How was it?", "I waited 😀 and hoped.")
{
    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Researcher)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.Admin)]
    public async Task Only_a_lead_brings_in_codings(Role role)
    {
        var me = (await Study.MemberAsync(role)).AccountId;
        var table = Table("File,Turn,Code,Coder\nA,1,W,B");

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ImportCodings>().ReadAsync(me, StudyId, "a.csv", [], columns: null, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ImportCodings>().LookAsync(me, StudyId, "a.csv", [], Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ImportCodings>().PlanAsync(me, StudyId, table, CodingChoices.None, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ImportCodings>().RunAsync(me, StudyId, table, CodingChoices.None, Cancel)));
    }

    [Fact]
    public async Task Without_offsets_the_words_are_sought_and_what_is_nowhere_or_at_two_places_is_listed_and_left_out()
    {
        var twice = await Study.TranscriptAsync(Lead, ["Yes.", "It’s a “long” wait.", "Yes."]);
        var table = Table($"File,Words,Code,Coder,Comment,Date\n{twice.Title},\"It's a \"\"long\"\"  wait\",Waiting,{Ada.Name},Why?,2026-02-01 10:00\n{twice.Title},Yes.,Waiting,{Ada.Name},,\n{twice.Title},No.,Waiting,{Ada.Name},,");

        var (plan, _) = StudyBuilder.Must(await The<ImportCodings>().PlanAsync(Lead.AccountId, StudyId, table, CodingChoices.None, Cancel));
        var done = StudyBuilder.Must(await The<ImportCodings>().RunAsync(Lead.AccountId, StudyId, table, CodingChoices.None, Cancel));

        Assert.Equal([PlannedState.New, PlannedState.NotFound, PlannedState.NotFound], plan.Lines.Select(l => l.State));
        Assert.Contains("2 places", plan.Lines[1].Wrong, StringComparison.Ordinal);
        var coding = await Db.Codings.SingleAsync(Cancel);
        Assert.Equal(("It’s a “long” wait", new DateTimeOffset(2026, 2, 1, 10, 0, 0, TimeSpan.Zero), 1, 2), (coding.Words, coding.CodedAt, done.Codings, done.Skipped));
        Assert.Equal("Why?", (await Db.Comments.SingleAsync(Cancel)).Text);
    }

    [Fact]
    public async Task A_coding_that_was_brought_in_is_its_coders_like_any_other()
    {
        await ImportAsync($"File,Start,End,Code,Coder,Words\n{Transcript.Title},14,23,waiting,{Ada.Name},waited 😀\n{Transcript.Title}.txt,14,23,Waiting,{Ada.Name},");

        var coding = await Db.Codings.SingleAsync(Cancel);
        Assert.Equal((Ada.Id, Waiting.Id, new Segment(14, 23), "waited 😀", 1L), (coding.MemberId, coding.CodeId, coding.Segment, coding.Words, coding.Revision));
        var act = await Db.CodingActs.SingleAsync(Cancel);
        Assert.Equal((ActKind.Import, 1L, coding.State, false), (act.Kind, act.Revision, act.After, act.IsUndoable));
        Assert.Equal(1, (await Db.CodingHeads.AsNoTracking().SingleAsync(Cancel)).Revision);
        Assert.Empty((await CodingCheck.RunAsync(Db, Cancel)).Strays);
    }

    [Fact]
    public async Task What_is_there_already_is_not_brought_in_twice()
    {
        var rows = $"File,Turn,Code,Coder\n{Transcript.Title},1,Waiting,{Ada.Name}";
        await ImportAsync(rows);

        var again = await ImportAsync(rows);

        Assert.Equal((0, 1), (again.Codings, again.Skipped));
        Assert.Equal(1, await Db.Codings.CountAsync(Cancel));
    }

    [Fact]
    public async Task One_wrong_row_and_nothing_is_stored()
    {
        var table = Table($"File,Turn,Code,Coder\n{Transcript.Title},1,Waiting,{Ada.Name}\n{Transcript.Title},3,Waiting,{Ada.Name}");

        var refused = SentenceOf(await The<ImportCodings>().RunAsync(Lead.AccountId, StudyId, table, CodingChoices.None, Cancel));

        Assert.Equal("Row 3: Column “Turn”: there is no turn 3; the transcript has 2.", refused);
        Assert.Equal(0, await Db.Codings.CountAsync(Cancel));
    }

    [Theory]
    [InlineData("13,200", "Column “End”: 200 is past the end of the transcript, which has 34 characters.")]
    [InlineData("12,22", "Columns “Start” and “End” cut a character in two. Does the file count code points? Choose so above.")]
    public async Task A_place_that_is_not_in_the_text_is_wrong(string place, string why)
    {
        var plan = await PlanAsync($"File,Start,End,Code,Coder\n{Transcript.Title},{place},Waiting,{Ada.Name}");

        Assert.Equal(why, Assert.Single(plan.Lines).Wrong);
    }

    [Fact]
    public async Task Words_that_stand_elsewhere_are_wrong()
    {
        var plan = await PlanAsync($"File,Start,End,Code,Coder,Words\n{Transcript.Title},14,20,Waiting,{Ada.Name},hoped");

        Assert.StartsWith("Column “Words”: other words stand there", Assert.Single(plan.Lines).Wrong, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offsets_may_be_counted_in_code_points()
    {
        await ImportAsync($"File,Start,End,Code,Coder,Words\n{Transcript.Title},23,32,Waiting,{Ada.Name},and hoped", CodingChoices.None with { Offsets = OffsetCount.CodePoints });

        Assert.Equal(new Segment(24, 33), (await Db.Codings.SingleAsync(Cancel)).Segment);
    }

    [Fact]
    public async Task Codes_and_coders_that_nobody_knows_are_made_and_listed_first()
    {
        var rows = $"File,Turn,Variable,Label,Coder\n{Transcript.Title},1,talk,change,Annotator 1\n{Transcript.Title},2,talk,sustain,Annotator 2\n{Transcript.Title},2,talk,Waiting,Annotator 2";
        var plan = await PlanAsync(rows);
        Assert.Equal(["talk=change", "talk=sustain", "talk=Waiting"], plan.UnknownCodes.Select(c => c.Name));
        Assert.Equal([("Annotator 1", 1), ("Annotator 2", 2)], plan.UnknownCoders.Select(c => (c.Name, c.Rows)));

        var done = await ImportAsync(rows, CodingChoices.None with { NewCodesUnder = Waiting.Id, Codes = new Dictionary<string, NameChoice<CodeId>> { ["talk=Waiting"] = new(Waiting.Id, IsLeftOut: false) } });

        Assert.Equal((3, 3, 2), (done.Codings, done.NewCodes, done.NewCoders));
        var talk = await Db.Codes.SingleAsync(c => c.Name == "talk", Cancel);
        Assert.Equal(Waiting.Id, talk.ParentId);
        Assert.Equal(["change", "sustain"], await Db.Codes.Where(c => c.ParentId == talk.Id).OrderBy(c => c.Position).Select(c => c.Name).ToListAsync(Cancel));
        Assert.Equal(ChangeKind.Import, (await Db.CodebookChanges.SingleAsync(Cancel)).Kind);
    }

    [Fact]
    public async Task A_coder_from_outside_has_no_way_in_and_is_known_again()
    {
        await ImportAsync($"File,Turn,Code,Coder\n{Transcript.Title},1,Waiting,Annotator 1");

        await ImportAsync($"File,Turn,Code,Coder\n{Transcript.Title},2,Waiting,annotator 1");

        var member = await Db.Members.SingleAsync(m => m.IsOutside, Cancel);
        var account = await AccountAsync(member.AccountId);
        Assert.True(account.IsLocked);
        Assert.Null(account.PasswordHash);
        Assert.NotNull(member.EndedAt);
        Assert.Equal(2, await Db.Codings.CountAsync(c => c.MemberId == member.Id, Cancel));
    }

    [Fact]
    public async Task Codings_may_be_kept_as_a_round_that_is_open()
    {
        var done = await ImportAsync(
            $"File,Turn,Code,Coder\n{Transcript.Title},1,Waiting,Annotator 1\n{Transcript.Title},2,,{Ada.Name}", CodingChoices.None with { RoundName = "Brought in", Unit = ComparisonUnit.Turn });

        var round = await Db.Rounds.Include(r => r.Coders).Include(r => r.Transcripts).SingleAsync(Cancel);
        Assert.Equal((done.Round, RoundState.Open, 2), (round.Id, round.State, round.Coders.Count));
        Assert.Equal(1, Assert.Single(round.Transcripts).OpenedAtRevision);
        Assert.Equal(2, await Db.Assignments.CountAsync(a => a.RoundId == round.Id && a.DoneAt != null, Cancel));
        Assert.Single(await Layers.AsHandedInAsync(Db, round.Id, null, Cancel));
    }

    [Fact]
    public async Task Nothing_is_brought_onto_a_transcript_that_somebody_codes_blindly()
    {
        var ben = await Study.MemberAsync(Role.Coder);
        var version = StudyBuilder.Must(FrameworkVersion.Freeze(StudyId, "v1", "", [], Lead.Id, StudyBuilder.At));
        Db.FrameworkVersions.Add(version);
        Db.Rounds.Add(StudyBuilder.Must(Round.Start(Study.Study, 1, new RoundPlan("One", ComparisonUnit.Turn, null, null, null, null, false), version, [Transcript], [Ada, ben], Lead, StudyBuilder.At)));
        await Db.SaveChangesAsync(Cancel);

        var plan = await PlanAsync($"File,Turn,Code,Coder\n{Transcript.Title},1,Waiting,{Ada.Name}");

        Assert.EndsWith("is in a blind round: codings can be brought in once it is open.", Assert.Single(plan.Lines).Wrong, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_trail_tells_how_many_and_no_names()
    {
        await ImportAsync($"File,Turn,Code,Coder\n{Transcript.Title},1,Waiting,Annotator 1");

        var entry = await Db.AuditEntries.SingleAsync(e => e.Kind == AuditKind.CodingsImported, Cancel);
        Assert.Equal((1L, 1L), (entry.Detail.CountOf("codings"), entry.Detail.CountOf("outsideCoders")));
        Assert.DoesNotContain("Annotator", entry.Detail.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thousands_of_rows_are_brought_in_at_once()
    {
        var long_ = await Study.TranscriptAsync(Lead, Enumerable.Range(0, 500).Select(i => $"Turn {i} says something."));
        var rows = new StringBuilder("File,Turn,Code,Coder\n");
        for (var coder = 0; coder < 10; coder++) for (var turn = 1; turn <= 500; turn++) rows.Append(System.Globalization.CultureInfo.InvariantCulture, $"{long_.Title},{turn},Waiting,Annotator {coder}\n");

        var done = await ImportAsync(rows.ToString());

        Assert.Equal((5000, 10), (done.Codings, done.Coders));
        Assert.Equal(5000, (await Db.CodingHeads.AsNoTracking().SingleAsync(h => h.TranscriptId == long_.Id, Cancel)).Revision);
    }

    private static CodingsTable Table(string text) => StudyBuilder.Must(CodingsFile.Read("a.csv", Encoding.UTF8.GetBytes(text), Cancel));

    private async Task<CodingsPlan> PlanAsync(string text) => StudyBuilder.Must(await The<ImportCodings>().PlanAsync(Lead.AccountId, StudyId, Table(text), CodingChoices.None, Cancel)).Plan;

    private async Task<ImportedCodings> ImportAsync(string text, CodingChoices? choices = null) =>
        StudyBuilder.Must(await The<ImportCodings>().RunAsync(Lead.AccountId, StudyId, Table(text), choices ?? CodingChoices.None, Cancel));
}
