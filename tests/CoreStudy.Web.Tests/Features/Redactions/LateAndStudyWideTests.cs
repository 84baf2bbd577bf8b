using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Retention;
using CoreStudy.Domain.Reveals;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Vault.Keys;
using CoreStudy.Web.Features.Codings;
using CoreStudy.Web.Features.Flags;
using CoreStudy.Web.Features.Redactions;
using CoreStudy.Web.Features.Retention;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Redactions;

public sealed class LateAndStudyWideTests(PostgresFixture postgres) : ReviewTest(postgres)
{
    [Fact]
    public async Task What_is_found_late_goes_from_the_released_words_and_codings_stay_on_theirs()
    {
        var transcript = await Study.TranscriptAsync(Researcher, ["Who?", "Hugo's sister came, and Hugo left."]);
        var coding = await Study.CodingAsync(transcript, await Study.CodeAsync("Help"), Researcher);
        Db.TranscriptReviews.Add(ReleasedReview(transcript.Id));
        var id = await SealAndOpenAsync(transcript.Id);
        var heard = new List<Notice>();
        using var listening = Feed.Listen(Study.Study.Id, heard.Add);

        var answer = StudyBuilder.Must(await The<RedactLate>().RunAsync(
            Admin.AccountId, id, new LateFind("Who?\n".Length, "Who?\nHugo".Length, 0, IdentifierCategory.Person, Same: true, IsNew: true, Noun: "peer"), Cancel));

        var words = await Db.TranscriptTexts.AsNoTracking().Where(t => t.TranscriptId == id).Select(t => t.Words).SingleAsync(Cancel);
        Assert.Equal(2, answer.Replaced);
        Assert.Matches(@"^Who\?\n(\[peer \d\])'s sister came, and \1 left\.$", words);
        Assert.Empty((await CodingCheck.RunAsync(Db, Cancel)).Strays);
        Assert.Equal("W", coding.Words);
        Assert.Contains(heard, n => n is TextRevised revised && revised.TranscriptId == id);
    }

    [Fact]
    public async Task Released_words_follow_when_an_entry_is_called_otherwise_and_back_on_undo()
    {
        var first = await ImportAsync("Wilhelmina", "PSW-07", "Who?", "Quillfeather Ltd is a Quillfeather Ltd firm.");
        await MarkAsync(first, "Quillfeather Ltd", IdentifierCategory.Organisation, same: true);
        await ReleaseAsync(first);
        var before = await WordsAsync(first);
        var second = await ImportAsync("Ottoline", "PSW-08", "Who?", "Quillfeather Ltd again.");
        await MarkAsync(second, "Quillfeather Ltd", IdentifierCategory.Organisation, same: true);
        var entry = (await OpenAsync(second)).Entries.Single(e => e.Forms.Contains("Quillfeather Ltd"));

        await ActAsync(second, new ReviewAct(ReviewActKind.Rename, [], Entry: entry.Id, Replacement: "old shop"));
        var renamed = await WordsAsync(first);
        await ActAsync(second, new ReviewAct(ReviewActKind.Undo, []));

        Assert.Equal("Who?\n[old shop] is an [old shop] firm.", renamed);
        Assert.Equal(before, await WordsAsync(first));
    }

    [Fact]
    public async Task An_original_is_not_destroyed_while_words_that_lie_with_it_are_hidden_and_undecided()
    {
        var id = await ImportAsync("Wilhelmina", "PSW-07", "Who?", "Somebody came and waited.");
        await ReleaseAsync(id);
        var coder = await Study.MemberAsync(Role.Coder);
        StudyBuilder.Must(await DestroyOriginalsAsync()); // confirmed, and not begun when somebody flags
        var words = await WordsAsync(id);
        StudyBuilder.Must(await The<FlagPassage>().RunAsync(coder.AccountId, id, new Segment(5, 13), 0, null, Cancel));

        await Service<RetentionJobs>().RunAllAsync(Cancel);
        Assert.StartsWith("In one transcript a passage is hidden until an admin decides about it", SentenceOf(await DestroyOriginalsAsync()), StringComparison.Ordinal);
        var flag = await Db.PassageFlags.Select(f => f.Id).SingleAsync(Cancel);
        StudyBuilder.Must(await The<DecideFlag>().DismissAsync(Admin.AccountId, Study.Study.Id, flag, Cancel));

        Assert.Equal(words, await WordsAsync(id));
        StudyBuilder.Must(await DestroyOriginalsAsync());

        Task<Result<DestructionId>> DestroyOriginalsAsync() => The<StartDestruction>().RunAsync(Admin.AccountId, Study.Study.Id, RetentionKind.Originals, 1, "Study", Cancel);
    }

