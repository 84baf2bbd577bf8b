using CoreStudy.Data.Transcripts;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Searching;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Searching;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Searching;

public sealed class SearchTurnsTests(PostgresFixture postgres) : SearchingTest(postgres)
{
    [Fact]
    public async Task Who_may_not_explore_is_refused_by_each_question()
    {
        var me = Coder.AccountId;

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<SearchTurns>().RunAsync(me, StudyId, new SearchAsk("wait"), Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<SearchTurns>().ForFileAsync(me, StudyId, new SearchAsk("wait"), Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ListSearchChoices>().RunAsync(me, StudyId, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<FindLike>().RunAsync(me, StudyId, Worker.Id, new Segment(0, 5), Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<CountWords>().RunAsync(me, StudyId, WordGroups.Role, null, null, false, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadStopWords>().RunAsync(me, StudyId, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ChangeStopWords>().RunAsync(Supervisor.AccountId, StudyId, "well", Cancel)));
    }

    [Fact]
    public async Task Words_are_found_in_all_their_forms_or_as_they_stand()
    {
        Assert.Equal(["waiting", "waited", "waited", "waiting", "wait"], await HitsAsync("wait"));
        Assert.Equal(["wait"], await HitsAsync("wait", byStem: false));
        Assert.Equal(["not sure"], await HitsAsync("\"not sure\""));
        Assert.Equal(["supervision", "Supervision"], await HitsAsync("superv*"));
        Assert.Equal(["recieved"], await HitsAsync("received~"));
        Assert.Equal(["not", "not", "not"], await HitsAsync("not")); // small words too
        Assert.Equal(["bus", "funding"], await HitsAsync("bus OR funding"));
        Assert.Equal(["support"], await HitsAsync("support -bus"));
        Assert.Empty(await HitsAsync("zebra~"));
    }

    [Fact]
    public async Task A_hit_is_at_its_very_place_even_behind_characters_of_two_units()
    {
        var found = await SearchAsync(new SearchAsk("\"not sure\""));

        var hit = Assert.Single(Assert.Single(found.Page).Hits);
        Assert.Equal("not sure", Worker.Text.Words[hit.Segment.Start..hit.Segment.End]);
        Assert.Equal("😀 I waited and waited. Nobody recieved my form! I was ", hit.Left);
    }

    [Fact]
    public async Task Counts_are_those_of_plain_sql()
    {
        var found = await SearchAsync(new SearchAsk("support OR wait*", ByStem: false));

        await using var db = Open();
        var plain = await db.Database.SqlQuery<int>(
            $"""
             select count(*)::int as "Value" from transcripts t join turns u on u.transcript_id = t.id join transcript_texts x on x.transcript_id = t.id
             where t.study_id = {StudyId.Value} and substring(replace(x.words, '😀', '😀.') from u.segment_start + 1 for u.segment_end - u.segment_start) ~* '\m(support|wait\w*)\M'
             """).SingleAsync(Cancel);
        Assert.Equal(plain, found.Turns);
        Assert.Equal(2, found.Interviews);
        Assert.Equal([("Interviewers", 1), ("PSW supervisor", 1), ("Peer support worker", 2)], found.BySpeaker.Select(c => (c.Name, c.Turns)).OrderBy(c => c.Name, StringComparer.Ordinal));
        Assert.Equal([("Alder", 3), ("Birch", 1)], found.ByTrust.Select(c => (c.Name, c.Turns)));
    }

    [Fact]
    public async Task A_search_can_be_narrowed_to_who_speaks_and_where()
    {
        var supervisors = await SearchAsync(new SearchAsk("wait", Speaker: "PSW supervisor"));
        var interviewers = await SearchAsync(new SearchAsk("wait", Speaker: SearchAsk.Interviewers));
        var alder = await SearchAsync(new SearchAsk("wait", Speaker: SearchAsk.Participants, Trust: Worker.TrustId));

        Assert.Equal(["We wait for funding. Supervision is support, sure. It is not easy."], supervisors.Page.Select(t => string.Concat(t.Parts.Select(p => p.Words))));
        Assert.Equal(["waiting"], interviewers.Page.SelectMany(t => t.Hits).Select(h => h.Words));
        Assert.Equal(2, alder.Turns);
    }

    [Fact]
    public async Task Lines_are_sorted_by_the_words_beside_the_hit()
    {
        var right = await SearchAsync(new SearchAsk("waited OR waiting", ByStem: false, Order: SearchOrder.Right));
        var left = await SearchAsync(new SearchAsk("waited OR waiting", ByStem: false, Order: SearchOrder.Left));

        Assert.Equal(["", "and", "any", "nobody"], right.Page.Select(l => SearchWords.Of(l.Hits[0].Right).Select(w => w.Word).FirstOrDefault("")));
        Assert.Equal(["waited", "waited", "waiting", "waiting"], left.Page.Select(l => l.Hits[0].Words)); // and, I, not, the
    }

    [Fact]
    public async Task What_a_reader_may_not_read_is_neither_found_nor_counted_nor_told_of_by_spelling()
    {
        var inAlder = await Study.MemberAsync(Role.Researcher, Study.Trust("Alder"));
        var hidden = await SaidAsync("Alder", "PSW-02", "Peer support worker", ["Yes?", "A secret zebra waited."], open: false);

        Assert.Equal(0, (await SearchAsync(new SearchAsk("funding"), inAlder)).Turns);
        Assert.Empty((await SearchAsync(new SearchAsk("fundinh~"), inAlder)).Nearly);
        Assert.Equal(0, (await SearchAsync(new SearchAsk("zebra"), Supervisor)).Turns);
        Assert.Empty((await SearchAsync(new SearchAsk("zebrra~"), Supervisor)).Nearly);
        Assert.Equal(1, (await SearchAsync(new SearchAsk("zebra"))).Turns);
        Assert.True((await The<FindLike>().RunAsync(Supervisor.AccountId, StudyId, hidden.Id, new Segment(0, 4), Cancel)).IsRefused(out _, out _));
    }

    [Fact]
    public async Task Words_that_were_taken_out_are_not_found_any_more()
    {
        var words = Worker.Text.Words;
        var at = words.IndexOf("recieved", StringComparison.Ordinal);
        await using (var db = Open())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
            var edits = StudyBuilder.Must(TextEdits.Plan(new TranscriptText(words), [.. Worker.Turns.Select(t => t.Segment)], [new TextEdit(at, at + 8, "[verb]")]));
            StudyBuilder.Must(await TextRevising.ApplyAsync(db, Worker.Id, 0, edits, TextRevisionKind.Correction, Researcher.Id, StudyBuilder.At, of: null, Cancel));
            await transaction.CommitAsync(Cancel);
        }

        Assert.Empty(await HitsAsync("recieved"));
        Assert.Empty(await HitsAsync("recieved~"));
        Assert.Equal(["verb"], await HitsAsync("verb"));
        Assert.Equal(["not sure"], await HitsAsync("\"not sure\""));
        await using var after = Open();
        Assert.False(await after.WordCounts.AnyAsync(w => w.Word == "recieved", Cancel));
    }

    [Fact]
    public async Task A_text_that_goes_leaves_no_words_in_the_index()
    {
        await using var db = Open();
        await db.Turns.Where(t => t.TranscriptId == Worker.Id).ExecuteDeleteAsync(Cancel);
        await db.TranscriptTexts.Where(t => t.TranscriptId == Worker.Id).ExecuteDeleteAsync(Cancel);

        Assert.False(await db.TurnWords.AnyAsync(t => t.TranscriptId == Worker.Id, Cancel));
        Assert.False(await db.WordCounts.AnyAsync(t => t.TranscriptId == Worker.Id, Cancel));
    }

    [Fact]
    public async Task Database_and_site_agree_on_what_a_word_is()
    {
        string[] pieces = ["Wait", "didn’t", "it's", "o’clock", "’", "'", "-", "—", "…", " ", "\n", "ÉCOLE", "Œuvre", "naïve", "İ", "e\u0301", "😀", "👩‍👧", "7", "3.5", "[PSW-07]", "█", "日本", "a_b", "№", "½", "x²", "\u00A0", "\uFEFF", "Straße", "ΑΒΓ", "&", "/", "\\", "\"", string.Concat(Enumerable.Repeat("𒀀t", 40))];
        var random = new Random(7);
        var texts = Enumerable.Range(0, 300).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => pieces[random.Next(pieces.Length)]))).ToArray();
        await using var db = Open();

        var found = await db.Database.SqlQuery<Row>($"select t.number::int as number, w.place, w.word from unnest({texts}) with ordinality as t(words, number), search_words(t.words) w").ToListAsync(Cancel);

        var theirs = found.ToLookup(f => f.Number, f => f);
        for (var i = 0; i < texts.Length; i++)
            Assert.Equal(SearchWords.Of(texts[i]).Select(w => w.Word), theirs[i + 1].OrderBy(f => f.Place).Select(f => f.Word));
    }

    private sealed record Row(int Number, int Place, string Word);
}
