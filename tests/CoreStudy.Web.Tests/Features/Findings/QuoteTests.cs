using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Consents;
using CoreStudy.Web.Features.Corrections;
using CoreStudy.Web.Features.Findings;
using CoreStudy.Web.Features.Studies;
using CoreStudy.Web.Ui.Findings;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Findings;

public sealed class QuoteTests(PostgresFixture postgres) : FindingTest(postgres)
{
    private const string Answer = "I never got a certificate, which was a shame. She told me so herself.";

    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.Admin)]
    [InlineData(Role.Researcher)]
    public async Task Researchers_make_quotes_and_a_lead_alone_approves_them(Role role)
    {
        var coding = await CodeAsync(First, Answer, Pay);
        var quote = StudyBuilder.Must(await TryQuoteAsync(First, coding, "She told me so herself."));
        var me = (await Study.MemberAsync(role)).AccountId;
        var makes = role == Role.Researcher;

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<KeepQuote>().ApproveAsync(me, StudyId, quote, 0, true, Cancel)));
        Assert.Equal(!makes, (await The<OpenPassage>().ForNewAsync(me, StudyId, coding.Value, Cancel)).IsRefused(out _, out _));
        Assert.Equal(!makes, (await The<OpenPassage>().ForChangeAsync(me, StudyId, quote, Cancel)).IsRefused(out _, out _));
        Assert.Equal(!makes, (await The<OpenPassage>().ReadAsync(me, StudyId, coding.Value, Cancel)).IsRefused(out _, out _));
        Assert.Equal(!makes, (await The<ComposeQuote>().RunAsync(me, StudyId, coding.Value, 0, [new(Place(First, "a shame."))], null, Cancel)).IsRefused(out _, out _));
        Assert.Equal(role is Role.Coder or Role.Admin, (await The<ReadQuotes>().RunAsync(me, StudyId, Cancel)).IsRefused(out _, out _));
        if (makes) return;
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ComposeQuote>().ChangeAsync(me, StudyId, quote, 0, 0, [new(Place(First, "a shame."))], Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<KeepQuote>().SeeAgainAsync(me, StudyId, quote, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<KeepQuote>().AttachAsync(me, StudyId, new(Guid.CreateVersion7()), quote, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<KeepQuote>().DetachAsync(me, StudyId, new(Guid.CreateVersion7()), quote, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<KeepQuote>().RemoveAsync(me, StudyId, quote, Cancel)));
    }

    [Fact]
    public async Task A_quote_leaves_words_out_and_puts_some_in_and_the_transcript_stays_as_it_is()
    {
        var coding = await CodeAsync(First, Answer, Pay);

        var id = StudyBuilder.Must(await TryQuoteAsync(First, coding, "I never got a certificate,", "She", Put("the supervisor"), "told me"));

        var quote = await QuoteAsync(id);
        Assert.Equal(("I never got a certificate, … She [the supervisor] told me", "Peer support worker, Alder", 8), (quote!.Text, quote.Label, quote.Words));
        Assert.Equal((QuoteStatus.Draft, QuoteShown.Words, false), (quote.Status, quote.Shown, quote.LooksAgain));
        Assert.Equal(Answer, (await Db.TranscriptTexts.AsNoTracking().SingleAsync(t => t.TranscriptId == First.Id, Cancel)).Words[5..]);
        Assert.Equal(0, await Db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from quotes q, quote_parts p where q::text like '%certificate%' or p::text like '%certificate%'").SingleAsync(Cancel));
    }

    [Fact]
    public async Task A_changed_quote_is_a_draft_again_and_a_clash_is_refused()
    {
        var coding = await CodeAsync(First, Answer, Pay);
        var id = StudyBuilder.Must(await TryQuoteAsync(First, coding, "I never got a certificate,", "She"));
        var version = (await QuoteAsync(id))!.Version;
        StudyBuilder.Must(await The<KeepQuote>().ApproveAsync(Lead.AccountId, StudyId, id, version, true, Cancel));
        var approved = await QuoteAsync(id);

        var opened = StudyBuilder.Must(await The<OpenPassage>().ForChangeAsync(Researcher.AccountId, StudyId, id, Cancel));
        var draft = new QuoteDraft(opened);
        draft.KeepOnly(0, 4);
        draft.Clarify(5, "at the end");
        StudyBuilder.Must(await The<ComposeQuote>().ChangeAsync(Researcher.AccountId, StudyId, id, opened.Version, opened.TextRevision, draft.Pieces, Cancel));

        var changed = await QuoteAsync(id);
        Assert.Equal((QuoteStatus.Approved, QuoteStatus.Draft, "I never got a certificate, [at the end]"), (approved!.Status, changed!.Status, changed.Text));
        Assert.Contains("meanwhile", SentenceOf(await The<ComposeQuote>().ChangeAsync(Researcher.AccountId, StudyId, id, opened.Version, opened.TextRevision, draft.Pieces, Cancel)), StringComparison.Ordinal);
        Assert.Contains("meanwhile", SentenceOf(await The<KeepQuote>().ApproveAsync(Lead.AccountId, StudyId, id, approved.Version, true, Cancel)), StringComparison.Ordinal);
        Assert.Equal(2, await Db.KeptPassages.CountAsync(Cancel));
        StudyBuilder.Must(await The<KeepQuote>().RemoveAsync(Researcher.AccountId, StudyId, id, Cancel));
        Assert.Equal(0, await Db.KeptPassages.CountAsync(Cancel));
    }

    [Fact]
    public async Task Words_of_somebody_who_has_not_agreed_are_neither_quoted_nor_shown()
    {
        var coding = await CodeAsync(First, Answer, Pay);
        var id = StudyBuilder.Must(await TryQuoteAsync(First, coding, "She told me so herself."));
        var silent = await CodeAsync(Silent, "Nobody gave me anything", Pay);

        Assert.Contains("has not agreed to be quoted", SentenceOf(await TryQuoteAsync(Silent, silent, "Nobody gave me anything")), StringComparison.Ordinal);

        var admin = await Study.MemberAsync(Role.Admin);
        var person = await Db.Participants.SingleAsync(p => p.Label == "PSW-1", Cancel);
        StudyBuilder.Must(await The<RecordConsent>().RunAsync(admin.AccountId, StudyId, person.Id, new("v2", new(2026, 1, 2), [ConsentScope.TakePart], null), Cancel));
        var list = StudyBuilder.Must(await The<ReadQuotes>().RunAsync(Lead.AccountId, StudyId, Cancel));
        var quote = Assert.Single(list.Quotes);
        Assert.Equal((id, QuoteShown.NotForQuoting, "", ""), (quote.Id, quote.Shown, quote.Text, quote.Label));
        var export = FindingFiles.Of(list.Quotes, new Dictionary<ThemeId, string>(), "csv");
        Assert.Equal([QuoteView.NotForQuoting, "", "Draft", "", "", ""], Assert.Single(export.Rows));
    }

    [Fact]
    public async Task A_correction_of_its_words_asks_for_a_look_and_one_elsewhere_does_not()
    {
        var coding = await CodeAsync(First, Answer, Pay);
        var id = StudyBuilder.Must(await TryQuoteAsync(First, coding, "She told me so herself."));

        await CorrectAsync("never got", "never had");
        Assert.False((await QuoteAsync(id))!.LooksAgain);
        await CorrectAsync("told me", "told us all");

        var quote = await QuoteAsync(id);
        Assert.Equal(("She told us all so herself.", true), (quote!.Text, quote.LooksAgain));
        Assert.Contains("Look at it again", SentenceOf(await The<KeepQuote>().ApproveAsync(Lead.AccountId, StudyId, id, quote.Version, true, Cancel)), StringComparison.Ordinal);
        StudyBuilder.Must(await The<KeepQuote>().SeeAgainAsync(Researcher.AccountId, StudyId, id, Cancel));
        Assert.False((await QuoteAsync(id))!.LooksAgain);
        Assert.Contains("meanwhile", SentenceOf(await TryQuoteAsync(First, coding, "She told")), StringComparison.Ordinal);
        Assert.Empty((await CodingCheck.RunAsync(Db, Cancel)).Strays);

        async Task CorrectAsync(string from, string to)
        {
            var words = (await Db.TranscriptTexts.AsNoTracking().SingleAsync(t => t.TranscriptId == First.Id, Cancel)).Words[5..];
            var revision = (await Db.CodingHeads.AsNoTracking().SingleAsync(h => h.TranscriptId == First.Id, Cancel)).TextRevision;
            StudyBuilder.Must(await The<CorrectTurn>().RunAsync(Researcher.AccountId, First.Id, revision, 1, words.Replace(from, to, StringComparison.Ordinal), mayLosePlaceholders: false, Cancel));
        }
    }

    [Fact]
    public async Task What_was_withdrawn_with_all_data_is_blanked_and_set_aside()
    {
        var coding = await CodeAsync(First, Answer, Pay);
        var finding = await FindAsync();
        await ChooseAsync(finding, coding);
        var id = StudyBuilder.Must(await TryQuoteAsync(First, coding, "She told me", Put("my mentor"), "so herself."));
        var admin = await Study.MemberAsync(Role.Admin);
        var person = await Db.Participants.SingleAsync(p => p.Label == "PSW-1", Cancel);

        StudyBuilder.Must(await The<WithdrawParticipant>().RunAsync(admin.AccountId, StudyId, person.Id, new(WithdrawalScope.AllData, WithdrawalReason.NotSaid, new(2026, 3, 1), "PSW-1"), Cancel));

        var quote = await QuoteAsync(id);
        Assert.Equal((QuoteShown.Withdrawn, "", ""), (quote!.Shown, quote.Text, quote.Label));
        Assert.DoesNotContain("told", string.Join(' ', await Db.KeptPassages.AsNoTracking().Select(k => k.Words).ToListAsync(Cancel)), StringComparison.Ordinal);
        var view = await OpenAsync(finding);
        Assert.Equal((Domain.Passages.EvidenceState.Withdrawn, "", 0), (Assert.Single(view.Evidence).Row.State, view.Evidence[0].Row.Words, view.Row.Supporting.Passages));
        StudyBuilder.Must(await The<KeepQuote>().RemoveAsync(Researcher.AccountId, StudyId, id, Cancel));
    }

    [Fact]
    public async Task The_study_says_what_stands_below_and_small_groups_how_far()
    {
        var coding = await CodeAsync(First, Answer, Pay);
        var id = StudyBuilder.Must(await TryQuoteAsync(First, coding, "She told me so herself."));

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ChangeQuoteLabels>().RunAsync(Researcher.AccountId, StudyId, QuoteLabelStyle.Role, Cancel)));
        StudyBuilder.Must(await The<ChangeQuoteLabels>().RunAsync(Lead.AccountId, StudyId, QuoteLabelStyle.RoleTrustAndNumber, Cancel));
        Assert.Matches("^Peer support worker [1-9], Alder$", (await QuoteAsync(id))!.Label); // numbers go by ids, which one moment makes in any order
        StudyBuilder.Must(await The<ChangeQuoteLabels>().RunAsync(Lead.AccountId, StudyId, QuoteLabelStyle.Role, Cancel));
        Assert.Equal("Peer support worker", (await QuoteAsync(id))!.Label);
        StudyBuilder.Must(await The<ChangeQuoteLabels>().RunAsync(Lead.AccountId, StudyId, QuoteLabelStyle.RoleAndTrust, Cancel));
        StudyBuilder.Must(await The<ChangeDisclosure>().SaveAsync(Lead.AccountId, StudyId, "6", [], Cancel)); // five work in Birch: so as not to be told, they and all others are participants
        Assert.Equal("Participant", (await QuoteAsync(id))!.Label);
    }

    [Fact]
    public async Task What_is_put_in_is_looked_through_and_whole_words_alone_are_quoted()
    {
        var coding = await CodeAsync(First, Answer, Pay);

        Assert.Contains("clarification", SentenceOf(await TryQuoteAsync(First, coding, "She", Put("see someone@somewhere.example"), "told")), StringComparison.Ordinal);
        Assert.Contains("inside a word", SentenceOf(await TryQuoteAsync(First, coding, "ever got")), StringComparison.Ordinal);
        Assert.Contains("the order", SentenceOf(await TryQuoteAsync(First, coding, "She", "I never")), StringComparison.Ordinal);
        Assert.Contains("at least one word", SentenceOf(await TryQuoteAsync(First, coding, Put("nothing"))), StringComparison.Ordinal);
        Assert.Equal(0, await Db.Quotes.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_file_of_quotes_passes_the_gate_and_says_what_it_may()
    {
        var coding = await CodeAsync(First, Answer, Pay);
        StudyBuilder.Must(await TryQuoteAsync(First, coding, "She told me so herself."));
        var list = StudyBuilder.Must(await The<ReadQuotes>().RunAsync(Lead.AccountId, StudyId, Cancel));
        var export = FindingFiles.Of(list.Quotes, list.Themes.ToDictionary(t => t.Id, t => t.Name), "docx");

        var outcome = StudyBuilder.Must(await Service<IExportGate>().AskAsync(Lead.AccountId, StudyId, export, cautioned: false, Cancel));

        Assert.Equal("She told me so herself.", outcome.File!.Rows[0][0]);
        var file = Interchange.WriteUps.QuoteDocument.Write("Quotes", [new(outcome.File.Rows[0][0], outcome.File.Rows[0][1], "")]);
        using var document = DocumentFormat.OpenXml.Packaging.WordprocessingDocument.Open(new MemoryStream(file), false);
        Assert.Equal("Quotes“She told me so herself.”— Peer support worker, Alder", document.MainDocumentPart!.Document!.InnerText);
        Assert.Empty(new DocumentFormat.OpenXml.Validation.OpenXmlValidator().Validate(document, Cancel).Select(e => e.Description));
    }
}
