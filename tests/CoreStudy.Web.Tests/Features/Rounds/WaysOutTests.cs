using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Checklists;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Memos;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Reports;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.RefiQda;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Assignments;
using CoreStudy.Web.Features.Audits;
using CoreStudy.Web.Features.Checklists;
using CoreStudy.Web.Features.Codebooks;
using CoreStudy.Web.Features.Codings;
using CoreStudy.Web.Features.Corrections;
using CoreStudy.Web.Features.Exchange;
using CoreStudy.Web.Features.Memos;
using CoreStudy.Web.Features.Progress;
using CoreStudy.Web.Features.Queries;
using CoreStudy.Web.Features.Questions;
using CoreStudy.Web.Features.Reports;
using CoreStudy.Web.Features.Rounds;
using CoreStudy.Web.Features.Transcripts;
using CoreStudy.Web.Ui.Memos;
using CoreStudy.Web.Ui.Passages;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Rounds;

/// <summary>While a round is blind, nothing of what Ben does in it reaches Ada, nor anybody else who does not follow it, by any way out.</summary>
public sealed class WaysOutTests(PostgresFixture postgres) : RoundTest(postgres)
{
    private const string Planted = "words of Ben alone";
    private static readonly JsonSerializerOptions FieldsAlone = new() { IgnoreReadOnlyProperties = true };
    private CodingId _coding;
    private readonly CommentId _comment = CommentId.New();
    private readonly MemoId _memo = MemoId.New();

