using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Reports;
using CoreStudy.Interchange.Reports;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Consents;
using CoreStudy.Web.Features.Corrections;
using CoreStudy.Web.Features.Findings;
using CoreStudy.Web.Features.Reports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CoreStudy.Web.Tests.Features.Reports;

public sealed class ToldReportTests(PostgresFixture postgres) : ReportTest(postgres)
{
    [Fact]
    public async Task Interviews_and_trusts_are_counted_and_participants_are_not_told_where_they_are_too_few()
    {
        await HoldAsync();

        var process = await TextAsync(ReportPartKind.Process);

        Assert.Equal(["3 interviews in 2 trusts", "Participants", "Peer support worker: fewer than 5"], process);
        Assert.Contains((await ReadAsync()).Stops, s => s is { Kind: StopKind.SmallCells, Stops: false });
        foreach (var label in new[] { "PSW-3", "PSW-4", "PSW-5", "PSW-6" }) await TalkAsync(label, $"I am number {label[^1]}.");
        await HoldAsync();
        Assert.Equal(["7 interviews in 2 trusts", "7 participants", "Peer support worker: 7"], await TextAsync(ReportPartKind.Process));
        Assert.Equal((7, 2), (await NumberAsync($"select count(distinct p.participant_id)::int as \"Value\" from interview_participants p"), await NumberAsync($"select count(distinct trust_id)::int as \"Value\" from interviews")));
    }

    [Fact]
    public async Task Methods_say_what_the_study_knows_until_somebody_writes_them_otherwise()
    {
        var other = await Study.MemberAsync(Role.Coder);
        foreach (var (transcript, coder) in new[] { (First, Coder), (First, other), (Second, Coder), (Silent, other) }) Db.Assignments.Add(StudyBuilder.Must(Assignment.Give(transcript, coder, null, Lead, StudyBuilder.At)));
        await Db.SaveChangesAsync(Cancel);
        await Db.Database.ExecuteSqlAsync($"update assignments set state = 'Done', done_at = now() where transcript_id <> {Silent.Id.Value}", Cancel);

        Assert.Equal(
            ["3 transcripts were coded with a framework of 2 codes. 2 coders coded; 2 transcripts have been coded to the end, 1 by two or more coders.", "From the codes the team built 1 theme."],
            await TextAsync(ReportPartKind.Methods));
        Assert.Equal((3, 2, 1), (
            await NumberAsync($"select count(*)::int as \"Value\" from transcripts where opened_at is not null"), await NumberAsync($"select count(distinct member_id)::int as \"Value\" from assignments where state = 'Done'"),
            await NumberAsync($"select count(*)::int as \"Value\" from (select transcript_id from assignments where state = 'Done' group by 1 having count(distinct member_id) > 1) t")));
        await WriteAsync(await PartAsync(ReportPartKind.Methods), new PartWords("", "We coded it."));
        Assert.Equal(["We coded it."], await TextAsync(ReportPartKind.Methods));
    }

    [Fact]
    public async Task A_theme_tells_its_findings_with_caveat_strength_and_an_approved_quote()
    {
        var (finding, _) = await QuotedFindingAsync();
        StudyBuilder.Must(await The<WriteFinding>().ChangeAsync(Researcher.AccountId, StudyId, finding, (await RowAsync(finding)).Version, new("No certificate.", FindingStrength.Strong, "But for one."), Cancel));
        var part = await PartAsync(ReportPartKind.Theme);
        await WriteAsync(part, choice: part.Choice with { WithStrength = true, WithCounts = true });

        var theme = Assert.IsType<ThemePart>(Assert.Single((await ReadAsync()).Told.Parts.Single(p => p.Kind == ReportPartKind.Theme).Written));

        var told = Assert.Single(theme.Findings);
        Assert.Equal("No certificate.", told.Claim);
        Assert.Equal(["Strength: strong", "Said by fewer than 5 people", "But for one."], told.Below);
        var quote = Assert.Single(told.Quotes);
        Assert.Equal(("She told me so herself.", "Peer support worker, Alder"), (quote.Words, quote.Label));
        Assert.DoesNotContain((await ReadAsync()).Stops, s => s.Stops);
    }

