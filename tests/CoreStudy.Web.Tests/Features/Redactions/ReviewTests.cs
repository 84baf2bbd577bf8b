using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Redactions;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Codings;
using CoreStudy.Web.Features.Redactions;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Redactions;

public sealed class ReviewTests(PostgresFixture postgres) : ReviewTest(postgres)
{
    [Fact]
    public async Task A_coder_reads_the_released_words_and_no_others()
    {
        var coder = await Study.MemberAsync(Role.Coder);
        var id = await ImportAsync("Wilhelmina", "PSW-07", "Who helped?", "Barnaby's sister did.");
        await MarkAsync(id, "Barnaby's", IdentifierCategory.Person, noun: "peer");

        await ReleaseAsync(id);
        var desk = StudyBuilder.Must(await The<OpenCodingDesk>().RunAsync(coder.AccountId, Study.Study.Id, id, Cancel));

        Assert.Matches(@"\[peer \d\]&#x27;s sister did|\[peer \d\]'s sister did", desk.Markup);
        Assert.DoesNotContain("Barnaby", desk.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_words_in_one_transcript_are_one_person_without_asking()
    {
        var id = await ImportAsync("Wilhelmina", "PSW-07", "Who?", "Barnaby came. I like Barnaby.");

        await MarkAsync(id, "Barnaby", IdentifierCategory.Person);
        var second = await MarkAsync(id, "Barnaby", IdentifierCategory.Person, nth: 1);

        Assert.Null(second.Ask);
        Assert.Single((await OpenAsync(id)).Places.Select(p => p.Entry).Distinct());
    }

    [Fact]
    public async Task A_first_name_that_another_transcript_knows_is_asked_about_and_nothing_is_done()
    {
        var first = await ImportAsync("Wilhelmina", "PSW-07", "Who?", "Barnaby came.");
        await MarkAsync(first, "Barnaby", IdentifierCategory.Person);
        var second = await ImportAsync("Ottoline", "PSW-08", "Who?", "Barnaby left.");

        var asked = await MarkAsync(second, "Barnaby", IdentifierCategory.Person);

        Assert.Equal(["Barnaby"], Assert.Single(asked.Ask!).Forms);
        Assert.DoesNotContain((await OpenAsync(second)).Places, p => p.Status == RedactionStatus.Accepted);
    }

    [Fact]
    public async Task A_full_name_that_another_transcript_knows_gets_the_same_replacement_without_asking()
    {
        var first = await ImportAsync("Wilhelmina", "PSW-07", "Who?", "Barnaby Quillfeather came.");
        await MarkAsync(first, "Barnaby Quillfeather", IdentifierCategory.Person);
        var second = await ImportAsync("Ottoline", "PSW-08", "Who?", "Then Barnaby Quillfeather left.");

        foreach (var place in (await OpenAsync(second)).Places) Assert.Null((await ActAsync(second, new ReviewAct(ReviewActKind.Accept, [place.Id]))).Ask);

        Assert.Equal(Token(await ReleasedWordsAsync(first)), Token(await ReleasedWordsAsync(second)));
    }

    [Fact]
    public async Task Two_Sarahs_are_parted_and_joined_and_each_deed_is_undone()
    {
        var id = await ImportAsync("Wilhelmina", "PSW-07", "Who?", "Sarah came. The other Sarah left.");
        await MarkAsync(id, "Sarah", IdentifierCategory.Person, same: true);
        var together = await ReleasedWordsAsync(id);
        var places = (await OpenAsync(id)).Places.Where(p => p.Status == RedactionStatus.Accepted).ToList();

        await ActAsync(id, new ReviewAct(ReviewActKind.Split, [places[1].Id]));
        var parted = (await OpenAsync(id)).Places.Where(p => p.Status == RedactionStatus.Accepted).Select(p => p.Entry!.Value).ToList();
        Assert.Equal(2, parted.Distinct().Count());

        await ActAsync(id, new ReviewAct(ReviewActKind.Join, [], Entry: parted[0], Other: parted[1]));
        Assert.Equal(together, await ReleasedWordsAsync(id));

        await ActAsync(id, new ReviewAct(ReviewActKind.Undo, []));
        Assert.NotEqual(together, await ReleasedWordsAsync(id));
        await ActAsync(id, new ReviewAct(ReviewActKind.Undo, []));
        Assert.Equal(together, await ReleasedWordsAsync(id));
        Assert.Single((await OpenAsync(id)).Entries, e => e.Forms.Contains("Sarah"));
    }

    [Fact]
    public async Task Undo_takes_back_to_where_it_began_and_redo_forward_again()
    {
        var id = await ImportAsync("Wilhelmina", "PSW-07", "Where?", "Barnaby went to Snodlandia with Barnaby.");
        var (before, entries) = (await ReleasedWordsAsync(id), (await OpenAsync(id)).Entries.Count);
        await MarkAsync(id, "Barnaby", IdentifierCategory.Person, same: true);
        await MarkAsync(id, "Snodlandia", IdentifierCategory.Place);
        var after = await ReleasedWordsAsync(id);

        await ActAsync(id, new ReviewAct(ReviewActKind.Undo, []));
        await ActAsync(id, new ReviewAct(ReviewActKind.Undo, []));
        Assert.Equal((before, entries), (await ReleasedWordsAsync(id), (await OpenAsync(id)).Entries.Count));

        await ActAsync(id, new ReviewAct(ReviewActKind.Redo, []));
        await ActAsync(id, new ReviewAct(ReviewActKind.Redo, []));
        Assert.Equal(after, await ReleasedWordsAsync(id));
    }

    [Fact]
    public async Task A_new_search_adds_what_the_register_has_learnt_and_touches_no_decision()
    {
        var id = await ImportAsync("Wilhelmina", "PSW-07", "Who?", "Barnaby Quillfeather and Ottoline Fenwick came.");
        await MarkAsync(id, "Barnaby Quillfeather", IdentifierCategory.Person);
        var other = await ImportAsync("Ermintrude", "PSW-08", "Who?", "Ottoline Fenwick.");
        await MarkAsync(other, "Ottoline Fenwick", IdentifierCategory.Person);
        var decided = (await OpenAsync(id)).Places.Single(p => p.Source == "Hand");

        StudyBuilder.Must(await The<SearchAgain>().RunAsync(Admin.AccountId, id, Cancel));
        StudyBuilder.Must(await The<SearchAgain>().RunAsync(Admin.AccountId, id, Cancel));

        var places = (await OpenAsync(id)).Places;
        Assert.Equal(decided, places.Single(p => p.Id == decided.Id));
        Assert.Single(places, p => p.Start == "Who?\nBarnaby Quillfeather and ".Length);
    }

    [Fact]
    public async Task What_is_left_readable_elsewhere_holds_the_release_back_until_it_is_explained()
    {
        var id = await ImportAsync("Wilhelmina", "PSW-07", "Who?", "Hope came. I hope so, and I hope that Hope stays.");
        var answer = await MarkAsync(id, "Hope", IdentifierCategory.Person);
        foreach (var place in (await OpenAsync(id)).Places.Where(p => p.Status == RedactionStatus.Proposed)) await ActAsync(id, new ReviewAct(ReviewActKind.Reject, [place.Id]));
        StudyBuilder.Must(await The<NoteReadThrough>().RunAsync(Admin.AccountId, id, Cancel));
        StudyBuilder.Must(await The<SayDecided>().RunAsync(Admin.AccountId, id, Cancel));

        var held = SentenceOf(await The<ReleaseTranscript>().RunAsync(OtherAdmin.AccountId, id, open: true, Cancel));
        var hit = Assert.Single(StudyBuilder.Must(await The<ScanBeforeRelease>().RunAsync(OtherAdmin.AccountId, id, Cancel)));
        StudyBuilder.Must(await The<ExplainHit>().RunAsync(OtherAdmin.AccountId, id, hit.Words, "the verb, not the name", Cancel));
        StudyBuilder.Must(await The<ReleaseTranscript>().RunAsync(OtherAdmin.AccountId, id, open: true, Cancel));

        Assert.Null(answer.Ask);
        Assert.StartsWith("The scan of the words to be released finds 1", held);
    }

    [Fact]
    public async Task The_admin_who_decided_does_not_release()
    {
        var id = await ImportAsync("Wilhelmina", "PSW-07", "Who?", "Nobody.");
        StudyBuilder.Must(await The<NoteReadThrough>().RunAsync(Admin.AccountId, id, Cancel));
        var standing = StudyBuilder.Must(await The<SayDecided>().RunAsync(Admin.AccountId, id, Cancel));

        var refused = SentenceOf(await The<ReleaseTranscript>().RunAsync(Admin.AccountId, id, open: true, Cancel));

        Assert.False(standing.MayRelease);
        Assert.StartsWith("You said that it is decided", refused);
        Assert.Empty(await Db.TranscriptTexts.ToListAsync(Cancel));
    }

    [Fact]
    public async Task After_release_it_goes_back_to_review_only_while_nobody_has_coded_it()
    {
        var id = await ImportAsync("Wilhelmina", "PSW-07", "Who?", "Barnaby.");
        await MarkAsync(id, "Barnaby", IdentifierCategory.Person);
        await ReleaseAsync(id);

        StudyBuilder.Must(await The<TakeBackToReview>().RunAsync(Admin.AccountId, id, Cancel));
        Assert.Empty(await Db.TranscriptTexts.ToListAsync(Cancel));
        await ReleaseAsync(id);
        var transcript = await Db.Transcripts.Include(t => t.Text).SingleAsync(t => t.Id == id, Cancel);
        await Study.CodingAsync(transcript, await Study.CodeAsync("Help"), Researcher);

        Assert.StartsWith("It has been coded", SentenceOf(await The<TakeBackToReview>().RunAsync(Admin.AccountId, id, Cancel)));
    }

    [Fact]
    public async Task Once_it_is_said_to_be_decided_no_decision_changes()
    {
        var id = await ImportAsync("Wilhelmina", "PSW-07", "Who?", "Barnaby.");
        await MarkAsync(id, "Barnaby", IdentifierCategory.Person);
        StudyBuilder.Must(await The<NoteReadThrough>().RunAsync(Admin.AccountId, id, Cancel));
        StudyBuilder.Must(await The<SayDecided>().RunAsync(Admin.AccountId, id, Cancel));

        Assert.StartsWith("This transcript was said to be decided", SentenceOf(await The<DecideRedactions>().RunAsync(Admin.AccountId, id, new ReviewAct(ReviewActKind.Undo, []), Cancel)));
    }

    [Fact]
    public async Task A_replacement_that_is_taken_or_names_somebody_is_refused()
    {
        var id = await ImportAsync("Wilhelmina", "PSW-07", "Who?", "Barnaby and Ottoline.");
        await MarkAsync(id, "Barnaby", IdentifierCategory.Person);
        await MarkAsync(id, "Ottoline", IdentifierCategory.Person, isNew: true);
        var entries = (await OpenAsync(id)).Entries;
        var (barnaby, ottoline) = (entries.Single(e => e.Forms.Contains("Barnaby")), entries.Single(e => e.Forms.Contains("Ottoline")));

        Task<Result<ReviewAnswer>> Rename(string to) => The<DecideRedactions>().RunAsync(Admin.AccountId, id, new ReviewAct(ReviewActKind.Rename, [], Entry: barnaby.Id, Replacement: to), Cancel);

        Assert.EndsWith("Join the two where they are one.", SentenceOf(await Rename(ottoline.Replacement)));
        Assert.StartsWith("“Ottoline” in the replacement is a name that this study keeps apart", SentenceOf(await Rename("friend of Ottoline")));
        Assert.Null(SentenceOf(await Rename("ward manager")));
        Assert.Contains("[ward manager] and", await ReleasedWordsAsync(id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_trail_tells_one_look_at_each_opening_and_who_decided_how_many_when_all_is_decided()
    {
        var id = await ImportAsync("Wilhelmina", "PSW-07", "Who?", "Barnaby Quillfeather of Snodlandia, Barnaby Quillfeather and Hope.");
        await OpenAsync(id);
        var places = (await OpenAsync(id)).Places.Where(p => p.Status == RedactionStatus.Proposed).ToList();
        foreach (var place in places) await ActAsync(id, new ReviewAct(ReviewActKind.Accept, [place.Id], IsNew: place.Entry is null));
        StudyBuilder.Must(await The<NoteReadThrough>().RunAsync(Admin.AccountId, id, Cancel));

        StudyBuilder.Must(await The<SayDecided>().RunAsync(Admin.AccountId, id, Cancel));

        var told = await Db.AuditEntries.AsNoTracking().Where(e => e.SubjectId == id.Value).OrderBy(e => e.Number).ToListAsync(Cancel);
        Assert.Equal(
            [AuditKind.TranscriptImported, AuditKind.OriginalSeen, AuditKind.OriginalSeen, AuditKind.RedactionDecided, AuditKind.RedactionsSignedOff], told.Select(e => e.Kind));
        Assert.Equal((Admin.Id, places.Count, 0), (told[3].MemberId, told[3].Detail.CountOf("replaced"), told[3].Detail.CountOf("left")));
    }

    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Researcher)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.StudyLead)]
    public async Task Only_admins_review_decide_scan_and_release(Role role)
    {
        var id = await ImportAsync("Wilhelmina", "PSW-07", "Who?", "Barnaby.");
        var me = (await Study.MemberAsync(role)).AccountId;
        var study = Study.Study.Id;

        string?[] sentences =
        [
            SentenceOf(await The<OpenReviewPage>().RunAsync(me, study, id, Cancel)),
            SentenceOf(await The<OpenReview>().RunAsync(me, id, Cancel)),
            SentenceOf(await The<DecideRedactions>().RunAsync(me, id, new ReviewAct(ReviewActKind.Undo, []), Cancel)),
            SentenceOf(await The<SearchAgain>().RunAsync(me, id, Cancel)),
            SentenceOf(await The<NoteReadThrough>().RunAsync(me, id, Cancel)),
            SentenceOf(await The<SayDecided>().RunAsync(me, id, Cancel)),
            SentenceOf(await The<ScanBeforeRelease>().RunAsync(me, id, Cancel)),
            SentenceOf(await The<ExplainHit>().RunAsync(me, id, "Barnaby", "because", Cancel)),
            SentenceOf(await The<ReleaseTranscript>().RunAsync(me, id, open: true, Cancel)),
            SentenceOf(await The<TakeBackToReview>().RunAsync(me, id, Cancel)),
            SentenceOf(await The<ChangeAnonymisationSettings>().RunAsync(me, study, ["peer"], DateDetail.Year, 10, false, 0.2, false, Cancel)),
        ];

        Assert.All(sentences, s => Assert.Equal(Refusal.Forbidden.Sentence, s));
    }

    [Fact]
    public async Task An_admin_who_has_not_opened_it_afresh_sees_and_decides_nothing()
    {
        var id = await ImportAsync("Wilhelmina", "PSW-07", "Who?", "Barnaby.");
        Clock.Pass(TimeSpan.FromMinutes(20));

        Assert.StartsWith("This is closed", SentenceOf(await The<OpenReview>().RunAsync(Admin.AccountId, id, Cancel)));
        Assert.StartsWith("This is closed", SentenceOf(await The<DecideRedactions>().RunAsync(Admin.AccountId, id, new ReviewAct(ReviewActKind.Undo, []), Cancel)));
    }

    [Fact]
    public async Task A_lead_sees_how_far_it_is_and_a_coder_does_not()
    {
        var id = await ImportAsync("Wilhelmina", "PSW-07", "Who?", "Barnaby.");
        await MarkAsync(id, "Barnaby", IdentifierCategory.Person);
        var (lead, coder) = (await Study.MemberAsync(Role.StudyLead), await Study.MemberAsync(Role.Coder));

        var list = StudyBuilder.Must(await The<ListAnonymisations>().RunAsync(lead.AccountId, Study.Study.Id, Cancel));

        Assert.False(list.MayReview);
        Assert.Equal((ReviewState.ToReview, true), (list.Transcripts.Single().State, list.Transcripts.Single().Places > 0));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ListAnonymisations>().RunAsync(coder.AccountId, Study.Study.Id, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadAnonymisationSettings>().RunAsync(coder.AccountId, Study.Study.Id, Cancel)));
    }

    [Fact]
    public async Task News_of_a_decision_carries_ids_alone()
    {
        var id = await ImportAsync("Wilhelmina", "PSW-07", "Who?", "Barnaby.");
        var heard = new List<Notice>();
        using var listening = Feed.Listen(Study.Study.Id, heard.Add);

        await MarkAsync(id, "Barnaby", IdentifierCategory.Person);

        Assert.Contains(new RedactionsDecided(Study.Study.Id, id), heard);
        Assert.DoesNotContain(heard, n => n.ToString().Contains("Barnaby", StringComparison.Ordinal));
    }

    private static string Token(string released) => released[released.IndexOf('[', StringComparison.Ordinal)..(released.IndexOf(']', StringComparison.Ordinal) + 1)];
}
