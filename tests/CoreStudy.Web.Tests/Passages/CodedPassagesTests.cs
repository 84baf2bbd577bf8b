using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Passages;
using CoreStudy.Data.Transcripts;
using CoreStudy.Domain;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Codebooks;
using CoreStudy.Web.Tests.Features.Rounds;
using CoreStudy.Web.Ui.Passages;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Passages;

/// <summary>The index of coded passages follows what people do, and shows nobody more than they may see.</summary>
public sealed class CodedPassagesTests(PostgresFixture postgres) : RoundTest(postgres)
{
    [Fact]
    public async Task It_follows_codings_that_are_made_moved_recoded_and_taken_away()
    {
        var (stays, goes) = (await CodeAsync(Ada, Waiting, 12, 20), await CodeAsync(Ben, Waiting, 14, 30));
        Assert.Equal(2, (await FoundAsync(Lead)).Count);

        await DoAsync(Ben, First, new Remove(ActId.New(), goes));
        await DoAsync(Ada, First, new Recode(ActId.New(), stays, Hope.Id));
        var found = Assert.Single(await FoundAsync(Lead));

        Assert.Equal((stays.Value, Hope.Id, Ada.Id), (found.Id, found.CodeId, found.MemberId!.Value));
    }

    [Fact]
    public async Task It_follows_the_words_when_they_change()
    {
        await CodeAsync(Ada, Waiting, 14, 20);
        var before = Assert.Single(await FoundAsync(Lead));

        await ReviseAsync(First, new TextEdit(0, 3, "How ever"));
        var after = Assert.Single(await FoundAsync(Lead));

        Assert.Equal(before.Segment.Start + 5, after.Segment.Start);
        Assert.Equal(before.FirstWord + 1, after.FirstWord);
    }

    [Fact]
    public async Task It_follows_a_code_into_the_one_that_it_is_merged_into()
    {
        await CodeAsync(Ada, Waiting, 14, 20);
        await FoundAsync(Lead);

        StudyBuilder.Must(await The<MergeCode>().RunAsync(Lead.AccountId, StudyId, Waiting.Id, Hope.Id, Cancel));

        Assert.Equal(Hope.Id, Assert.Single(await FoundAsync(Lead)).CodeId);
    }

    [Fact]
    public async Task What_few_changed_is_written_and_no_more()
    {
        await CodeAsync(Ada, Waiting, 12, 20);
        await CodeAsync(Ada, Hope, 22, 30);
        await FoundAsync(Lead);
        var before = await StampsAsync();

        await CodeAsync(Ben, Hope, 33, 40);
        await FoundAsync(Lead);

        Assert.Subset((await StampsAsync()).ToHashSet(), before.ToHashSet());
    }

    [Fact]
    public async Task A_transcript_that_is_put_away_or_not_open_or_of_another_trust_is_left_out()
    {
        await CodeAsync(Ada, Waiting, 0, 3, on: Second);
        var (here, elsewhere) = (await Study.MemberAsync(Role.Researcher, Study.Trust("Birch")), await Study.MemberAsync(Role.Researcher, Study.Trust()));

        Assert.Single(await FoundAsync(here));
        Assert.Empty(await FoundAsync(elsewhere));

        await Db.Transcripts.Where(t => t.Id == Second.Id).ExecuteUpdateAsync(t => t.SetProperty(x => x.OpenedAt, (DateTimeOffset?)null), Cancel);
        Assert.Single(await FoundAsync(here));
        Assert.Empty(await FoundAsync(Supervisor));

        await Db.Transcripts.Where(t => t.Id == Second.Id).ExecuteUpdateAsync(t => t.SetProperty(x => x.ArchivedAt, StudyBuilder.At), Cancel);
        Assert.Empty(await FoundAsync(here));
    }