    [Fact]
    public async Task Two_entries_that_were_joined_are_two_again_in_released_words_when_the_joining_is_undone()
    {
        var first = await ImportAsync("Wilhelmina", "PSW-07", "Who?", "Quillfeather Ltd and Ottershaw Ltd.");
        foreach (var firm in new[] { "Quillfeather Ltd", "Ottershaw Ltd" }) await MarkAsync(first, firm, IdentifierCategory.Organisation, isNew: true);
        await ReleaseAsync(first);
        var before = await WordsAsync(first);
        var second = await ImportAsync("Ottoline", "PSW-08", "Who?", "Nobody.");
        var firms = (await OpenAsync(second)).Entries.Where(e => e.Forms.Any(f => f.EndsWith("Ltd", StringComparison.Ordinal))).Select(e => e.Id).ToList();

        await ActAsync(second, new ReviewAct(ReviewActKind.Join, [], Entry: firms[0], Other: firms[1]));
        var joined = await WordsAsync(first);
        await ActAsync(second, new ReviewAct(ReviewActKind.Undo, []));
        var parted = await WordsAsync(first);
        await ActAsync(second, new ReviewAct(ReviewActKind.Redo, []));
        var again = await WordsAsync(first);
        await ActAsync(second, new ReviewAct(ReviewActKind.Undo, []));

        Assert.NotEqual(before, joined);
        Assert.Equal((before, joined, before), (parted, again, await WordsAsync(first)));
    }

    [Fact]
    public async Task A_transcripts_key_goes_with_its_original_and_what_was_decided_on_it()
    {
        var id = await ImportAsync("Wilhelmina", "PSW-07", "Who?", "Somebody came and waited.");
        await ReleaseAsync(id);

        StudyBuilder.Must(await The<StartDestruction>().RunAsync(Admin.AccountId, Study.Study.Id, RetentionKind.Originals, 1, "Study", Cancel));
        await Service<RetentionJobs>().RunAllAsync(Cancel);

        Assert.True(TestKeys.Open().IsDestroyed(KeyOwner.Of(id)));
    }

    [Fact]
    public async Task What_was_selected_in_words_that_have_changed_since_is_refused()
    {
        var transcript = await Study.TranscriptAsync(Researcher, ["Who?", "Hugo came."]);
        Db.TranscriptReviews.Add(ReleasedReview(transcript.Id));
        var id = await SealAndOpenAsync(transcript.Id);

        var refused = await The<RedactLate>().RunAsync(Admin.AccountId, id, new LateFind(5, 9, 7, IdentifierCategory.Person, IsNew: true), Cancel);

        Assert.StartsWith("The released words were changed meanwhile", SentenceOf(refused));
    }

    [Fact]
    public async Task A_search_finds_originals_released_words_and_what_the_team_wrote_and_a_replacement_of_all_is_taken_back_as_a_whole()
    {
        var review = await ImportAsync("Wilhelmina", "PSW-07", "Who?", "Quillfeather came.");
        var released = await Study.TranscriptAsync(Researcher, ["Who?", "I saw Quillfeather and quillfeather's dog."]);
        await Study.CodeAsync("Quillfeather");
        await OpenStudyAsync(Admin);
        var before = (await WordsAsync(released.Id), await ReleasedWordsAsync(review));

        var found = StudyBuilder.Must(await The<SearchStudy>().RunAsync(Admin.AccountId, Study.Study.Id, "Quillfeather", Cancel));
        var done = StudyBuilder.Must(await The<ReplaceInStudy>().RunAsync(
            Admin.AccountId, Study.Study.Id, found.Hits, IdentifierCategory.Person, null, "peer", null, null, Cancel));

        Assert.Equal((3, "Code “Quillfeather”"), (found.Hits.Count, Assert.Single(found.Written).Where));
        Assert.Equal((3, 2), (done.Places, done.Transcripts));
        Assert.Empty(done.Left);
        Assert.Equal($"Who?\nI saw {done.Replacement} and {done.Replacement}'s dog.", await WordsAsync(released.Id));
        Assert.Contains($"{done.Replacement} came", await ReleasedWordsAsync(review), StringComparison.Ordinal);

        Assert.Equal(2, StudyBuilder.Must(await The<TakeBackInStudy>().RunAsync(Admin.AccountId, Study.Study.Id, done.Act, Cancel)));
        Assert.Equal(before, (await WordsAsync(released.Id), await ReleasedWordsAsync(review)));
    }