    [Fact]
    public async Task A_quote_that_nobody_approved_stops_the_report_until_a_lead_does_or_it_is_left_out()
    {
        var (_, quote) = await QuotedFindingAsync(isApproved: false);

        Assert.Contains("No lead has approved", SentenceOf(await LeaveAsync()), StringComparison.Ordinal);
        var stop = Assert.Single((await ReadAsync()).Stops, s => s.Stops);
        Assert.Equal((StopKind.NotApproved, $"/studies/{StudyId.Value}/quotes?state=Draft"), (stop.Kind, stop.Address));
        var part = await PartAsync(ReportPartKind.Theme);
        await WriteAsync(part, choice: part.Choice with { WithoutQuotes = [quote] });
        StudyBuilder.Must(await LeaveAsync());
        await WriteAsync(await PartAsync(ReportPartKind.Theme), choice: part.Choice);
        StudyBuilder.Must(await The<KeepQuote>().ApproveAsync(Lead.AccountId, StudyId, quote, (await QuoteAsync(quote))!.Version, true, Cancel));
        Assert.Contains("She told me so herself.", Text(StudyBuilder.Must(await LeaveAsync())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quote_whose_speaker_takes_consent_back_is_neither_shown_nor_does_a_kept_version_leave_with_it()
    {
        await QuotedFindingAsync();
        var version = await KeepAsync();
        Assert.Contains("She told me so herself.", Text(StudyBuilder.Must(await LeaveAsync(version: version))), StringComparison.Ordinal);

        await TakeConsentBackAsync();

        Assert.DoesNotContain("told me so", (await ReadAsync()).Told.Written.Parts.OfType<ThemePart>().SelectMany(t => t.Findings).SelectMany(f => f.Quotes).Single().Words, StringComparison.Ordinal);
        Assert.Contains("may not be shown", SentenceOf(await LeaveAsync()), StringComparison.Ordinal);
        Assert.Contains("as this version has it", SentenceOf(await LeaveAsync(version: version)), StringComparison.Ordinal);
        Assert.Equal(0, await NumberAsync($"select count(*)::int as \"Value\" from report_versions v, reports r, report_parts p where v::text like '%told me so%' or r::text like '%told me so%' or p::text like '%told me so%'"));
    }

    [Fact]
    public async Task Words_that_were_corrected_since_a_quote_was_seen_stop_the_report()
    {
        await QuotedFindingAsync();
        var words = (await Db.TranscriptTexts.AsNoTracking().SingleAsync(t => t.TranscriptId == First.Id, Cancel)).Words[5..];

        StudyBuilder.Must(await The<CorrectTurn>().RunAsync(Researcher.AccountId, First.Id, 0, 1, words.Replace("told me", "told us", StringComparison.Ordinal), mayLosePlaceholders: false, Cancel));

        Assert.Equal(StopKind.QuoteChanged, Assert.Single((await ReadAsync()).Stops, s => s.Stops).Kind);
        Assert.Contains("changed since", SentenceOf(await LeaveAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finding_without_evidence_and_a_quote_that_was_removed_stop_the_report_each_with_a_way_to_mend_it()
    {
        var (_, quote) = await QuotedFindingAsync();
        await AddAsync(ReportPartKind.Quotes, choice: new PartChoice { Quotes = [quote] });
        var bare = await FindAsync("Nothing is said of it.");
        StudyBuilder.Must(await The<KeepQuote>().RemoveAsync(Researcher.AccountId, StudyId, quote, Cancel));

        var stops = (await ReadAsync()).Stops.Where(s => s.Stops).ToList();

        Assert.Equal([(StopKind.Gone, null), (StopKind.WithoutEvidence, $"/studies/{StudyId.Value}/findings/{bare.Value}")], stops.Select(s => (s.Kind, s.Address)));
        Assert.StartsWith("2 things stop this report", SentenceOf(await LeaveAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_the_study_knows_is_told_by_its_place_while_writing_and_stops_the_file_at_the_gate()
    {
        await AddAsync(ReportPartKind.Text, new PartWords("More", "- Ring Mrs Cadwallader-Price on Tuesday"));

        var told = (await ReadAsync()).Told;
        var leaks = StudyBuilder.Must(await The<ScanReport>().RunAsync(Researcher.AccountId, StudyId, told, Cancel));
        var leaving = StudyBuilder.Must(await LeaveAsync());
        var outcome = StudyBuilder.Must(await Services.GetRequiredService<IExportGate>().AskAsync(Researcher.AccountId, StudyId, leaving.Export, cautioned: false, Cancel));

        Assert.Contains(leaks, l => l.Words.Contains("part 10, line 1", StringComparison.Ordinal) && !l.Words.Contains("Cadwallader", StringComparison.Ordinal));
        Assert.Null(outcome.File);
        Assert.Contains(outcome.Places, p => p.Place == "column part 10, line 1, row 1");
        Assert.Equal("What we heard.html", leaving.Export.FileName);
        Assert.Equal((ExportedList.Report, AuditKind.ExportHeldBack), (leaving.Export.List, (await Db.AuditEntries.OrderByDescending(e => e.Number).FirstAsync(Cancel)).Kind));
    }

    [Fact]
    public async Task A_matrix_and_a_picture_are_what_their_pages_show()
    {
        await CodeAsync(First, "certificate", Pay);
        await CodeAsync(Second, "certificate", Pay);
        await AddAsync(ReportPartKind.Matrix, choice: new PartChoice { Address = "matrices?across=Trust" });
        await AddAsync(ReportPartKind.Picture, choice: new PartChoice { Address = "pictures/tree" });
        var wrong = await AddAsync(ReportPartKind.Picture, choice: new PartChoice { Address = "members" });

        var report = await ReadAsync();

        var table = report.Told.Written.Parts.OfType<TablePart>().First(t => !t.IsAppendix && t.NumbersFrom == 1);
        Assert.Equal(["Accreditation", "1", "1", "2"], table.Rows[0]);
        var picture = Assert.Single(report.Told.Written.Parts.OfType<PicturePart>());
        Assert.StartsWith("<?xml", picture.Svg, StringComparison.Ordinal);
        Assert.Contains("Accreditation", picture.Svg, StringComparison.Ordinal);
        Assert.Equal(wrong, Assert.Single(report.Stops, s => s is { Stops: true, Kind: StopKind.Gone }).Part);
    }

    [Fact]
    public async Task A_version_of_somebody_who_saw_more_is_closed_to_who_works_for_some_trusts_alone()
    {
        var version = await KeepAsync();
        var limited = await Study.MemberAsync(Role.Researcher, Study.Trust("Alder"));

        Assert.Contains("every trust", SentenceOf(await LeaveAsync(limited, version)), StringComparison.Ordinal);
        Assert.Contains("every trust", SentenceOf(await The<CompareVersions>().RunAsync(limited.AccountId, StudyId, Report, version, null, Cancel)), StringComparison.Ordinal);
        Assert.Contains((await ReadAsync(limited)).Stops, s => s.Kind == StopKind.PartOfStudy);
    }

    [Fact]
    public void Own_words_become_paragraphs_and_bullets() => Assert.Equal(
        [new WrittenLine("First."), new WrittenLine("one", 1), new WrittenLine("below", 2), new WrittenLine("two", 1), new WrittenLine("Last.")], ReportLines.Read("First.\n\n- one\n  - below\n• two\r\nLast."));

    private async Task<IReadOnlyList<string>> TextAsync(ReportPartKind kind) =>
        [.. (await ReadAsync()).Told.Parts.Single(p => p.Kind == kind).Written.OfType<TextPart>().Single().Lines.Select(l => l.Words)];

    private static string Text(ReportLeaving leaving) => System.Net.WebUtility.HtmlDecode(System.Text.Encoding.UTF8.GetString(leaving.Write()));

    private async Task HoldAsync()
    {
        foreach (var interview in await Db.Interviews.ToListAsync(Cancel)) interview.Transcribed();
        await Db.SaveChangesAsync(Cancel);
    }

    private async Task TakeConsentBackAsync()
    {
        var admin = await Study.MemberAsync(Role.Admin);
        var person = await Db.Participants.SingleAsync(p => p.Label == "PSW-1", Cancel);
        StudyBuilder.Must(await The<RecordConsent>().RunAsync(admin.AccountId, StudyId, person.Id, new("v2", new(2026, 1, 2), [ConsentScope.TakePart], null), Cancel));
    }

    private Task<int> NumberAsync(FormattableString sql) => Db.Database.SqlQuery<int>(sql).SingleAsync(Cancel);
}