    [Fact]
    public async Task In_a_blind_round_each_sees_their_own_and_who_follows_it_sees_all()
    {
        await StartAsync();
        await CodeAsync(Ada, Waiting, 12, 20);
        await CodeAsync(Ben, Hope, 12, 20);

        Assert.Equal(Ada.Id, Assert.Single(await FoundAsync(Ada)).MemberId);
        Assert.Empty(await FoundAsync(Researcher));
        Assert.Equal(2, (await FoundAsync(Supervisor)).Count);
    }

    [Fact]
    public async Task What_is_kept_moves_with_the_words_and_the_check_looks_at_it()
    {
        var coding = await CodeAsync(Ada, Waiting, 14, 20);
        var kept = KeptPassage.Of(await Db.Codings.SingleAsync(c => c.Id == coding, Cancel), Researcher.Id, StudyBuilder.At);
        Db.KeptPassages.Add(kept);
        await Db.SaveChangesAsync(Cancel);

        await ReviseAsync(First, new TextEdit(14, 20, "sat"));

        var now = await Db.KeptPassages.AsNoTracking().SingleAsync(p => p.Id == kept.Id, Cancel);
        Assert.Equal((new Segment(14, 17), "sat"), (now.Segment, now.Words));
        var (count, strays) = await CodingCheck.RunAsync(Db, Cancel);
        Assert.Equal((2, 0), (count, strays.Count));
        await Db.KeptPassages.ExecuteUpdateAsync(p => p.SetProperty(x => x.Words, "sit"), Cancel);
        Assert.Single((await CodingCheck.RunAsync(Db, Cancel)).Strays);
    }

    [Fact]
    public async Task What_others_kept_is_hidden_while_a_round_is_blind_there()
    {
        await StartAsync();
        var id = await CodeAsync(Ben, Hope, 12, 20);
        var coding = await Db.Codings.SingleAsync(c => c.Id == id, Cancel);
        Db.KeptPassages.Add(KeptPassage.Of(coding, Ben.Id, StudyBuilder.At));
        await Db.SaveChangesAsync(Cancel);

        Assert.Equal((1, 0, 0, 1), (await CountAsync(Ben), await CountAsync(Ada), await CountAsync(Researcher), await CountAsync(Supervisor)));

        async Task<int> CountAsync(Member reader)
        {
            await using var db = NewDb();
            return await db.KeptPassages.VisibleTo(db, reader).CountAsync(Cancel);
        }
    }

    [Fact]
    public async Task Coders_and_admins_are_refused()
    {
        foreach (var member in new[] { Ada, await Study.MemberAsync(Role.Admin) })
            Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadPassages>().RunAsync(member.AccountId, StudyId, PassageFilter.All, 0, 25, Cancel)));
    }

    private async Task<IReadOnlyList<CodedPassage>> FoundAsync(Member reader)
    {
        await using var db = NewDb();
        await CodedPassages.RefreshAsync(db, StudyId, Cancel);
        return await CodedPassages.Matching(db, reader, PassageFilter.All).OrderBy(p => p.Id).ToListAsync(Cancel);
    }

    private async Task<IReadOnlyList<string>> StampsAsync()
    {
        await using var db = NewDb();
        return await db.Database.SqlQuery<string>($"select id::text || xmin::text as \"Value\" from coded_passages").ToListAsync(Cancel);
    }

    private async Task ReviseAsync(Transcript transcript, TextEdit edit)
    {
        await using var db = NewDb();
        await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
        var text = StudyBuilder.Must(await TextRevising.LockAsync(db, transcript.Id, Cancel));
        var plan = StudyBuilder.Must(TextEdits.Plan(text.Text, text.Turns, [edit]));
        StudyBuilder.Must(await TextRevising.ApplyAsync(db, transcript.Id, text.TextRevision, plan, TextRevisionKind.Correction, Researcher.Id, StudyBuilder.At, of: null, Cancel));
        await transaction.CommitAsync(Cancel);
    }

    private StudyDb NewDb() => new(StudyDbOptions.For(ConnectionString));
}
