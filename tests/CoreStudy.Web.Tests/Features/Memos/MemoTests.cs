using System.IO.Compression;
using System.Text;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Memos;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Codings;
using CoreStudy.Web.Features.Memos;
using CoreStudy.Web.Live;
using CoreStudy.Web.Tests.Features.Rounds;
using CoreStudy.Web.Ui.Memos;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Memos;

public sealed class MemoTests(PostgresFixture postgres) : RoundTest(postgres)
{
    private static readonly MemoWords Shared = new(MemoKind.Analytic, "Waiting and hoping", "Both come in one breath.", MemoSharing.Team);

    [Fact]
    public async Task A_memo_is_found_by_its_words_kind_writer_day_and_what_it_is_about()
    {
        var memo = await WriteAsync(Ada, Shared, MemoTarget.Of(Hope.Id), MemoTarget.Of(First.InterviewId));
        await WriteAsync(Ben, Shared with { Title = "", Text = "Asked for 100% of it.", Kind = MemoKind.Methodological });
        var today = DateOnly.FromDateTime(Clock.GetLocalNow().DateTime);

        Assert.Equal(await Db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from memos where removed_at is null").SingleAsync(Cancel), (await ListAsync(Cem, new())).Count);
        foreach (var filter in new MemoFilter[]
        {
            new("BREATH waiting"), new(Kind: MemoKind.Analytic), new(Writer: Ada.Id), new(About: MemoTarget.Of(Hope.Id)), new(About: MemoTarget.Of(First.InterviewId)), new("one breath", Whose: MemoWhose.Shared, From: today, To: today),
        })
            Assert.Equal([memo], (await ListAsync(Cem, filter)).Select(m => m.Id));
        foreach (var filter in new MemoFilter[] { new("0_"), new(About: MemoTarget.Of(Waiting.Id)), new(From: today.AddDays(1)), new(Whose: MemoWhose.Mine), new(Whose: MemoWhose.OnlyMine) })
            Assert.Empty(await ListAsync(Cem, filter));
        Assert.Equal(["Hope", First.Title], (await ReadAsync(Cem, memo)).Links.Select(l => l.Label));
    }

    [Fact]
    public async Task Who_may_not_code_reads_and_writes_no_memo()
    {
        var memo = await WriteAsync(Ada, Shared, MemoTarget.Of(Hope.Id));
        var admin = (await Study.MemberAsync(Role.Admin)).AccountId;

        string?[] refused =
        [
            SentenceOf(await The<ListMemos>().RunAsync(admin, StudyId, new(), 50, Cancel)), SentenceOf(await The<ReadMemo>().RunAsync(admin, StudyId, memo, Cancel)), SentenceOf(await The<ListMemoVersions>().RunAsync(admin, StudyId, memo, Cancel)),
            SentenceOf(await The<ExportMemos>().RunAsync(admin, StudyId, new(), Cancel)), SentenceOf(await The<FindMemoTargets>().RunAsync(admin, StudyId, "hope", Cancel)),
            SentenceOf(await The<FindMemoTargets>().NameAsync(admin, StudyId, MemoTarget.Of(Hope.Id), Cancel)), SentenceOf(await The<SaveMemo>().RunAsync(admin, StudyId, MemoId.New(), null, Shared, [], [], Cancel)),
            SentenceOf(await The<DiscardMemo>().RunAsync(admin, StudyId, memo, Cancel)), SentenceOf(await The<DiscardMemo>().BringBackAsync(admin, StudyId, memo, Cancel)), SentenceOf(await The<TakeOutVersion>().RunAsync(admin, StudyId, memo, 1, Cancel)),
            SentenceOf(await The<ReadLinkedMemos>().RunAsync(admin, StudyId, MemoTarget.Of(Hope.Id), Cancel)), SentenceOf(await The<CountLinkedMemos>().RunAsync(admin, StudyId, MemoTargetKind.Code, Cancel)),
        ];

        Assert.All(refused, r => Assert.Equal(Refusal.Forbidden.Sentence, r));
    }

    [Fact]
    public async Task A_private_memo_is_its_writers_alone_wherever_memos_are_shown()
    {
        var memo = await WriteAsync(Ada, Shared with { Sharing = MemoSharing.Private }, MemoTarget.Of(Hope.Id));

        foreach (var reader in new[] { Ben, Researcher, Supervisor, Lead })
        {
            Assert.Empty(await ListAsync(reader, new()));
            Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ReadMemo>().RunAsync(reader.AccountId, StudyId, memo, Cancel)));
            Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ListMemoVersions>().RunAsync(reader.AccountId, StudyId, memo, Cancel)));
            Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<DiscardMemo>().RunAsync(reader.AccountId, StudyId, memo, Cancel)));
            Assert.Empty(StudyBuilder.Must(await The<ExportMemos>().RunAsync(reader.AccountId, StudyId, new(), Cancel)).Rows);
            Assert.Empty(StudyBuilder.Must(await The<ReadLinkedMemos>().RunAsync(reader.AccountId, StudyId, MemoTarget.Of(Hope.Id), Cancel)));
            Assert.Empty(StudyBuilder.Must(await The<CountLinkedMemos>().RunAsync(reader.AccountId, StudyId, MemoTargetKind.Code, Cancel)));
        }

        Assert.Single(StudyBuilder.Must(await The<ExportMemos>().RunAsync(Ada.AccountId, StudyId, new(), Cancel)).Rows);
        Assert.Equal(memo, Assert.Single(StudyBuilder.Must(await The<ReadLinkedMemos>().RunAsync(Ada.AccountId, StudyId, MemoTarget.Of(Hope.Id), Cancel))).Id);
        Assert.Empty(await Db.AuditEntries.Where(e => e.SubjectKind == AuditThing.Memo).ToListAsync(Cancel));
    }

    [Fact]
    public async Task Of_two_who_write_at_once_neither_loses_a_word()
    {
        var memo = await WriteAsync(Ada, Shared with { Sharing = MemoSharing.TeamWrites });
        StudyBuilder.Must(await SaveAsync(Ben, memo, 1, Shared with { Text = "Ben's." }));

        var saved = StudyBuilder.Must(await SaveAsync(Ada, memo, 1, Shared with { Text = "Ada's." }));

        Assert.Equal(("Ben's.", Ben.Name, 2), (saved.Clash!.Text, saved.Clash.By, saved.Clash.Version));
        StudyBuilder.Must(await SaveAsync(Ada, memo, saved.Clash.Version, Shared with { Text = "Ada's and Ben's." }));
        Assert.Equal(["Ada's and Ben's.", "Ben's.", Shared.Text], (await VersionsAsync(Cem, memo)).Select(v => v.Text));
    }

    [Fact]
    public async Task Others_write_on_a_memo_only_where_its_writer_lets_them_and_never_change_who_sees_it()
    {
        var closed = await WriteAsync(Ada, Shared);
        var open = await WriteAsync(Ada, Shared with { Sharing = MemoSharing.TeamWrites });

        Assert.Equal("This memo is somebody else's.", SentenceOf(await SaveAsync(Ben, closed, 1, Shared with { Text = "Mine now." })));
        Assert.Equal("This memo is somebody else's.", SentenceOf(await The<DiscardMemo>().RunAsync(Ben.AccountId, StudyId, open, Cancel)));
        StudyBuilder.Must(await SaveAsync(Ben, open, 1, Shared with { Text = "More.", Sharing = MemoSharing.Private }));

        var read = await ReadAsync(Cem, open);
        Assert.Equal(("More.", MemoSharing.TeamWrites, Ben.Name), (read.Text, read.Sharing, read.ChangedBy));
    }

    [Fact]
    public async Task What_was_written_while_it_was_private_stays_private_and_that_it_was_shared_is_on_record()
    {
        var memo = await WriteAsync(Ada, Shared with { Text = "Too raw.", Sharing = MemoSharing.Private });

        StudyBuilder.Must(await SaveAsync(Ada, memo, 1, Shared));

        Assert.Equal([Shared.Text], (await VersionsAsync(Ben, memo)).Select(v => v.Text));
        Assert.Equal([Shared.Text, "Too raw."], (await VersionsAsync(Ada, memo)).Select(v => v.Text));
        Assert.Equal([AuditKind.MemoShared], await Db.AuditEntries.Where(e => e.SubjectId == memo.Value).Select(e => e.Kind).ToListAsync(Cancel));
    }

    [Fact]
    public async Task The_words_of_an_earlier_version_can_be_taken_out_for_good_by_its_writer()
    {
        var memo = await WriteAsync(Ada, Shared with { Text = "Should not be here." });
        StudyBuilder.Must(await SaveAsync(Ada, memo, 1, Shared));

        Assert.Equal("This memo is somebody else's.", SentenceOf(await The<TakeOutVersion>().RunAsync(Ben.AccountId, StudyId, memo, 1, Cancel)));
        Assert.NotNull(SentenceOf(await The<TakeOutVersion>().RunAsync(Ada.AccountId, StudyId, memo, 2, Cancel)));
        StudyBuilder.Must(await The<TakeOutVersion>().RunAsync(Ada.AccountId, StudyId, memo, 1, Cancel));

        Assert.Equal([(Shared.Text, false), ("", true)], (await VersionsAsync(Ben, memo)).Select(v => (v.Text, v.IsTakenOut)));
    }

    [Fact]
    public async Task A_memo_that_is_removed_can_be_brought_back_by_its_writer()
    {
        var memo = await WriteAsync(Ada, Shared);

        StudyBuilder.Must(await The<DiscardMemo>().RunAsync(Ada.AccountId, StudyId, memo, Cancel));
        Assert.Empty(await ListAsync(Ada, new()));
        StudyBuilder.Must(await The<DiscardMemo>().BringBackAsync(Ada.AccountId, StudyId, memo, Cancel));

        Assert.Equal(memo, Assert.Single(await ListAsync(Ben, new())).Id);
    }

    [Fact]
    public async Task A_memo_on_the_passage_of_a_coding_lies_there_at_the_desk_and_open_desks_hear_of_each_change()
    {
        var coding = await CodeAsync(Ada, Hope, 12, 20);
        var heard = new List<Notice>();
        using var listening = Feed.Listen(StudyId, heard.Add);
        var before = await HeadAsync(First);

        var memo = MemoId.New();
        StudyBuilder.Must(await The<SaveMemo>().RunAsync(Ben.AccountId, StudyId, memo, null, Shared, [], [coding], Cancel));
        StudyBuilder.Must(await SaveAsync(Ben, memo, 1, Shared with { Text = "Again." }));

        var row = Assert.Single(StudyBuilder.Must(await The<ReadCodings>().RunAsync(Cem.AccountId, First.Id, before, Cancel)).Memos);
        Assert.Equal((memo, new Segment(12, 20), "Again.", before + 2), (row.Id, row.Segment, row.Text, row.Revision));
        Assert.Equal([before + 1, before + 2], heard.OfType<CodingsFollowed>().Select(n => n.Revision));
        Assert.Equal(First.Text.Words[12..20], (await ReadAsync(Cem, memo)).Passage!.Words);
        StudyBuilder.Must(await The<DiscardMemo>().RunAsync(Ben.AccountId, StudyId, memo, Cancel));
        Assert.Empty(StudyBuilder.Must(await The<ReadCodings>().RunAsync(Cem.AccountId, First.Id, null, Cancel)).Memos);
    }

    [Fact]
    public async Task What_the_desk_saves_is_in_the_history_and_keeps_kind_and_title()
    {
        var coding = await CodeAsync(Ada, Hope, 12, 20);
        var memo = MemoId.New();
        StudyBuilder.Must(await The<SaveMemo>().RunAsync(Ada.AccountId, StudyId, memo, null, Shared with { Kind = MemoKind.Reflexive, Sharing = MemoSharing.TeamWrites }, [], [coding], Cancel));

        await DoAsync(Ada, First, new WriteMemo(ActId.New(), memo, new Segment(12, 20), "From the desk.", IsPrivate: false));

        var read = await ReadAsync(Ben, memo);
        Assert.Equal((MemoKind.Reflexive, Shared.Title, "From the desk.", MemoSharing.TeamWrites, 2), (read.Kind, read.Title, read.Text, read.Sharing, read.Version));
        Assert.Equal(["From the desk.", Shared.Text], (await VersionsAsync(Ben, memo)).Select(v => v.Text));
    }

    [Fact]
    public async Task A_memo_holds_on_to_further_passages_until_they_are_taken_away()
    {
        var codings = new[] { await CodeAsync(Ada, Hope, 12, 20), await CodeAsync(Ada, Waiting, 21, 28) };
        var memo = MemoId.New();
        StudyBuilder.Must(await The<SaveMemo>().RunAsync(Ada.AccountId, StudyId, memo, null, Shared, [MemoTarget.Of(Hope.Id)], codings, Cancel));

        var links = (await ReadAsync(Ben, memo)).Links;
        Assert.Equal([MemoTargetKind.Code, MemoTargetKind.Passage], links.Select(l => l.Target.Kind).Order());
        StudyBuilder.Must(await The<SaveMemo>().RunAsync(Ada.AccountId, StudyId, memo, 1, Shared, [MemoTarget.Of(Hope.Id)], [], Cancel));

        Assert.Single((await ReadAsync(Ben, memo)).Links);
        Assert.Empty(await Db.KeptPassages.ToListAsync(Cancel));
    }

    [Fact]
    public async Task A_memo_about_a_trust_that_the_reader_does_not_reach_is_not_there_for_them()
    {
        var afar = await Study.MemberAsync(Role.Coder, Study.Trust());
        var coding = await CodeAsync(Ada, Hope, 0, 5, on: Second); // of another trust
        var near = await WriteAsync(Ada, Shared, MemoTarget.Of(First.InterviewId));
        await WriteAsync(Ada, Shared, MemoTarget.Of(First.InterviewId), MemoTarget.Of(Second.InterviewId));
        StudyBuilder.Must(await The<SaveMemo>().RunAsync(Ada.AccountId, StudyId, MemoId.New(), null, Shared, [], [coding], Cancel));
        StudyBuilder.Must(await The<SaveMemo>().RunAsync(Ada.AccountId, StudyId, MemoId.New(), null, Shared, [], [await CodeAsync(Ada, Hope, 0, 3), coding], Cancel));

        Assert.Equal(near, Assert.Single(await ListAsync(afar, new())).Id);
        Assert.DoesNotContain(StudyBuilder.Must(await The<FindMemoTargets>().RunAsync(afar.AccountId, StudyId, Second.Title, Cancel)), f => f.Link.Target.Kind == MemoTargetKind.Interview);
        Assert.NotNull(SentenceOf(await The<SaveMemo>().RunAsync(afar.AccountId, StudyId, MemoId.New(), null, Shared, [MemoTarget.Of(Second.InterviewId)], [], Cancel)));
        Assert.NotNull(SentenceOf(await The<SaveMemo>().RunAsync(afar.AccountId, StudyId, MemoId.New(), null, Shared, [], [coding], Cancel)));
    }

    [Fact]
    public async Task A_coder_neither_writes_nor_reads_about_an_interview_that_is_not_open_yet()
    {
        var closed = await Study.TranscriptAsync(Lead, ["Later?", "Later."], open: false);
        await WriteAsync(Researcher, Shared, MemoTarget.Of(closed.InterviewId));

        Assert.Empty(await ListAsync(Ada, new()));
        Assert.Single(await ListAsync(Lead, new()));
        Assert.Empty(StudyBuilder.Must(await The<FindMemoTargets>().RunAsync(Ada.AccountId, StudyId, closed.Title, Cancel)).Where(f => f.Link.Label == closed.Title));
        Assert.NotNull(SentenceOf(await The<SaveMemo>().RunAsync(Ada.AccountId, StudyId, MemoId.New(), null, Shared, [MemoTarget.Of(closed.InterviewId)], [], Cancel)));
    }

    [Fact]
    public async Task A_desk_hears_live_of_a_memo_on_it_only_what_this_transcript_alone_decides()
    {
        var coding = await CodeAsync(Ada, Hope, 12, 20);
        var memo = MemoId.New();
        StudyBuilder.Must(await The<SaveMemo>().RunAsync(Ada.AccountId, StudyId, memo, null, Shared, [MemoTarget.Of(Second.InterviewId)], [coding], Cancel));

        var row = MemoRow.Of(await Db.Memos.AsNoTracking().SingleAsync(m => m.Id == memo, Cancel));

        Assert.True(row.For(Ben.Id).IsRemoved);
        Assert.Equal("", row.For(Ben.Id).Text);
        Assert.Equal(Shared.Text, row.For(Ada.Id).Text);
    }

    [Fact]
    public async Task Memos_leave_as_a_document_that_has_their_words()
    {
        await WriteAsync(Ada, Shared, MemoTarget.Of(Hope.Id));

        var document = ExportMemos.Document(StudyBuilder.Must(await The<ExportMemos>().RunAsync(Ben.AccountId, StudyId, new(), Cancel)));

        await using var zip = new ZipArchive(new MemoryStream(document));
        using var words = new StreamReader(await zip.GetEntry("word/document.xml")!.OpenAsync(Cancel), Encoding.UTF8);
        var xml = await words.ReadToEndAsync(Cancel);
        Assert.All(new[] { Shared.Title, Shared.Text, Ada.Name, "Code: Hope" }, w => Assert.Contains(w, xml, StringComparison.Ordinal));
    }

    private Task<long> HeadAsync(Transcript transcript) => Db.CodingHeads.AsNoTracking().Where(h => h.TranscriptId == transcript.Id).Select(h => h.Revision).SingleAsync(Cancel);

    private async Task<MemoId> WriteAsync(Member by, MemoWords words, params MemoTarget[] about)
    {
        var id = MemoId.New();
        StudyBuilder.Must(await The<SaveMemo>().RunAsync(by.AccountId, StudyId, id, null, words, about, [], Cancel));
        return id;
    }

    private Task<Result<SavedMemo>> SaveAsync(Member by, MemoId memo, int basedOn, MemoWords words) => The<SaveMemo>().RunAsync(by.AccountId, StudyId, memo, basedOn, words, [], [], Cancel);

    private async Task<IReadOnlyList<MemoListRow>> ListAsync(Member reader, MemoFilter filter) => StudyBuilder.Must(await The<ListMemos>().RunAsync(reader.AccountId, StudyId, filter, 50, Cancel)).Memos;

    private async Task<MemoView> ReadAsync(Member reader, MemoId memo) => StudyBuilder.Must(await The<ReadMemo>().RunAsync(reader.AccountId, StudyId, memo, Cancel));

    private async Task<IReadOnlyList<MemoVersionView>> VersionsAsync(Member reader, MemoId memo) => StudyBuilder.Must(await The<ListMemoVersions>().RunAsync(reader.AccountId, StudyId, memo, Cancel));
}
