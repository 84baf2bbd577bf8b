using System.Text;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Rounds;
using CoreStudy.Domain.Settling;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Codings;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Comparisons;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Comparisons;

public sealed class TakeBackCodingsTests(PostgresFixture postgres) : BroughtInTest(postgres, "One.", "Two.", "Three.", "Four.", "Five.", "Six.")
{
    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Researcher)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.Admin)]
    public async Task Only_a_lead_sees_what_was_brought_in_and_takes_it_back(Role role)
    {
        await ImportAsync(1);
        var (me, import) = ((await Study.MemberAsync(role)).AccountId, await Db.CodingImports.SingleAsync(Cancel));

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ListBroughtIn>().RunAsync(me, StudyId, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<TakeBackCodings>().PlanAsync(me, StudyId, import.Id, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<TakeBackCodings>().RunAsync(me, StudyId, import.Id, Cancel)));
    }

    [Fact]
    public async Task What_was_brought_in_is_listed_and_goes_with_an_act_for_each_and_an_entry_in_the_trail()
    {
        await ImportAsync(1, 2);
        await ImportAsync(3);
        var listed = StudyBuilder.Must(await The<ListBroughtIn>().RunAsync(Lead.AccountId, StudyId, Cancel));
        Assert.Equal([(1, 1, Lead.Name), (2, 2, Lead.Name)], listed.Select(r => (r.Codings, r.Standing, r.By)));

        var gone = StudyBuilder.Must(await The<TakeBackCodings>().RunAsync(Lead.AccountId, StudyId, listed[1].Id, Cancel));

        Assert.Equal(2, gone);
        Assert.Equal([1, 0], StudyBuilder.Must(await The<ListBroughtIn>().RunAsync(Lead.AccountId, StudyId, Cancel)).Select(r => r.Standing));
        Assert.Equal(["Three."], await Db.Codings.AsNoTracking().Where(c => c.RemovedAt == null).Select(c => c.Words).ToListAsync(Cancel));
        var acts = await Db.CodingActs.AsNoTracking().Where(a => a.Kind == ActKind.TakeBack).OrderBy(a => a.Revision).ToListAsync(Cancel);
        Assert.Equal([(4L, true, false), (5L, true, false)], acts.Select(a => (a.Revision, a.After!.IsRemoved, a.IsUndoable)));
        Assert.Equal(5, (await Db.CodingHeads.AsNoTracking().SingleAsync(Cancel)).Revision);
        Assert.Equal(2, (await Db.AuditEntries.SingleAsync(e => e.Kind == AuditKind.ImportedCodingsTakenBack, Cancel)).Detail.CountOf("codings"));
        Assert.Empty((await CodingCheck.RunAsync(Db, Cancel)).Strays);
    }

    [Fact]
    public async Task What_somebody_has_built_on_since_is_named_and_stays()
    {
        await ImportAsync(1, 2, 3, 4, 5, 6);
        var (import, codings) = (await Db.CodingImports.SingleAsync(Cancel), await Db.Codings.OrderBy(c => c.Segment.Start).ToListAsync(Cancel));
        await Db.Codings.Where(c => c.Id == codings[0].Id).ExecuteUpdateAsync(c => c.SetProperty(x => x.Revision, 99), Cancel);
        var comment = StudyBuilder.Must(Comment.Write(CommentId.New(), codings[1], Ada.Id, "Really?", import.At.AddHours(1)));
        Db.Add(comment);
        var begun = StudyBuilder.Must(Settlement.BroughtIn(
            Transcript, new TranscriptText((await Db.TranscriptTexts.SingleAsync(Cancel)).Words), [Ada.Id], [new LaneCoding(codings[2].Id, 0, Waiting.Id, codings[2].Segment)], [(Waiting.Id, codings[2].Segment)], 6, Lead.Id, import.At));
        Db.Add(begun.Settlement);
        Db.AddRange(begun.Settled);
        Db.Add(begun.Act);
        Db.Add(KeptPassage.Of(codings[3], Lead.Id, import.At));
        await Db.SaveChangesAsync(Cancel);

        var plan = StudyBuilder.Must(await The<TakeBackCodings>().PlanAsync(Lead.AccountId, StudyId, import.Id, Cancel));
        var gone = StudyBuilder.Must(await The<TakeBackCodings>().RunAsync(Lead.AccountId, StudyId, import.Id, Cancel));

        Assert.Equal((2, 2), (plan.Going, gone));
        Assert.Equal([StaysSince.Changed, StaysSince.TalkedAbout, StaysSince.Settled, StaysSince.Quoted], plan.Staying.Select(s => s.Why));
        Assert.All(plan.Staying, s => Assert.Equal(("Waiting", Ada.Name, Transcript.Title), (s.Code, s.Coder, s.Transcript)));
        Assert.Equal(["One.", "Two.", "Three.", "Four."], await Db.Codings.AsNoTracking().Where(c => c.RemovedAt == null).OrderBy(c => c.Segment.Start).Select(c => c.Words).ToListAsync(Cancel));
    }

    [Fact]
    public async Task Nothing_moves_in_a_blind_round_and_a_lead_who_codes_in_it_is_not_told_whose_codings_they_are()
    {
        await ImportAsync(1);
        var (import, ben) = (await Db.CodingImports.SingleAsync(Cancel), await Study.MemberAsync(Role.Coder));
        var version = StudyBuilder.Must(FrameworkVersion.Freeze(StudyId, "v1", "", [], Lead.Id, StudyBuilder.At));
        Db.FrameworkVersions.Add(version);
        Db.Rounds.Add(StudyBuilder.Must(Round.Start(Study.Study, 1, new RoundPlan("One", ComparisonUnit.Turn, null, null, null, null, false), version, [Transcript], [Lead, ben], Lead, StudyBuilder.At)));
        await Db.SaveChangesAsync(Cancel);

        var plan = StudyBuilder.Must(await The<TakeBackCodings>().PlanAsync(Lead.AccountId, StudyId, import.Id, Cancel));

        Assert.Equal((0, new StayingCoding(Transcript.Title, "", "", StaysSince.Blind)), (plan.Going, Assert.Single(plan.Staying)));
        Assert.StartsWith("There is nothing to take back", SentenceOf(await The<TakeBackCodings>().RunAsync(Lead.AccountId, StudyId, import.Id, Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_round_goes_on_showing_what_was_handed_in()
    {
        var table = StudyBuilder.Must(CodingsFile.Read("a.csv", Encoding.UTF8.GetBytes($"File,Turn,Code,Coder\n{Transcript.Title},1,Waiting,{Ada.Name}\n{Transcript.Title},2,Waiting,Annotator 1\n"), Cancel));
        _ = StudyBuilder.Must(await The<ImportCodings>().RunAsync(Lead.AccountId, StudyId, table, CodingChoices.None with { RoundName = "Brought in" }, Cancel));
        var import = await Db.CodingImports.SingleAsync(Cancel);

        var plan = StudyBuilder.Must(await The<TakeBackCodings>().PlanAsync(Lead.AccountId, StudyId, import.Id, Cancel));
        _ = StudyBuilder.Must(await The<TakeBackCodings>().RunAsync(Lead.AccountId, StudyId, import.Id, Cancel));

        Assert.Equal("Brought in", plan.Round);
        Assert.Equal(2, (await Layers.AsHandedInAsync(Db, (await Db.Rounds.SingleAsync(Cancel)).Id, null, Cancel)).Count);
    }

    private async Task ImportAsync(params int[] turns)
    {
        var table = StudyBuilder.Must(CodingsFile.Read("a.csv", Encoding.UTF8.GetBytes("File,Turn,Code,Coder\n" + string.Concat(turns.Select(t => $"{Transcript.Title},{t},Waiting,{Ada.Name}\n"))), Cancel));
        _ = StudyBuilder.Must(await The<ImportCodings>().RunAsync(Lead.AccountId, StudyId, table, CodingChoices.None, Cancel));
    }
}
