using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Flags;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Reveals;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Codings;
using CoreStudy.Web.Features.Flags;
using CoreStudy.Web.Live;
using CoreStudy.Web.Tests.Features.Codings;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Flags;

public sealed class FlagTests(PostgresFixture postgres) : RevisedTest(postgres)
{
    [Fact]
    public async Task A_flagged_passage_is_veiled_for_everybody_at_once_and_no_coding_moves()
    {
        await CodeAsync("Anna Reed sat with me");

        await FlagAsync("Anna Reed");

        Assert.Contains("\n████ ████ sat with me", await TextAsync(), StringComparison.Ordinal);
        Assert.Equal(["████ ████ sat with me"], await CodedAsync());
        Assert.Contains(News, n => n is TextRevised { TextRevision: 1 });
        Assert.Equal("Anna Reed sat with me".Length, (await Db.Codings.SingleAsync(Cancel)).Segment.Length);
    }

    [Fact]
    public async Task The_words_under_a_veil_are_nowhere_in_the_open_tables()
    {
        await CodeAsync("Anna Reed");

        await FlagAsync("Anna Reed");

        var found = await Db.Database.SqlQuery<string>(
            $"""
             select table_name::text as "Value" from information_schema.tables
             where table_schema = 'public' and table_type = 'BASE TABLE'
                 and (xpath('//n/text()', query_to_xml(format('select count(*) as n from %I x where x::text like %L', table_name, '%Reed%'), false, true, '')))[1]::text <> '0'
             """).ToListAsync(Cancel);
        Assert.Empty(found);
    }

    [Fact]
    public async Task A_replacement_takes_the_place_of_the_passage_and_codings_on_a_part_cover_it()
    {
        await CodeAsync("Reed sat");
        await FlagAsync("Anna Reed", IdentifierCategory.Person);

        Assert.Null(SentenceOf(await The<DecideFlag>().RedactAsync(Admin.AccountId, Study.Study.Id, (await FlagsAsync()).Single().Id, "[peer 3]", Cancel)));

        Assert.Equal(["[peer 3] sat"], await CodedAsync());
        Assert.Equal([AuditKind.PassageFlagged, AuditKind.FlagDecided], await Db.AuditEntries.OrderBy(e => e.Number).Select(e => e.Kind).ToListAsync(Cancel));
        var flag = (await FlagsAsync()).Single();
        Assert.Equal((FlagState.Redacted, Admin.Name, IdentifierCategory.Person), (flag.State, flag.Decided, flag.Category));
    }

    [Fact]
    public async Task What_identifies_nobody_is_shown_again_as_it_was()
    {
        await CodeAsync("Reed sat");
        await FlagAsync("Salford");

        Assert.Null(SentenceOf(await The<DecideFlag>().DismissAsync(Admin.AccountId, Study.Study.Id, (await FlagsAsync()).Single().Id, Cancel)));

        Assert.Equal(Words, await TextAsync());
        Assert.Equal(["Reed sat"], await CodedAsync());
        Assert.Equal("Somebody has decided about this passage already.", SentenceOf(await The<DecideFlag>().DismissAsync(Admin.AccountId, Study.Study.Id, (await FlagsAsync()).Single().Id, Cancel)));
    }