    [Fact]
    public async Task A_private_memo_is_told_of_without_what_stands_round_the_words()
    {
        var transcript = await Study.TranscriptAsync(Researcher, ["Who?", "Somebody."]);
        Db.Memos.Add(StudyBuilder.Must(Domain.Memos.Memo.Write(
            MemoId.New(), Study.Study.Id, transcript.Id, new Domain.Transcripts.Segment(0, 3), Researcher.Id, "I think it was Quillfeather who cried.", isPrivate: true, Clock.GetUtcNow())));
        await OpenStudyAsync(Admin);

        var hit = Assert.Single(StudyBuilder.Must(await The<SearchStudy>().RunAsync(Admin.AccountId, Study.Study.Id, "Quillfeather", Cancel)).Written);

        Assert.Equal(("", "Quillfeather", ""), (hit.Before, hit.Words, hit.After));
    }

    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Researcher)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.StudyLead)]
    public async Task Only_admins_search_replace_and_sweep(Role role)
    {
        var id = await ImportAsync("Wilhelmina", "PSW-07", "Who?", "Quillfeather.");
        var (me, study) = ((await Study.MemberAsync(role)).AccountId, Study.Study.Id);

        string?[] sentences =
        [
            SentenceOf(await The<SearchStudy>().RunAsync(me, study, "Quillfeather", Cancel)),
            SentenceOf(await The<ReplaceInStudy>().RunAsync(me, study, [], IdentifierCategory.Person, null, null, null, null, Cancel)),
            SentenceOf(await The<TakeBackInStudy>().RunAsync(me, study, Guid.CreateVersion7(), Cancel)),
            SentenceOf(await The<SweepReview>().RunAsync(me, id, Cancel)),
            SentenceOf(await The<RedactLate>().RunAsync(me, id, new LateFind(0, 1, 0, IdentifierCategory.Person), Cancel)),
        ];

        Assert.All(sentences, s => Assert.Equal(Refusal.Forbidden.Sentence, s));
    }

    [Fact]
    public async Task An_admin_who_has_not_opened_all_originals_afresh_searches_none()
    {
        await ImportAsync("Wilhelmina", "PSW-07", "Who?", "Quillfeather.");

        Assert.StartsWith("This is closed", SentenceOf(await The<SearchStudy>().RunAsync(Admin.AccountId, Study.Study.Id, "Quillfeather", Cancel)));
    }

    private Task<string> WordsAsync(TranscriptId id) => Db.TranscriptTexts.AsNoTracking().Where(t => t.TranscriptId == id).Select(t => t.Words).SingleAsync(Cancel);

    private async Task OpenStudyAsync(Member admin)
    {
        Db.Reveals.Add(StudyBuilder.Must(Reveal.Open(admin, RevealSubject.AllTranscripts, RevealReason.Anonymise, "", Clock.GetUtcNow())));
        await Db.SaveChangesAsync(Cancel);
    }

    private TranscriptReview ReleasedReview(TranscriptId id)
    {
        var review = TranscriptReview.Begin(Study.Study.Id, id);
        review.ReadThrough(Admin.Id, Clock.GetUtcNow());
        StudyBuilder.Must(review.Decide(Admin.Id, Clock.GetUtcNow()));
        StudyBuilder.Must(review.Release(OtherAdmin.Id, Clock.GetUtcNow(), mayBeSame: false));
        return review;
    }

    /// <summary>Gives a released transcript an original in the vault, and opens it to the admin.</summary>
    private async Task<TranscriptId> SealAndOpenAsync(TranscriptId id)
    {
        Db.Reveals.Add(StudyBuilder.Must(Reveal.Open(Admin, RevealSubject.Of(id), RevealReason.Anonymise, "", Clock.GetUtcNow())));
        await Db.SaveChangesAsync(Cancel);
        await using var room = await Service<Vault.VaultDoor>().EnterAsync(Cancel);
        await room.WriteOriginalAsync(Study.Study.Id, id, new Vault.Papers.Original([new(0, null, null, null, "Who?", 4)]), null, Cancel);
        await room.CommitAsync(Cancel);
        return id;
    }
}