    /// <summary>Each way out, and who may go it.</summary>
    private static readonly Dictionary<string, (Role[] Roles, Func<WaysOutTests, Member, Task<string>> Ask)> Ways = new()
    {
        ["the desk’s codings"] = (Readers, async (t, me) => Text(await t.The<ReadCodings>().RunAsync(me.AccountId, t.First.Id, null, Cancel))),
        ["the desk’s changes"] = (Readers, async (t, me) => Text(await t.The<ReadCodings>().RunAsync(me.AccountId, t.First.Id, 0, Cancel))),
        ["the live room"] = (Readers, async (t, me) => await t.LiveAsync(me)),
        ["the list of transcripts"] = (Readers, async (t, me) => Counts(
            StudyBuilder.Must(await t.The<ListTranscripts>().RunAsync(me.AccountId, t.StudyId, Cancel)).Transcripts.Where(x => x.Id == t.First.Id).Select(x => $"{x.All} coded {x.LastCoded}"), "0 coded ")),
        ["the framework’s counts"] = (Readers, async (t, me) => Counts(
            StudyBuilder.Must(await t.The<ReadCodebook>().RunAsync(me.AccountId, t.StudyId, Cancel)).Codes.Select(c => $"{c.Words.Name} {c.Codings}"), "Waiting 0", "Hope 0")),
        ["the framework’s history"] = (Readers, async (t, me) => Counts(
            StudyBuilder.Must(await t.The<ListChanges>().RunAsync(me.AccountId, t.StudyId, Cancel)).Changes.Select(c => $"{c.Codings} followed"), "0 followed")),
        ["passages of a code"] = (Keepers, async (t, me) => Text(await t.The<ListPassages>().RunAsync(me.AccountId, t.StudyId, t.Hope.Id, "", 0, 50, Cancel))),
        ["passages of the study"] = (Explorers, async (t, me) => Text(await t.The<ReadPassages>().RunAsync(me.AccountId, t.StudyId, PassageFilter.All, 0, 50, Cancel))),
        ["passages to look at again"] = (Readers, async (t, me) => Text(await t.The<ListPassageReviews>().RunAsync(me.AccountId, t.StudyId, Cancel))),
        ["progress"] = (Planners, async (t, me) => Text(await t.The<ReadProgress>().RunAsync(me.AccountId, t.StudyId, Cancel), v => v.Board.Coders.Where(c => c.Coder.Id == t.Ben.Id).Select(c => $"{c.WordsCoded} words {c.LastCoded}")
            .Concat(v.Board.Transcripts.Select(x => $"{x.WordsCoded} words ")).Concat(v.Facts.Tallies.Select(x => $"tally {x}")), "0 words ")),
        ["questions"] = (Supervisors, async (t, me) => Text(await t.The<ListQuestions>().RunAsync(me.AccountId, t.StudyId, Cancel))),
        ["work to be signed off"] = (Supervisors, async (t, me) => Text(await t.The<ListSignOffs>().RunAsync(me.AccountId, t.StudyId, 50, Cancel))),
        ["my work"] = (Readers, async (t, me) => Text(await t.The<ListMyWork>().RunAsync(me.AccountId, t.StudyId, Cancel))),
        ["what a correction touches"] = (Keepers, async (t, me) => Text(await t.The<CorrectTurn>().PreviewAsync(me.AccountId, t.First.Id, 0, 0, "How were it?", Cancel))),
        ["what a round can be made of"] = ([Role.StudyLead], async (t, me) => Counts(
            StudyBuilder.Must(await t.The<ReadRoundChoices>().RunAsync(me.AccountId, t.StudyId, Cancel)).Transcripts.Where(x => x.Id == t.First.Id).Select(x => $"{x.HasCodings.Count} have coded"), "0 have coded")),
        ["the audit trail"] = ([Role.StudyLead], async (t, me) => Counts(
            StudyBuilder.Must(await t.The<ListTrail>().RunAsync(me.AccountId, t.StudyId, new TrailFilter(), null, Cancel)).Rows.Where(r => r.Sentence.Contains("followed", StringComparison.Ordinal)).Select(r => r.Sentence))),
        ["rounds"] = (Planners, async (t, me) => JsonSerializer.Serialize(
            StudyBuilder.Must(await t.The<ListRounds>().RunAsync(me.AccountId, t.StudyId, Cancel)).Rounds.Select(r => r with { Coders = [.. r.Coders.Select(c => c with { HandedIn = null! })] }), FieldsAlone)),
        ["work over time"] = (Readers, async (t, me) => Text(await t.The<ReadWorkload>().RunAsync(me.AccountId, t.StudyId, Cancel), w => w.Coders.Where(c => c.Id != me.Id).Select(c => $"{c.Name} {c.Codings}"))),
        ["memos"] = (Readers, async (t, me) => Text(await t.The<ListMemos>().RunAsync(me.AccountId, t.StudyId, new MemoFilter(), 50, Cancel), l => l.Memos.Select(m => m.Beginning))),
        ["memos about an interview"] = (Readers, async (t, me) => Text(await t.The<ReadLinkedMemos>().RunAsync(me.AccountId, t.StudyId, MemoTarget.Of(t.First.InterviewId), Cancel))),
        ["how many memos are about each interview"] = (Readers, async (t, me) => Text(await t.The<CountLinkedMemos>().RunAsync(me.AccountId, t.StudyId, MemoTargetKind.Interview, Cancel), c => c.Keys.Select(k => k.ToString()))),
        ["one memo"] = (Readers, async (t, me) => Text(await t.The<ReadMemo>().RunAsync(me.AccountId, t.StudyId, t._memo, Cancel))),
        ["the history of a memo"] = (Readers, async (t, me) => Text(await t.The<ListMemoVersions>().RunAsync(me.AccountId, t.StudyId, t._memo, Cancel))),
        ["memos as a file"] = (Readers, async (t, me) => Text(await t.The<ExportMemos>().RunAsync(me.AccountId, t.StudyId, new MemoFilter(), Cancel))),
        ["a report"] = (Explorers, async (t, me) => string.Join('\n', StudyBuilder.Must(await t.The<ReadReport>().RunAsync(me.AccountId, t.StudyId, await t.ReportAsync(), Cancel)).Told.Written.Parts.Select(p => JsonSerializer.Serialize<object>(p)))),
        ["what a report can be made of"] = (Explorers, async (t, me) => Text(await t.The<ListReportChoices>().RunAsync(me.AccountId, t.StudyId, Cancel))),
        ["the study for another program"] = (Keepers, async (t, me) => Unpacked(StudyBuilder.Must(await t.The<ExportStudy>().RunAsync(me.AccountId, t.StudyId, new StudyExportChoices(RefiVariant.Standard, false, false), cautioned: true, null, Cancel)))),
        ["codings for programs"] = (Explorers, async (t, me) => Text(await t.The<ListCodings>().RunAsync(me.AccountId, t.StudyId, PassageFilter.All, null, 50, withWords: true, Cancel), c => c.Codings.Select(x => $"{x.Id} {x.Words}"))),
        ["how many codings there are for programs"] = (Explorers, async (t, me) => Text(await t.The<ListCodings>().CountAsync(me.AccountId, t.StudyId, PassageFilter.All, Cancel), c => [$"{c} codings"], "0 codings")),
        ["passages for programs"] = (Explorers, async (t, me) => Text(await t.The<ListPassagesInFull>().RunAsync(me.AccountId, t.StudyId, PassageFilter.All, null, 50, 20, Cancel), c => c.Passages.Select(x => $"{x.Id} {x.Words}"))),
        ["memos for programs"] = (Readers, async (t, me) => Text(await t.The<ListSharedMemos>().RunAsync(me.AccountId, t.StudyId, null, 50, Cancel), c => c.Memos.Select(x => x.Title).Append($"{c.InAll} memos"), "0 memos")),
        ["a reporting checklist"] = (Explorers, async (t, me) => Counts(
            StudyBuilder.Must(await t.The<ReadChecklist>().RunAsync(me.AccountId, t.StudyId, ChecklistKind.Coreq, Cancel)).Rows.Where(r => r.Item.Number == "24").Select(r => r.Suggestion).OfType<string>())),
        ["a transcript with its codings as a file"] = (Explorers, async (t, me) => Text(await t.The<ReadCodedTranscript>().RunAsync(me.AccountId, t.StudyId, t.First.Id, Cancel))),
        ["what a memo can be about"] = (Readers, async (t, me) => Text(await t.The<FindMemoTargets>().RunAsync(me.AccountId, t.StudyId, "How was", Cancel))),
    };