    [Fact]
    public async Task A_flag_raised_on_an_earlier_text_hides_the_words_that_were_meant()
    {
        await FlagAsync("Anna Reed");
        await The<DecideFlag>().RedactAsync(Admin.AccountId, Study.Study.Id, (await FlagsAsync()).Single().Id, "[peer 3]", Cancel);

        await FlagAsync("Salford"); // as seen before the replacement

        Assert.Contains("[peer 3] sat with me in ███████.", await TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_hidden_already_or_too_much_is_refused_in_a_sentence()
    {
        await FlagAsync("Anna Reed");

        Assert.Equal("These words are hidden already.", SentenceOf(await The<FlagPassage>().RunAsync(Coder.AccountId, Transcript.Id, At("Anna Reed"), 1, null, Cancel)));
        Assert.Equal("At most 400 characters can be hidden at once; these are 401. Select only what identifies somebody.", SentenceOf(await The<FlagPassage>().RunAsync(Coder.AccountId, Transcript.Id, new Segment(0, 401), 1, null, Cancel)));
    }

    [Fact]
    public async Task Words_whose_key_was_destroyed_stay_hidden_for_good()
    {
        await FlagAsync("Anna Reed");
        await using (var room = await TheDoor.EnterAsync(Cancel))
        {
            room.DestroyKey(Vault.Keys.KeyOwner.Of(Transcript.Id));
            await room.CommitAsync(Cancel);
        }

        var dismissed = await The<DecideFlag>().DismissAsync(Admin.AccountId, Study.Study.Id, (await FlagsAsync()).Single().Id, Cancel);

        Assert.Equal("The words that this change took away cannot be read any more.", SentenceOf(dismissed));
        Assert.Contains("████ ████", await TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_passage_is_hidden_whose_words_nobody_could_show_again()
    {
        await FlagAsync("Salford");
        await using (var room = await TheDoor.EnterAsync(Cancel))
        {
            await room.RemoveAllOfAsync(Vault.Keys.KeyOwner.Of(Transcript.Id), Cancel);
            room.DestroyKey(Vault.Keys.KeyOwner.Of(Transcript.Id));
            await room.CommitAsync(Cancel);
        }

        var refused = await The<FlagPassage>().RunAsync(Coder.AccountId, Transcript.Id, At("Anna Reed"), 1, null, Cancel);

        Assert.StartsWith("These words cannot be hidden: the key under which they would be kept was destroyed", SentenceOf(refused), StringComparison.Ordinal);
        Assert.Contains("Anna Reed sat with me in ███████.", await TextAsync(), StringComparison.Ordinal);
        Assert.Null(SentenceOf(await The<DecideFlag>().RedactAsync(Admin.AccountId, Study.Study.Id, (await FlagsAsync()).Single().Id, "[town 1]", Cancel)));
        Assert.Contains("in [town 1].", await TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_words_under_a_veil_are_shown_to_an_admin_who_opened_the_gate_and_that_is_on_record()
    {
        await FlagAsync("Anna Reed");
        var flag = (await FlagsAsync()).Single();
        Assert.NotNull(SentenceOf(await The<ReadFlagged>().RunAsync(Admin.AccountId, Study.Study.Id, flag.Id, Cancel)));
        Db.Reveals.Add(StudyBuilder.Must(Reveal.Open(Admin, RevealSubject.Of(Transcript.Id), RevealReason.Anonymise, "", Clock.GetUtcNow())));
        await Db.SaveChangesAsync(Cancel);

        var words = StudyBuilder.Must(await The<ReadFlagged>().RunAsync(Admin.AccountId, Study.Study.Id, flag.Id, Cancel));

        Assert.Equal(["Anna Reed"], words.Parts);
        Assert.Equal(1, await Db.AuditEntries.CountAsync(e => e.Kind == AuditKind.OriginalSeen, Cancel));
        foreach (var other in new[] { Coder, Researcher, await Study.MemberAsync(Role.StudyLead) })
            Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadFlagged>().RunAsync(other.AccountId, Study.Study.Id, flag.Id, Cancel)));
    }

    [Fact]
    public async Task Readers_flag_and_admins_decide_and_nobody_else()
    {
        await FlagAsync("Anna Reed");
        var flag = (await FlagsAsync()).Single();

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<FlagPassage>().RunAsync(Admin.AccountId, Transcript.Id, At("Salford"), 1, null, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ListFlags>().RunAsync(Coder.AccountId, Study.Study.Id, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<DecideFlag>().DismissAsync(Researcher.AccountId, Study.Study.Id, flag.Id, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<DecideFlag>().RedactAsync(Coder.AccountId, Study.Study.Id, flag.Id, "[x]", Cancel)));
    }

    [Fact]
    public async Task An_admin_of_another_trust_finds_no_flag_here()
    {
        await FlagAsync("Anna Reed");
        var flag = (await FlagsAsync()).Single();
        var elsewhere = await Study.MemberAsync(Role.Admin, Study.Trust("Birch"));

        Assert.Empty(StudyBuilder.Must(await The<ListFlags>().RunAsync(elsewhere.AccountId, Study.Study.Id, Cancel)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<DecideFlag>().DismissAsync(elsewhere.AccountId, Study.Study.Id, flag.Id, Cancel)));
    }

    private async Task FlagAsync(string words, IdentifierCategory? category = null) =>
        Assert.Null(SentenceOf(await The<FlagPassage>().RunAsync(Coder.AccountId, Transcript.Id, At(words), 0, category, Cancel)));

    private async Task<IReadOnlyList<FlagRow>> FlagsAsync() => StudyBuilder.Must(await The<ListFlags>().RunAsync(Admin.AccountId, Study.Study.Id, Cancel));
}
