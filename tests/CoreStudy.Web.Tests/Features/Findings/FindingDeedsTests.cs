using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Findings;
using CoreStudy.Web.Ui.Findings;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Findings;

public sealed class FindingDeedsTests(PostgresFixture postgres) : FindingTest(postgres)
{
    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.Admin)]
    public async Task Only_researchers_and_leads_write_findings_and_coders_and_admins_do_not_read_them(Role role)
    {
        var coding = await CodeAsync(First, "which was a shame", Pay);
        var finding = await FindAsync();
        var evidence = await ChooseAsync(finding, coding);
        var me = (await Study.MemberAsync(role)).AccountId;
        var words = new FindingWords("Another.", FindingStrength.Strong, "");

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<WriteFinding>().RunAsync(me, StudyId, Theme.Id, words, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<WriteFinding>().ChangeAsync(me, StudyId, finding, 0, words, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<PlaceFinding>().StepAsync(me, StudyId, finding, 1, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<PlaceFinding>().MoveAsync(me, StudyId, finding, Theme.Id, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<RemoveFinding>().RunAsync(me, StudyId, finding, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ChooseEvidence>().RunAsync(me, StudyId, finding, coding.Value, EvidenceSide.Supporting, "", Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ChooseEvidence>().ChangeAsync(me, StudyId, evidence, EvidenceSide.Contradicting, "", Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ChooseEvidence>().TakeOffAsync(me, StudyId, evidence, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ChooseEvidence>().LookAgainAsync(me, StudyId, evidence, Cancel)));
        Assert.Equal(role != Role.Supervisor, (await The<ReadFindings>().RunAsync(me, StudyId, null, Cancel)).IsRefused(out _, out _));
        Assert.Equal(role != Role.Supervisor, (await The<OpenFinding>().RunAsync(me, StudyId, finding, Cancel)).IsRefused(out _, out _));
    }

    [Fact]
    public async Task Counts_by_trust_and_role_are_what_the_codings_say()
    {
        var finding = await FindAsync();
        await ChooseAsync(finding, await CodeAsync(First, "certificate", Pay));
        await ChooseAsync(finding, await CodeAsync(First, "a shame", Pay, Lead));
        await ChooseAsync(finding, await CodeAsync(Second, "certificate", Pay), EvidenceSide.Contradicting);

        var row = await RowAsync(finding);

        Assert.Equal((1, 1, 2), (row.Supporting.People, row.Supporting.Interviews, row.Supporting.Passages));
        Assert.Equal((1, 1, 1), (row.Contradicting.People, row.Contradicting.Interviews, row.Contradicting.Passages));
        Assert.Equal([("Alder", EvidenceSide.Supporting, Worker, 1, 2), ("Birch", EvidenceSide.Contradicting, Worker, 1, 1)], row.Cells.Select(c => (c.Trust, c.Side, c.Role, c.People, c.Passages)));
        var plain = await Db.Database.SqlQuery<Plain>(
            $"""
             select e.side, count(distinct s.participant_id)::int as people, count(distinct t.interview_id)::int as interviews, count(distinct e.id)::int as passages
             from evidence e join kept_passages k on k.id = e.passage_id join codings c on c.id = k.coding_id and c.removed_at is null
                 join transcripts t on t.id = c.transcript_id join turns u on u.transcript_id = t.id and u.segment_start < c.segment_end and c.segment_start < u.segment_end
                 join speakers s on s.transcript_id = t.id and s.number = u.speaker_number and not s.is_interviewer
             where e.finding_id = {finding.Value} group by e.side order by e.side desc
             """).ToListAsync(Cancel);
        Assert.Equal([(row.Supporting.People, row.Supporting.Interviews, row.Supporting.Passages), (row.Contradicting.People, row.Contradicting.Interviews, row.Contradicting.Passages)], plain.Select(p => (p.People, p.Interviews, p.Passages)));
    }

    [Fact]
    public async Task Evidence_says_what_became_of_its_coding_and_counts_stay_true()
    {
        var finding = await FindAsync();
        var (removed, recoded, moved, stays) = (await CodeAsync(First, "never", Pay), await CodeAsync(First, "got a certificate", Pay), await CodeAsync(First, "a shame", Pay), await CodeAsync(Second, "certificate", Pay));
        foreach (var coding in new[] { removed, recoded, moved, stays }) await ChooseAsync(finding, coding);

        await ActAsync(First, new Remove(ActId.New(), removed));
        await ActAsync(First, new Recode(ActId.New(), recoded, Pride.Id));
        await ActAsync(First, new Resize(ActId.New(), moved, Place(First, "was a shame")));

        var view = await OpenAsync(finding);
        Assert.Equal([EvidenceState.CodingRemoved, EvidenceState.Recoded, EvidenceState.Moved, EvidenceState.Stands], view.Evidence.Select(e => e.Row.State));
        Assert.Equal((3, 3, 2), (view.Row.NeedsLook, view.Row.Supporting.Passages, view.Row.Supporting.People));
        Assert.Equal(("never", null), (view.Evidence[0].Row.Words, view.Evidence[0].Passage));
        Assert.Equal(("Accreditation", "Pride"), (view.Evidence[1].CodeThen, view.Evidence[1].Passage!.Code));
        Assert.Contains("Take it off", SentenceOf(await The<ChooseEvidence>().LookAgainAsync(Researcher.AccountId, StudyId, view.Evidence[0].Row.Id, Cancel)), StringComparison.Ordinal);

        StudyBuilder.Must(await The<ChooseEvidence>().TakeOffAsync(Researcher.AccountId, StudyId, view.Evidence[0].Row.Id, Cancel));
        foreach (var changed in view.Evidence.Skip(1).Take(2)) StudyBuilder.Must(await The<ChooseEvidence>().LookAgainAsync(Researcher.AccountId, StudyId, changed.Row.Id, Cancel));
        Assert.Equal(0, (await RowAsync(finding)).NeedsLook);
        Assert.Equal(3, await Db.KeptPassages.CountAsync(Cancel));
        Assert.Empty((await CodingCheck.RunAsync(Db, Cancel)).Strays);
    }

    [Fact]
    public async Task A_merged_code_is_no_reason_to_look_again()
    {
        var finding = await FindAsync();
        await ChooseAsync(finding, await CodeAsync(First, "never", Pay));

        StudyBuilder.Must(await The<Web.Features.Codebooks.MergeCode>().RunAsync(Researcher.AccountId, StudyId, Pay.Id, Pride.Id, Cancel));

        Assert.Equal(EvidenceState.Stands, Assert.Single((await OpenAsync(finding)).Evidence).Row.State);
    }

    [Fact]
    public async Task The_same_passage_is_chosen_once_and_what_is_not_there_is_not_found()
    {
        var (finding, coding) = (await FindAsync(), await CodeAsync(First, "never", Pay));
        await ChooseAsync(finding, coding);

        Assert.Contains("already", SentenceOf(await The<ChooseEvidence>().RunAsync(Researcher.AccountId, StudyId, finding, coding.Value, EvidenceSide.Contradicting, "", Cancel)), StringComparison.Ordinal);
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ChooseEvidence>().RunAsync(Researcher.AccountId, StudyId, finding, Guid.CreateVersion7(), EvidenceSide.Supporting, "", Cancel)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ChooseEvidence>().RunAsync(Researcher.AccountId, StudyId, new(Guid.CreateVersion7()), coding.Value, EvidenceSide.Supporting, "", Cancel)));
    }

    [Fact]
    public async Task A_member_of_one_trust_sees_counts_and_passages_of_that_trust_alone()
    {
        var finding = await FindAsync();
        await ChooseAsync(finding, await CodeAsync(First, "never", Pay));
        var far = await ChooseAsync(finding, await CodeAsync(Second, "certificate", Pay));
        var alder = await Study.MemberAsync(Role.Researcher, Study.Trust());

        var view = await OpenAsync(finding, alder);

        Assert.Equal("Alder", Assert.Single(view.Row.Cells).Trust);
        Assert.Equal(First.Id, Assert.Single(view.Evidence).Row.TranscriptId);
        Assert.True(view.IsLimited);
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ChooseEvidence>().TakeOffAsync(alder.AccountId, StudyId, far, Cancel)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ChooseEvidence>().RunAsync(alder.AccountId, StudyId, finding, (await CodeAsync(Second, "framed", Pay)).Value, EvidenceSide.Supporting, "", Cancel)));
    }

    [Fact]
    public async Task Evidence_on_a_transcript_that_is_blind_to_the_reader_is_told_as_a_number_alone()
    {
        var (finding, coding) = (await FindAsync(), await CodeAsync(First, "never", Pay));
        var evidence = await ChooseAsync(finding, coding);
        var quote = StudyBuilder.Must(await TryQuoteAsync(First, coding, "never"));
        var blind = await Study.MemberAsync(Role.Researcher);
        StudyBuilder.Must(await The<Web.Features.Rounds.StartRound>().RunAsync(
            Lead.AccountId, StudyId, new("Round one", Domain.Agreements.ComparisonUnit.Turn, null, null, null, null, false), null, "Framework one", [First.Id], [blind.Id, Coder.Id], Cancel));
        await ActAsync(First, new Recode(ActId.New(), coding, Pride.Id));

        var view = await OpenAsync(finding, blind);

        Assert.Empty(view.Evidence);
        Assert.Empty(view.Row.Cells);
        Assert.Equal((1, 0, 0), (view.Row.Hidden, view.Row.NeedsLook, view.Row.Supporting.Passages));
        Assert.Null(await QuoteAsync(quote, blind));
        Assert.Equal(1, StudyBuilder.Must(await The<ReadQuotes>().RunAsync(blind.AccountId, StudyId, Cancel)).Hidden);
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ChooseEvidence>().TakeOffAsync(blind.AccountId, StudyId, evidence, Cancel)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<KeepQuote>().RemoveAsync(blind.AccountId, StudyId, quote, Cancel)));
        Assert.Equal(1, (await RowAsync(finding)).NeedsLook);
    }

    [Fact]
    public async Task Evidence_that_the_reader_chose_before_they_were_blind_tells_nothing_of_the_coding_either()
    {
        var (finding, coding) = (await FindAsync(), await CodeAsync(First, "never", Pay));
        await ChooseAsync(finding, coding);
        StudyBuilder.Must(await The<Web.Features.Rounds.StartRound>().RunAsync(
            Lead.AccountId, StudyId, new("Round one", Domain.Agreements.ComparisonUnit.Turn, null, null, null, null, false), null, "Framework one", [First.Id], [Researcher.Id, Coder.Id], Cancel));
        await ActAsync(First, new Remove(ActId.New(), coding));

        var view = await OpenAsync(finding, Researcher);

        Assert.Empty(view.Evidence);
        Assert.Equal((1, 0, 0), (view.Row.Hidden, view.Row.NeedsLook, view.Row.Supporting.Passages));
    }

    [Fact]
    public async Task Findings_are_reordered_moved_said_otherwise_and_keep_their_history()
    {
        var (first, second) = (await FindAsync("The first."), await FindAsync("The second."));
        var other = StudyBuilder.Must(Domain.Themes.Theme.Create(StudyId, null, new("Supervision", "", ""), 1));
        Db.Themes.Add(other);
        await Db.SaveChangesAsync(Cancel);

        StudyBuilder.Must(await The<PlaceFinding>().StepAsync(Researcher.AccountId, StudyId, second, -1, Cancel));
        var list = StudyBuilder.Must(await The<ReadFindings>().RunAsync(Lead.AccountId, StudyId, null, Cancel));
        Assert.Equal([second, first], list.All.Select(f => f.Id));
        StudyBuilder.Must(await The<PlaceFinding>().MoveAsync(Researcher.AccountId, StudyId, second, other.Id, Cancel));
        var version = (await RowAsync(second)).Version;
        StudyBuilder.Must(await The<WriteFinding>().ChangeAsync(Lead.AccountId, StudyId, second, version, new("The second, better.", FindingStrength.Strong, "Two trusts only."), Cancel));

        Assert.Contains("meanwhile", SentenceOf(await The<WriteFinding>().ChangeAsync(Researcher.AccountId, StudyId, second, version, new("Mine.", FindingStrength.Strong, ""), Cancel)), StringComparison.Ordinal);
        Assert.Equal([("The second, better.", "Supervision"), ("The second.", "Supervision"), ("The second.", "Training")], (await OpenAsync(second)).Editions.Select(e => (e.Claim, e.Theme)));
    }

    [Fact]
    public async Task Removing_a_finding_lets_its_passages_go_and_keeps_codings_and_quotes()
    {
        var (finding, coding) = (await FindAsync(), await CodeAsync(First, "never", Pay));
        await ChooseAsync(finding, coding);
        var quote = StudyBuilder.Must(await TryQuoteAsync(First, coding, "never"));
        StudyBuilder.Must(await The<KeepQuote>().AttachAsync(Researcher.AccountId, StudyId, finding, quote, Cancel));

        StudyBuilder.Must(await The<RemoveFinding>().RunAsync(Researcher.AccountId, StudyId, finding, Cancel));

        Assert.Equal((0, 0, 2), (await Db.Evidence.CountAsync(Cancel), await Db.FindingEditions.CountAsync(Cancel), await Db.KeptPassages.CountAsync(Cancel)));
        Assert.Empty((await QuoteAsync(quote))!.Uses);
        Assert.Equal(1, await Db.Codings.CountAsync(c => c.RemovedAt == null, Cancel));
    }

    private sealed record Plain(string Side, int People, int Interviews, int Passages);
}