    private static Role[] Explorers => [Role.Researcher, Role.Supervisor, Role.StudyLead];

    private static Role[] Readers => [Role.Coder, Role.Researcher, Role.Supervisor, Role.StudyLead];

    private static Role[] Keepers => [Role.Researcher, Role.StudyLead];

    private static Role[] Planners => [Role.Researcher, Role.Supervisor, Role.StudyLead];

    private static Role[] Supervisors => [Role.Supervisor, Role.StudyLead];

    public static TheoryData<string> EachWay => [.. Ways.Keys];

    [Theory]
    [MemberData(nameof(EachWay))]
    public async Task Nothing_of_a_blind_round_comes_out_by(string way)
    {
        await GivenAsync();
        var (roles, ask) = Ways[way];

        foreach (var reader in Blind.Where(m => roles.Contains(m.Role)))
        {
            var told = await ask(this, reader);
            foreach (var secret in Secrets) Assert.DoesNotContain(secret, told, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Those_who_follow_it_see_it_and_all_do_once_it_is_open()
    {
        await GivenAsync();
        var follower = await Study.MemberAsync(Role.Supervisor);
        Assert.Contains(_coding.Value.ToString(), await Ways["the desk’s codings"].Ask(this, follower), StringComparison.Ordinal);
        Assert.Contains(_coding.Value.ToString(), await Ways["questions"].Ask(this, follower), StringComparison.Ordinal);

        foreach (var coder in new[] { Ada, Ben, Supervisor, Lead }) await HandInAsync(coder);

        foreach (var reader in Blind)
        {
            var told = await Ways["the desk’s codings"].Ask(this, reader);
            Assert.All([_coding.Value, _comment.Value, _memo.Value], id => Assert.Contains(id.ToString(), told, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_is_hidden_cannot_be_told_from_what_was_never_there()
    {
        await GivenAsync();

        foreach (var (coding, comment, memo) in new[] { (_coding, _comment, _memo), (CodingId.New(), CommentId.New(), MemoId.New()) })
        {
            var outcome = StudyBuilder.Must(await The<RecordActs>().RunAsync(
                Ada.AccountId, First.Id,
                [
                    new Remove(ActId.New(), coding), new Recode(ActId.New(), coding, Hope.Id), new Doubt(ActId.New(), coding, true, ""),
                    new WriteComment(ActId.New(), coding, CommentId.New(), "Why?"), new RemoveComment(ActId.New(), comment), new RemoveMemo(ActId.New(), memo),
                ],
                Cancel));
            Assert.All(outcome.Results, r => Assert.Equal("This is not there any more.", r.Why));
        }
    }

    [Fact]
    public async Task An_act_that_is_sent_again_under_another_codings_id_brings_nothing_of_that_coding()
    {
        await GivenAsync();
        var mine = new Apply(ActId.New(), CodingId.New(), Hope.Id, new Segment(4, 7), false, "");
        await DoAsync(Ada, First, mine);

        var outcome = StudyBuilder.Must(await The<RecordActs>().RunAsync(Ada.AccountId, First.Id, [new Remove(mine.Id, _coding)], Cancel));

        Assert.Empty(outcome.Changes.Codings);
    }

    [Fact]
    public async Task Who_may_see_in_memory_is_who_may_see_in_the_database()
    {
        await GivenAsync();
        StudyBuilder.Must(await TryStartAsync(Lead, [Second], [Ben, Cem]));
        var follower = await Study.MemberAsync(Role.StudyLead);

        foreach (var transcript in new[] { First, Second })
        {
            var blindness = await Blindness.ReadAsync(Db, transcript.Id, Cancel);
            foreach (var reader in new[] { Ada, Ben, Cem, Researcher, Supervisor, Lead, follower })
                Assert.Equal(await Db.BlindTo(reader).ContainsAsync(transcript.Id, Cancel), blindness.Of(reader) != Sight.Open);
        }
    }

    /// <summary>All who must see nothing: coders of the round, those among them who could follow it otherwise, and those outside it who may not.</summary>
    private IEnumerable<Member> Blind => [Ada, Cem, Researcher, Supervisor, Lead];

    private IEnumerable<string> Secrets => [_coding.Value.ToString(), _comment.Value.ToString(), _memo.Value.ToString(), Planted];

    /// <summary>Ben codes in a blind round in which a supervisor and the lead code too; a merge has taken his coding along, and a definition has changed since.</summary>
    private async Task GivenAsync()
    {
        StudyBuilder.Must(await TryStartAsync(Lead, [First], [Ada, Ben, Supervisor, Lead]));
        _coding = await CodeAsync(Ben, Waiting, 0, 11, Planted);
        await DoAsync(
            Ben, First, new WriteComment(ActId.New(), _coding, _comment, Planted), new WriteMemo(ActId.New(), _memo, new Segment(0, 3), Planted, IsPrivate: false));
        foreach (var (about, passages) in new (MemoTarget[], CodingId[])[] { ([MemoTarget.Of(First.InterviewId)], []), ([], [_coding]), ([MemoTarget.Of(Hope.Id)], [_coding, _coding]) })
            StudyBuilder.Must(await The<SaveMemo>().RunAsync(Ben.AccountId, StudyId, MemoId.New(), null, new MemoWords(MemoKind.Analytic, Planted, Planted, MemoSharing.TeamWrites), about, passages, Cancel));
        StudyBuilder.Must(await The<MergeCode>().RunAsync(Researcher.AccountId, StudyId, Waiting.Id, Hope.Id, Cancel));
        var version = await Db.Codes.AsNoTracking().Where(c => c.Id == Hope.Id).Select(c => c.Version).SingleAsync(Cancel);
        StudyBuilder.Must(await The<EditCode>().RewriteAsync(Researcher.AccountId, StudyId, Hope.Id, version, Hope.Words with { Definition = "Looks ahead" }, lookAgain: true, Cancel));
    }

    /// <summary>A report with all that counts codings.</summary>
    private async Task<ReportId> ReportAsync()
    {
        if (await Db.Reports.Select(r => (ReportId?)r.Id).FirstOrDefaultAsync(Cancel) is { } made) return made;
        var report = StudyBuilder.Must(await The<MakeReport>().RunAsync(Researcher.AccountId, StudyId, new ReportFacts("A report"), Cancel));
        foreach (var address in new[] { "matrices?across=Coder", "pictures/network", "pictures/timeline" })
            StudyBuilder.Must(await The<ChangeParts>().AddAsync(Researcher.AccountId, StudyId, report, ReportPartKind.Picture, new(), new PartChoice { Address = address }, null, Cancel));
        return report;
    }

    private async Task<string> LiveAsync(Member me)
    {
        var room = Service<DeskRooms>().Enter(First.Id);
        using var listener = room.Join(me, seen: 0);
        using var ben = room.Join(Ben, seen: 0);
        ben.MoveTo(1);
        var mine = await CodeAsync(me, Hope, 4 + (Blind.ToList().IndexOf(me) * 2), 30);
        await DoAsync(Ben, First, new Doubt(ActId.New(), _coding, true, Planted));
        var told = "";
        while (!told.Contains(mine.Value.ToString(), StringComparison.Ordinal))
        {
            Assert.True(await listener.WaitAsync(TimeSpan.FromSeconds(20), Cancel), "No news came.");
            told += listener.TakeChanges();
        }

        Assert.DoesNotContain(listener.TakePresence(), p => p.MemberId == Ben.Id);
        return told;
    }

    private static string Text<T>(Result<T> result) => result.IsRefused(out var refusal, out var value) ? refusal.Sentence : value is ChangeSet changes ? changes.ToJson() : JsonSerializer.Serialize(value);

    private static string Text<T>(Result<T> result, Func<T, IEnumerable<string>> counts, params string[] expected) => Counts(counts(StudyBuilder.Must(result)), expected);

    private static string Unpacked(LeavingStudy study)
    {
        Assert.NotNull(study.Content);
        using var zip = new ZipArchive(new MemoryStream(study.Content));
        return string.Concat(zip.Entries.Select(e =>
        {
            using var reader = new StreamReader(e.Open());
            return reader.ReadToEnd();
        }));
    }

    /// <summary>Numbers are no secret by themselves: each must be what it would be without Ben.</summary>
    private static string Counts(IEnumerable<string> found, params string[] expected)
    {
        Assert.All(found, f => Assert.Contains(f, expected));
        return string.Join(CultureInfo.InvariantCulture.TextInfo.ListSeparator, found);
    }
}
