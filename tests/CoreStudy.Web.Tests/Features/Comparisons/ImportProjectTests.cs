using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Exchanges;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Rounds;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Codings;
using CoreStudy.Interchange.RefiQda;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Comparisons;
using CoreStudy.Web.Features.Corrections;
using CoreStudy.Web.Features.Exchange;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Comparisons;

/// <summary>A project that left is coded in another program, and its codings come back into the study.</summary>
public sealed class ImportProjectTests(PostgresFixture postgres) : BroughtInTest(postgres, "How was it? 😀", "I waited 😀 and hoped.", "And then?", "Somebody: it was a porter.")
{
    private static readonly RefiId Stranger = Id(1);
    private static readonly CodingChoices NoNewCodes = CodingChoices.None with { MakesNoCodes = true };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Study.CodingAsync(Transcript, Waiting, Ada);
    }

    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Researcher)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.Admin)]
    public async Task Only_a_lead_brings_in_a_project(Role role)
    {
        var me = (await Study.MemberAsync(role)).AccountId;

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ImportCodings>().ReadProjectAsync(me, StudyId, "p.qdpx", new MemoryStream(), Cancel)));
    }

    [Theory]
    [InlineData("standard", "CoreStudy")]
    [InlineData("nvivo", "NVivo 20")]
    [InlineData("atlasti", "ATLAS.ti 23")]
    public async Task A_study_that_left_and_was_coded_elsewhere_brings_what_is_new_and_never_shifts_it(string variant, string origin)
    {
        var table = await ElsewhereAsync(variant, origin, p => Coded(p, "hoped", Id(2), Code(p, "Waiting"), Stranger));

        var plan = await PlanAsync(table);
        var done = await ImportAsync(table);

        Assert.Equal([(TextMeeting.ById, 2)], plan.Meeting!.Texts.Select(t => (t.Meeting, t.Codings)));
        Assert.Equal([PlannedState.Already, PlannedState.New], plan.Lines.Select(l => l.State));
        Assert.Equal((1, 1, 1), (done.Codings, done.NewCoders, done.Skipped));
        var coding = await Db.Codings.SingleAsync(c => c.MemberId != Ada.Id, Cancel);
        Assert.Equal(("hoped", Waiting.Id), (coding.Words, coding.CodeId));
        Assert.Equal("hoped", Transcript.Text.Words[coding.Segment.Start..coding.Segment.End]);
        Assert.True((await Db.Members.SingleAsync(m => m.Id == coding.MemberId, Cancel)).IsOutside);
        Assert.Equal(ImportedFrom.Project, (await Db.CodingImports.SingleAsync(Cancel)).From);
        Assert.Empty((await CodingCheck.RunAsync(Db, Cancel)).Strays);
    }

    [Fact]
    public async Task Brought_in_again_it_brings_nothing_though_names_were_changed_meanwhile()
    {
        var table = await ElsewhereAsync("standard", "CoreStudy", p => Coded(Added(p, "Hope"), "hoped", Id(2), Id(9), Stranger));
        await ImportAsync(table, CodingChoices.None);
        await Db.Codes.Where(c => c.Name == "Hope").ExecuteUpdateAsync(c => c.SetProperty(x => x.Name, "Hoping"), Cancel);
        await Db.Members.Where(m => m.IsOutside).ExecuteUpdateAsync(m => m.SetProperty(x => x.Name, "The other site"), Cancel);
        await Db.Transcripts.ExecuteUpdateAsync(t => t.SetProperty(x => x.Title, "PSW-01"), Cancel);

        var again = await ImportAsync(table, CodingChoices.None);

        Assert.Equal((0, 0, 0, 2), (again.Codings, again.NewCodes, again.NewCoders, again.Skipped));
        Assert.Equal(2, await Db.Codings.CountAsync(Cancel));
        Assert.Equal(Id(9).Value, (await Db.OutsideIds.SingleAsync(i => i.Kind == OutsideKind.Code, Cancel)).Theirs);
    }

    [Fact]
    public async Task What_was_removed_here_since_it_left_does_not_come_back()
    {
        var table = await ElsewhereAsync("standard", "CoreStudy", p => p);
        await Db.Codings.ExecuteUpdateAsync(c => c.SetProperty(x => x.RemovedAt, StudyBuilder.At), Cancel);

        var plan = await PlanAsync(table);

        Assert.Equal((PlannedState.LeftOut, "It was here before, and has been changed or removed since: here, or in the other program."), (Assert.Single(plan.Lines).State, plan.Lines[0].Wrong));
    }

    [Fact]
    public async Task What_came_from_another_program_and_was_removed_here_does_not_come_back_under_the_id_that_it_has_there()
    {
        var coding = await Db.Codings.SingleAsync(Cancel);
        Db.OutsideIds.Add(new OutsideId(StudyId, OutsideKind.Coding, coding.Id.Value, Id(7).Value));
        await Db.SaveChangesAsync(Cancel);
        var table = await ElsewhereAsync("standard", "CoreStudy", p => p);
        await Db.Codings.ExecuteUpdateAsync(c => c.SetProperty(x => x.RemovedAt, StudyBuilder.At), Cancel);

        var plan = await PlanAsync(table);

        Assert.Equal((Id(7).Value, PlannedState.LeftOut), (Assert.Single(plan.Lines).Line.Id, plan.Lines[0].State));
    }

    [Fact]
    public async Task A_code_that_is_missing_is_made_only_where_somebody_says_so_with_what_was_written_of_it()
    {
        var table = await ElsewhereAsync("standard", "CoreStudy", p => Coded(Added(p, "Hope"), "hoped", Id(2), Id(9), Stranger));

        var plan = await PlanAsync(table);
        var nothing = await ImportAsync(table);
        Assert.Equal(("The framework has no such code.", PlannedState.LeftOut, 0), (plan.Lines[1].Wrong, plan.Lines[1].State, nothing.Codings));
        Assert.Equal(1, await Db.Codes.CountAsync(Cancel));
        Assert.False(await Db.Members.AnyAsync(m => m.IsOutside, Cancel));

        await ImportAsync(table, CodingChoices.None);

        Assert.Equal("What people hope for", (await Db.Codes.SingleAsync(c => c.Name == "Hope", Cancel)).Definition);
    }

    [Fact]
    public async Task A_code_is_known_by_its_id_whatever_it_is_called_and_another_by_its_path_alone()
    {
        var below = StudyBuilder.Must(Domain.Codebooks.Code.Create(StudyId, Waiting, new CodeWords("Hope", "", "", "", "", "", "#336699"), 0));
        Db.Codes.Add(below);
        await Db.SaveChangesAsync(Cancel);
        var table = await ElsewhereAsync("standard", "CoreStudy", p => Coded(Coded(Added(p, "Hope"), "hoped", Id(2), Id(9), Stranger), "porter", Id(3), Code(p, "Waiting"), Stranger));
        await Db.Codes.Where(c => c.Id == Waiting.Id).ExecuteUpdateAsync(c => c.SetProperty(x => x.Name, "Time"), Cancel);

        var plan = await PlanAsync(table);

        Assert.Equal((1, 0), (plan.Meeting!.CodesById, plan.Meeting.CodesByPath));
        Assert.Equal(["Time", "Hope", "Time"], plan.Lines.Select(l => l.Code));
        Assert.Equal([PlannedState.Already, PlannedState.LeftOut, PlannedState.New], plan.Lines.Select(l => l.State));
    }

    [Fact]
    public async Task A_code_that_was_made_here_and_there_is_known_by_its_name()
    {
        var table = await ElsewhereAsync("standard", "CoreStudy", p => Coded(Added(p, "Hope"), "hoped", Id(2), Id(9), Stranger));
        Db.Codes.Add(StudyBuilder.Must(Domain.Codebooks.Code.Create(StudyId, null, new CodeWords("hope", "", "", "", "", "", "#336699"), 1)));
        await Db.SaveChangesAsync(Cancel);

        var plan = await PlanAsync(table);
        await ImportAsync(table);

        Assert.Equal((1, 1), (plan.Meeting!.CodesById, plan.Meeting.CodesByPath));
        Assert.Equal([("Waiting", PlannedState.Already), ("hope", PlannedState.New)], plan.Lines.Select(l => (l.Code, l.State)));
        Assert.Equal(2, await Db.Codes.CountAsync(Cancel));
    }

    [Fact]
    public async Task Without_an_id_a_text_is_known_by_all_its_words_and_not_by_its_name()
    {
        var other = await Study.TranscriptAsync(Lead, ["Something else.", "It is."]);
        var table = await ElsewhereAsync("standard", "QualCoder", p => Coded(p, "hoped", Id(2), Code(p, "Waiting"), Stranger) is var coded
            ? WithoutIds(coded, s => s with { Id = s.Name == other.Title ? Id(50) : Id(51), Name = s.Name == other.Title ? Transcript.Title : other.Title, Text = s.Name == other.Title ? s.Text with { Words = "P: Something other." } : s.Text }) : p);

        var plan = await PlanAsync(table);
        await ImportAsync(table);

        Assert.Equal([(TextMeeting.ByWords, Transcript.Title), (TextMeeting.None, "")], plan.Meeting!.Texts.OrderBy(t => t.Meeting).Select(t => (t.Meeting, t.Title)));
        Assert.Equal(Transcript.Id, (await Db.Codings.SingleAsync(c => c.Words == "hoped", Cancel)).TranscriptId);
    }

    [Fact]
    public async Task Where_the_words_were_changed_here_since_it_left_codings_are_carried()
    {
        var researcher = await Study.MemberAsync(Role.Researcher);
        var left = await OutAsync();
        StudyBuilder.Must(await The<CorrectTurn>().RunAsync(researcher.AccountId, Transcript.Id, 0, 0, "How on earth was it?", mayLosePlaceholders: false, Cancel));
        var table = await ReadAsync(Elsewhere(left, "standard", "CoreStudy", p => Coded(p, "hoped", Id(2), Code(p, "Waiting"), Stranger)));

        var plan = await PlanAsync(table);
        await ImportAsync(table);

        Assert.Equal(TextMeeting.ByEarlierWords, Assert.Single(plan.Meeting!.Texts).Meeting);
        var words = (await Db.TranscriptTexts.AsNoTracking().SingleAsync(Cancel)).Words;
        var coding = await Db.Codings.SingleAsync(c => c.Words == "hoped", Cancel);
        Assert.Equal("hoped", words[coding.Segment.Start..coding.Segment.End]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_nobody_can_say_how_the_words_came_to_differ_the_text_stays_out_and_says_why(bool isChangedThere)
    {
        var researcher = await Study.MemberAsync(Role.Researcher);
        var left = await OutAsync();
        if (!isChangedThere) StudyBuilder.Must(await The<CorrectTurn>().RunAsync(researcher.AccountId, Transcript.Id, 0, 0, "How on earth was it?", mayLosePlaceholders: false, Cancel));
        var table = await ReadAsync(Elsewhere(left, "standard", "QualCoder", p => Coded(p, "hoped", Id(2), Code(p, "Waiting"), Stranger) is var coded ? coded with
        {
            Sources = [.. coded.Sources.OfType<RefiTextSource>().Select(s => isChangedThere ? s with { Text = s.Text with { Words = s.Text.Words!.Replace("waited", "walked", StringComparison.Ordinal) } } : s)],
            Asides = new Dictionary<RefiId, IReadOnlyDictionary<string, string>>(),
        } : p));

        var plan = await PlanAsync(table);
        var done = await ImportAsync(table);

        Assert.StartsWith("Its words are not those of the transcript", Assert.Single(plan.Meeting!.Texts).Why, StringComparison.Ordinal);
        Assert.All(plan.Lines, l => Assert.Equal(PlannedState.LeftOut, l.State));
        Assert.Equal((0, 1), (done.Codings, await Db.Codings.CountAsync(Cancel)));
    }

    [Fact]
    public async Task Words_that_were_changed_here_and_in_the_other_program_stay_out()
    {
        var researcher = await Study.MemberAsync(Role.Researcher);
        var left = await OutAsync();
        StudyBuilder.Must(await The<CorrectTurn>().RunAsync(researcher.AccountId, Transcript.Id, 0, 0, "How on earth was it?", mayLosePlaceholders: false, Cancel));
        var table = await ReadAsync(Elsewhere(left, "standard", "CoreStudy", p => Coded(p, "hoped", Id(2), Code(p, "Waiting"), Stranger) is var coded ? coded with
        {
            Sources = [.. coded.Sources.OfType<RefiTextSource>().Select(s => s with { Text = s.Text with { Words = s.Text.Words!.Replace("waited", "walked", StringComparison.Ordinal) } })],
        } : p));

        var plan = await PlanAsync(table);

        Assert.Equal(TextMeeting.None, Assert.Single(plan.Meeting!.Texts).Meeting);
        Assert.All(plan.Lines, l => Assert.Equal(PlannedState.LeftOut, l.State));
    }

    [Fact]
    public async Task Another_study_meets_nothing_of_it()
    {
        var left = await OutAsync();
        var other = await StudyBuilder.StartAsync(Db, "Another study");
        other.MailHost = "other.example";
        var lead = await other.MemberAsync(Role.StudyLead);

        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ImportCodings>().ReadProjectAsync(Lead.AccountId, other.Study.Id, "p.qdpx", new MemoryStream(left), Cancel)));
        var table = StudyBuilder.Must(await The<ImportCodings>().ReadProjectAsync(lead.AccountId, other.Study.Id, "p.qdpx", new MemoryStream(left), Cancel));
        var (plan, _) = StudyBuilder.Must(await The<ImportCodings>().PlanAsync(lead.AccountId, other.Study.Id, table, CodingChoices.None, Cancel));

        Assert.Equal((TextMeeting.None, "No transcript of this study that you reach has its id or its words."), (plan.Meeting!.Texts[0].Meeting, plan.Meeting.Texts[0].Why));
        Assert.Equal(0, plan.Count(PlannedState.New));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_comes_onto_a_transcript_that_somebody_codes_blindly(bool isKnownById)
    {
        var table = await ElsewhereAsync("standard", "CoreStudy", p =>
        {
            var coded = Coded(p, "hoped", Id(2), Code(p, "Waiting"), Stranger);
            return isKnownById ? coded : WithoutIds(coded, s => s with { Id = Id(50) });
        });
        var ben = await Study.MemberAsync(Role.Coder);
        var version = StudyBuilder.Must(FrameworkVersion.Freeze(StudyId, "v1", "", [], Lead.Id, StudyBuilder.At));
        Db.FrameworkVersions.Add(version);
        Db.Rounds.Add(StudyBuilder.Must(Round.Start(Study.Study, 1, new RoundPlan("One", ComparisonUnit.Turn, null, null, null, null, false), version, [Transcript], [Ada, ben], Lead, StudyBuilder.At)));
        await Db.SaveChangesAsync(Cancel);

        var plan = await PlanAsync(table);
        await ImportAsync(table);

        Assert.Equal("It is in a blind round: codings can be brought in once it is open.", plan.Meeting!.Texts[0].Why);
        Assert.All(plan.Lines, l => Assert.Equal((PlannedState.LeftOut, "Its text is left out."), (l.State, l.Wrong)));
        Assert.Equal(1, await Db.Codings.CountAsync(Cancel));
    }

    [Fact]
    public async Task What_is_no_project_is_refused_in_a_sentence()
    {
        var cut = (await OutAsync())[..200];

        var refused = SentenceOf(await The<ImportCodings>().ReadProjectAsync(Lead.AccountId, StudyId, "p.qdpx", new MemoryStream(cut), Cancel));

        Assert.Contains("“p.qdpx”", refused, StringComparison.Ordinal);
    }

    private static RefiId Id(int n) => new(new Guid(n, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 1));

    private static RefiId Code(RefiProject project, string name) => project.AllCodes().Single(c => c.Name == name).Id;

    private static RefiProject Added(RefiProject project, string code) => project with { Codes = [.. project.Codes, new RefiCode { Id = Id(9), Name = code, Description = "What people hope for" }] };

    /// <summary>With other texts, and without what knows them by the ids that they had.</summary>
    private static RefiProject WithoutIds(RefiProject project, Func<RefiTextSource, RefiTextSource> change) => project with
    {
        Sources = [.. project.Sources.OfType<RefiTextSource>().Select(change)],
        Sets = [], Links = [], Cases = [], Asides = new Dictionary<RefiId, IReadOnlyDictionary<string, string>>(),
    };

    /// <summary>Somebody puts a code on words that stand once in the project.</summary>
    private static RefiProject Coded(RefiProject project, string words, RefiId id, RefiId code, RefiId by) => project with
    {
        Users = [.. project.Users.Where(u => u.Id != by), new RefiUser(by, "Another site", null)],
        Sources = [.. project.Sources.OfType<RefiTextSource>().Select(s => s.Text.Words!.IndexOf(words, StringComparison.Ordinal) is var at and >= 0
            ? s with { Selections = [.. s.Selections, new RefiSelection { Id = RefiId.From($"{id}"), Place = new RefiTextPlace(at, at + words.Length), Codings = [new RefiCoding(id, code, by, null, [])] }] } : s)],
    };

    private async Task<byte[]> OutAsync() =>
        StudyBuilder.Must(await The<ExportStudy>().RunAsync(Lead.AccountId, StudyId, new StudyExportChoices(RefiVariant.Standard, false, false), cautioned: true, null, Cancel)).Content!;

    private async Task<CodingsTable> ElsewhereAsync(string variant, string origin, Func<RefiProject, RefiProject> change) => await ReadAsync(Elsewhere(await OutAsync(), variant, origin, change));

    /// <summary>The project as another program writes it after somebody worked on it.</summary>
    private static byte[] Elsewhere(byte[] left, string variant, string origin, Func<RefiProject, RefiProject> change)
    {
        using var reading = StudyBuilder.Must(ExchangeFile.Read("p.qdpx", new MemoryStream(left), Cancel));
        using var file = new MemoryStream();
        StudyBuilder.Must(ExchangeFile.Write(change(reading.Project), file, RefiVariant.All.Single(v => v.Name == variant), null, Cancel));
        return origin == ExchangeFile.Origin ? file.ToArray() : OtherPrograms.Rewritten(file.ToArray(), origin);
    }

    private async Task<CodingsTable> ReadAsync(byte[] file) => StudyBuilder.Must(await The<ImportCodings>().ReadProjectAsync(Lead.AccountId, StudyId, "p.qdpx", new MemoryStream(file), Cancel));

    private async Task<CodingsPlan> PlanAsync(CodingsTable table) => StudyBuilder.Must(await The<ImportCodings>().PlanAsync(Lead.AccountId, StudyId, table, NoNewCodes, Cancel)).Plan;

    private async Task<ImportedCodings> ImportAsync(CodingsTable table, CodingChoices? choices = null) =>
        StudyBuilder.Must(await The<ImportCodings>().RunAsync(Lead.AccountId, StudyId, table, choices ?? NoNewCodes, Cancel));
}
