using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Passages;
using CoreStudy.Data.Tallies;
using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Memos;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Rounds;
using CoreStudy.Domain.Settling;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Rounds;
using CsCheck;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Rounds;

/// <summary>The second wall before blind rounds: what the database itself shows to somebody's work, asked without any filter.</summary>
public sealed class BlindBorderTests(PostgresFixture postgres) : RoundTest(postgres)
{
    /// <summary>Tables that the wall stands before; versions of memos are behind the wall of their memos.</summary>
    private static readonly string[] Behind =
    [
        "coded_passages", "coding_acts", "codings", "comments", "differences", "kept_passages", "memos", "remarks", "settled_codings", "settling_acts", "transcript_tallies",
    ];

    private readonly List<Transcript> _transcripts = [];
    private readonly List<Member> _readers = [];

    private IDbContextFactory<StudyDb> Databases => Service<IDbContextFactory<StudyDb>>();

    [Fact]
    public async Task The_wall_shows_what_the_rule_allows_whatever_rounds_there_are()
    {
        await GivenWorkAsync();
        var (hidden, own, all) = (0, 0, 0);

        await Gen.Int[1, int.MaxValue].SampleAsync(
            async seed =>
            {
                await GivenRoundsAsync(new Random(seed));
                var rows = await RowsAsync();
                foreach (var reader in _readers)
                {
                    var sights = new Dictionary<TranscriptId, Sight>();
                    foreach (var transcript in _transcripts) sights[transcript.Id] = (await Blindness.ReadAsync(Db, transcript.Id, Cancel)).Of(reader);
                    var allowed = rows.Where(r => Allows(reader, r, sights)).Select(r => (r.Table, r.Id)).Order().ToList();
                    var (seen, byRule) = await SeenByAsync(reader);

                    Assert.True(allowed.SequenceEqual(seen), $"seed {seed}, {reader.Name}: {string.Join(", ", allowed.Except(seen).Select(r => $"{r} is not seen").Concat(seen.Except(allowed).Select(r => $"{r} is seen")))}");
                    Assert.True((await ByRuleAsync(Db, reader)).SequenceEqual(byRule), $"seed {seed}, {reader.Name}: behind the wall the rule shows something else than before it");
                    (hidden, own, all) = (hidden + rows.Count - seen.Count, own + seen.Count(s => rows.Exists(r => (r.Table, r.Id) == s && r.Owner == reader.Id)), all + rows.Count);
                }
            }, iter: 12, threads: 1);

        Assert.True(hidden > 200 && own > 200 && hidden < all / 2, $"{hidden} of {all} rows were hidden, and {own} were the readers' own: too few to tell anything.");
    }

    [Fact]
    public async Task Once_a_round_is_open_everything_is_seen()
    {
        await StartAsync();
        await CodeAsync(Ben, Waiting);
        Assert.Equal(0, await CountCodingsAsync(Ada));

        foreach (var coder in new[] { Ada, Ben }) await HandInAsync(coder);

        Assert.Equal(1, await CountCodingsAsync(Ada));
    }

    [Fact]
    public async Task A_coder_sees_their_own_who_may_not_follow_nothing_and_who_follows_everything()
    {
        StudyBuilder.Must(await TryStartAsync(Lead, [First], [Ada, Ben, Supervisor]));
        foreach (var coder in new[] { Ada, Ben, Supervisor }) await CodeAsync(coder, Waiting);

        Assert.Equal(
            (1, 1, 1, 0, 0, 3),
            (await CountCodingsAsync(Ada), await CountCodingsAsync(Ben), await CountCodingsAsync(Supervisor), await CountCodingsAsync(Cem), await CountCodingsAsync(Researcher), await CountCodingsAsync(Lead)));
    }

    [Fact]
    public async Task Nothing_hidden_is_changed_or_deleted()
    {
        await StartAsync();
        var coding = await CodeAsync(Ben, Waiting);
        await AskedAsync(Ada);
        await using var db = await Databases.CreateDbContextAsync(Cancel);

        Assert.Equal(0, await db.Codings.ExecuteUpdateAsync(c => c.SetProperty(x => x.Question, "Why?"), Cancel));
        Assert.Equal(0, await db.CodingActs.ExecuteDeleteAsync(Cancel));
        Assert.Equal(1, await Db.Codings.CountAsync(c => c.Id == coding && c.Question == "", Cancel)); // as the owner of the tables sees it
    }

    [Fact]
    public async Task Two_at_once_each_find_what_is_theirs_and_a_connection_takes_a_reader_to_nobody()
    {
        await StartAsync();
        foreach (var coder in new[] { Ada, Ben }) await CodeAsync(coder, Waiting);

        var found = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            var reader = (i % 3) switch { 0 => Ada, 1 => Ben, _ => null };
            if (reader is not null) await AskedAsync(reader);
            await using var db = await Databases.CreateDbContextAsync(Cancel);
            return (Reader: reader?.Id, Coders: await db.Codings.Select(c => c.MemberId).ToListAsync(Cancel));
        }));

        Assert.All(found, f => Assert.Equal(f.Reader is { } one ? [one] : [Ada.Id, Ben.Id], f.Coders.OrderBy(c => c != Ada.Id)));
    }

    [Fact]
    public async Task What_is_lifted_from_one_context_is_lifted_from_no_other_and_only_for_a_while()
    {
        await StartAsync();
        await CodeAsync(Ben, Waiting);
        await AskedAsync(Ada);
        await using var db = await Databases.CreateDbContextAsync(Cancel);
        await using var other = await Databases.CreateDbContextAsync(Cancel);

        await using (await db.ForEverybodyAsync(Cancel))
        {
            Assert.Equal((1, 0), (await db.Codings.CountAsync(Cancel), await other.Codings.CountAsync(Cancel)));
            await using (await db.ForEverybodyAsync(Cancel)) Assert.Equal(1, await db.Codings.CountAsync(Cancel));
            Assert.Equal(1, await db.Codings.CountAsync(Cancel));
        }

        Assert.Equal(0, await db.Codings.CountAsync(Cancel));
    }

    [Fact]
    public async Task Within_a_transaction_the_reader_is_lifted_and_comes_back_though_it_fails()
    {
        await StartAsync();
        await CodeAsync(Ben, Waiting);
        await AskedAsync(Ada);
        await using var db = await Databases.CreateDbContextAsync(Cancel);

        await using (var transaction = await db.Database.BeginTransactionAsync(Cancel))
        {
            Assert.Equal(0, await db.Codings.CountAsync(Cancel));
            await using (await db.ForEverybodyAsync(Cancel)) Assert.Equal(1, await db.Codings.CountAsync(Cancel));
            Assert.Equal(0, await db.Codings.CountAsync(Cancel));
            var failure = await Assert.ThrowsAsync<Npgsql.PostgresException>(async () =>
            {
                await using var everybodys = await db.ForEverybodyAsync(Cancel);
                await db.Database.ExecuteSqlAsync($"select 1 / 0", Cancel);
            });
            Assert.Equal(Npgsql.PostgresErrorCodes.DivisionByZero, failure.SqlState);
            await transaction.RollbackAsync(Cancel);
            Assert.Equal(0, await db.Codings.CountAsync(Cancel));
        }
    }

    [Fact]
    public async Task The_vault_is_told_of_no_reader()
    {
        await StartAsync();
        await CodeAsync(Ben, Waiting);
        await AskedAsync(Ada);
        await using var room = await TheDoor.EnterAsync(Cancel);

        await using (await room.Study.ForEverybodyAsync(Cancel)) Assert.Equal(1, await room.Study.Codings.CountAsync(Cancel));

        Assert.Equal(1, await room.Study.Codings.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_memo_about_somebody_whose_transcript_is_blind_is_hidden_whatever_it_hangs_on()
    {
        await StartAsync();
        var person = Guid.CreateVersion7();
        await Db.Database.ExecuteSqlAsync($"insert into participants (id, study_id, trust_id, label, role, attributes) select {person}, study_id, trust_id, 'PSW-09', 'Worker', '{{}}'::jsonb from transcripts where id = {First.Id.Value}", Cancel);
        await Db.Database.ExecuteSqlAsync($"insert into interview_participants (interview_id, participant_id) values ({First.InterviewId.Value}, {person})", Cancel);
        var memo = StudyBuilder.Must(Memo.WriteFree(MemoId.New(), StudyId, Ben.Id, new MemoWords(MemoKind.Analytic, "", "What Ben found", MemoSharing.Team), StudyBuilder.At));
        StudyBuilder.Must(memo.LinkTo([MemoTarget.Of(new ParticipantId(person))]));
        Db.Add(memo);
        await Db.SaveChangesAsync(Cancel);

        Assert.Equal([(0, 0), (1, 1), (1, 1)], [await CountMemosAsync(Ada), await CountMemosAsync(Ben), await CountMemosAsync(Lead)]);
    }

    [Fact]
    public async Task The_wall_stands_before_these_tables()
    {
        var behind = await Db.Database.SqlQueryRaw<string>("select c.relname::text as \"Value\" from pg_class c join pg_policy p on p.polrelid = c.oid where c.relrowsecurity and p.polname = 'blind_border'").ToListAsync(Cancel);

        Assert.Equal(Behind, behind.Order(StringComparer.Ordinal));
    }

    /// <summary>A row as the owner of the tables sees it: whose it is, and where.</summary>
    /// <param name="Transcripts">All on which it lies, or about which it is.</param>
    private sealed record Row(string Table, string Id, MemberId? Owner, IReadOnlyList<TranscriptId> Transcripts)
    {
        /// <summary>Whether it is of a second reading, of whoever it is.</summary>
        public bool IsOfReading { get; init; }

        /// <summary>Whether a coder's own is out of their sight while they read again what they coded first.</summary>
        public bool IsPutAsideAgain { get; init; }
    }

    private static bool Allows(Member reader, Row row, Dictionary<TranscriptId, Sight> sights)
    {
        if (row.Transcripts.All(t => sights[t] == Sight.Open)) return true;
        return row.Owner == reader.Id && (!row.IsPutAsideAgain || row.IsOfReading || row.Transcripts.All(t => sights[t] != Sight.Again));
    }

    private async Task<List<Row>> RowsAsync()
    {
        var codings = await Db.Codings.AsNoTracking().ToListAsync(Cancel);
        var coders = codings.ToDictionary(c => c.Id, c => c);
        var kept = await Db.KeptPassages.AsNoTracking().ToListAsync(Cancel);
        var places = kept.ToDictionary(k => k.Id, k => k.TranscriptId);
        var ofInterview = _transcripts.ToDictionary(t => t.InterviewId, t => t.Id);
        return
        [
            .. codings.Select(c => new Row("codings", $"{c.Id}", c.MemberId, [c.TranscriptId]) { IsOfReading = c.RoundId is not null, IsPutAsideAgain = true }),
            .. (await Db.Comments.AsNoTracking().ToListAsync(Cancel)).Select(c => new Row("comments", $"{c.Id}", c.MemberId, [c.TranscriptId])),
            .. (await Db.CodingActs.AsNoTracking().ToListAsync(Cancel)).Select(a => a.Kind == ActKind.Follow
                ? new Row("coding_acts", $"{a.Id}", coders[a.CodingId!.Value].MemberId, [a.TranscriptId]) { IsOfReading = coders[a.CodingId!.Value].RoundId is not null, IsPutAsideAgain = true }
                : new Row("coding_acts", $"{a.Id}", a.MemberId, [a.TranscriptId])),
            .. (await Db.Memos.AsNoTracking().Include(m => m.Links).ToListAsync(Cancel)).Select(m => new Row(
                "memos", $"{m.Id}", m.MemberId,
                [.. m.TranscriptId is { } on ? [on] : Array.Empty<TranscriptId>(), .. m.Links.Where(l => l.InterviewId is not null).Select(l => ofInterview[l.InterviewId!.Value]), .. m.Links.Where(l => l.PassageId is not null).Select(l => places[l.PassageId!.Value])])),
            .. kept.Select(k => new Row("kept_passages", $"{k.Id}", k.KeptBy, [k.TranscriptId]) { IsPutAsideAgain = true }),
            .. (await Db.CodedPassages.AsNoTracking().ToListAsync(Cancel)).Select(p => new Row("coded_passages", $"{p.Id}", p.MemberId, [p.TranscriptId]) { IsPutAsideAgain = true }),
            .. (await Db.TranscriptTallies.AsNoTracking().ToListAsync(Cancel)).Select(t => new Row("transcript_tallies", $"{t.TranscriptId} {t.MemberId}", t.MemberId, [t.TranscriptId])),
            .. (await Db.SettledCodings.AsNoTracking().ToListAsync(Cancel)).Select(s => new Row("settled_codings", $"{s.Id}", null, [s.TranscriptId])),
            .. (await Db.Differences.AsNoTracking().ToListAsync(Cancel)).Select(d => new Row("differences", $"{d.Id}", null, [d.TranscriptId])),
            .. (await Db.SettlingActs.AsNoTracking().ToListAsync(Cancel)).Select(a => new Row("settling_acts", $"{a.Id}", null, [a.TranscriptId])),
            .. (await Db.Remarks.AsNoTracking().ToListAsync(Cancel)).Select(r => new Row("remarks", $"{r.Id}", null, [r.TranscriptId])),
        ];
    }

    /// <summary>All rows that a reader's work finds without any filter, and those that it finds by the rule of visibility.</summary>
    private async Task<(List<(string, string)> Seen, List<(string, string)> ByRule)> SeenByAsync(Member reader)
    {
        await AskedAsync(reader);
        await using var db = await Databases.CreateDbContextAsync(Cancel);
        List<(string, string)> seen =
        [
            .. (await db.Codings.Select(c => c.Id).ToListAsync(Cancel)).Select(i => ("codings", $"{i}")),
            .. (await db.Comments.Select(c => c.Id).ToListAsync(Cancel)).Select(i => ("comments", $"{i}")),
            .. (await db.CodingActs.Select(a => a.Id).ToListAsync(Cancel)).Select(i => ("coding_acts", $"{i}")),
            .. (await db.Memos.Select(m => m.Id).ToListAsync(Cancel)).Select(i => ("memos", $"{i}")),
            .. (await db.KeptPassages.Select(k => k.Id).ToListAsync(Cancel)).Select(i => ("kept_passages", $"{i}")),
            .. (await db.CodedPassages.Select(p => p.Id).ToListAsync(Cancel)).Select(i => ("coded_passages", $"{i}")),
            .. (await db.TranscriptTallies.Select(t => new { t.TranscriptId, t.MemberId }).ToListAsync(Cancel)).Select(t => ("transcript_tallies", $"{t.TranscriptId} {t.MemberId}")),
            .. (await db.SettledCodings.Select(s => s.Id).ToListAsync(Cancel)).Select(i => ("settled_codings", $"{i}")),
            .. (await db.Differences.Select(d => d.Id).ToListAsync(Cancel)).Select(i => ("differences", $"{i}")),
            .. (await db.SettlingActs.Select(a => a.Id).ToListAsync(Cancel)).Select(i => ("settling_acts", $"{i}")),
            .. (await db.Remarks.Select(r => r.Id).ToListAsync(Cancel)).Select(i => ("remarks", $"{i}")),
        ];
        seen.Sort();
        return (seen, await ByRuleAsync(db, reader));
    }

    private static async Task<List<(string, string)>> ByRuleAsync(StudyDb db, Member reader)
    {
        List<(string, string)> found =
        [
            .. (await db.Codings.VisibleTo(db, reader).Select(c => c.Id).ToListAsync(Cancel)).Select(i => ("codings", $"{i}")),
            .. (await db.Codings.AtDeskOf(db, reader).Select(c => c.Id).ToListAsync(Cancel)).Select(i => ("at the desk", $"{i}")),
            .. (await db.Comments.VisibleTo(db, reader).Select(c => c.Id).ToListAsync(Cancel)).Select(i => ("comments", $"{i}")),
            .. (await db.CodingActs.VisibleTo(db, reader).Select(a => a.Id).ToListAsync(Cancel)).Select(i => ("coding_acts", $"{i}")),
            .. (await db.Memos.VisibleTo(db, reader).Select(m => m.Id).ToListAsync(Cancel)).Select(i => ("memos", $"{i}")),
            .. (await db.KeptPassages.VisibleTo(db, reader).Select(k => k.Id).ToListAsync(Cancel)).Select(i => ("kept_passages", $"{i}")),
            .. (await db.CodedPassages.VisibleTo(db, reader).Select(p => p.Id).ToListAsync(Cancel)).Select(i => ("coded_passages", $"{i}")),
            .. (await db.TranscriptTallies.VisibleTo(db, reader).Select(t => new { t.TranscriptId, t.MemberId }).ToListAsync(Cancel)).Select(t => ("transcript_tallies", $"{t.TranscriptId} {t.MemberId}")),
            .. (await db.CodeCountsAsync(reader, Cancel)).Select(c => ("counts", $"{c.Key} {c.Value}")),
        ];
        found.Sort();
        return found;
    }

    /// <summary>Not itself <c>async</c>, so that the border stands around whoever calls it.</summary>
    private Task<Result<Member>> AskedAsync(Member reader) => Service<Permissions>().AskAsync(reader.AccountId, StudyId, Operation.SeeStudy, Cancel);

    private async Task<int> CountCodingsAsync(Member reader)
    {
        await AskedAsync(reader);
        await using var db = await Databases.CreateDbContextAsync(Cancel);
        return await db.Codings.CountAsync(Cancel);
    }

    /// <summary>How many memos are seen, with and without the rule.</summary>
    private async Task<(int Seen, int ByRule)> CountMemosAsync(Member reader)
    {
        await AskedAsync(reader);
        await using var db = await Databases.CreateDbContextAsync(Cancel);
        return (await db.Memos.CountAsync(Cancel), await db.Memos.VisibleTo(db, reader).CountAsync(Cancel));
    }

    /// <summary>Everybody has done a little of everything on four transcripts.</summary>
    private async Task GivenWorkAsync()
    {
        _readers.AddRange([Lead, Supervisor, Researcher, Ada, Ben, Cem, await Study.MemberAsync(Role.Supervisor), await Study.MemberAsync(Role.StudyLead), await Study.MemberAsync(Role.Admin)]);
        _transcripts.AddRange([First, Second, await Study.TranscriptAsync(Lead, ["Who helped?", "Nobody did."]), await Study.TranscriptAsync(Lead, ["And now?", "It is better."], trust: "Birch")]);
        StudyBuilder.Must(await The<CallOffRound>().RunAsync(Lead.AccountId, StudyId, await StartAsync(), "A framework was to be frozen", Cancel));
        foreach (var transcript in _transcripts)
        {
            var lanes = new List<LaneCoding>();
            foreach (var (coder, n) in new[] { Ada, Ben, Cem, Supervisor, Lead }.Select((c, n) => (c, n)))
            {
                var coding = StudyBuilder.Must(await CodedAsync(transcript, coder, n % 2 == 0 ? Waiting : Hope, null));
                if (n < 2) lanes.Add(new LaneCoding(coding.Id, n, coding.CodeId, coding.Segment));
                foreach (var talker in new[] { coder, Researcher, Supervisor }) Db.Add(StudyBuilder.Must(Comment.Write(CommentId.New(), coding, talker.Id, "So it was.", StudyBuilder.At)));
                var (mine, theirs) = (KeptPassage.Of(coding, coder.Id, StudyBuilder.At), KeptPassage.Of(coding, Researcher.Id, StudyBuilder.At));
                Db.AddRange(mine, theirs, KeptPassage.Of(coding, Lead.Id, StudyBuilder.At));
                var words = new MemoWords(MemoKind.Analytic, "", "What was found", MemoSharing.Team);
                Db.Add(StudyBuilder.Must(Memo.WriteOn(MemoId.New(), StudyId, transcript.Id, coding.Segment, coder.Id, words, StudyBuilder.At)));
                foreach (var target in new[] { MemoTarget.Of(mine.Id), MemoTarget.Of(theirs.Id), MemoTarget.Of(transcript.InterviewId), MemoTarget.Of(Hope.Id) })
                {
                    var memo = StudyBuilder.Must(Memo.WriteFree(MemoId.New(), StudyId, coder.Id, words, StudyBuilder.At));
                    StudyBuilder.Must(memo.LinkTo([target]));
                    Db.Add(memo);
                }
            }

            for (var lane = 0; lane < 2; lane++) lanes.Add(new LaneCoding(CodingId.New(), lane, Waiting.Id, new Segment(0, 1)));
            var begun = StudyBuilder.Must(Settlement.Begin(transcript, new TranscriptText(transcript.Text.Words), null, [Ada.Id, Ben.Id], lanes, 100, Lead.Id, StudyBuilder.At));
            Db.AddRange(begun.Settlement, begun.Act);
            Db.AddRange(begun.Differences);
            Db.AddRange(begun.Settled);
            var (remark, act) = StudyBuilder.Must(begun.Settlement.Say(ActId.New(), RemarkId.New(), begun.Differences[0], "Look at this.", Supervisor.Id, StudyBuilder.At));
            Db.AddRange(remark, act);
        }

        await Db.SaveChangesAsync(Cancel);
    }

    private async Task<Result<Coding>> CodedAsync(Transcript transcript, Member coder, Code code, RoundId? reading)
    {
        var head = (await Db.CodingHeads.FindAsync([transcript.Id], Cancel))!;
        var coding = Coding.Create(CodingId.New(), StudyId, transcript.Id, coder.Id, new CodingState(code.Id, new Segment(0, 3), false, "", IsRemoved: false), transcript.Text.Words[..3], StudyBuilder.At, reading);
        Db.Add(coding);
        foreach (var (by, kind) in new[] { (coder, ActKind.Apply), (Researcher, ActKind.Follow) })
        {
            head.MoveTo(head.Revision + 1);
            Db.Add(CodingAct.Record(ActId.New(), transcript.Id, head.Revision, by.Id, StudyBuilder.At, kind, coding.Id, coding.State, coding.State));
        }

        coding.StampRevision(head.Revision);
        return coding;
    }

    /// <summary>Other rounds than before, blind, open and called off, of random coders over random transcripts; in second readings something is read again.</summary>
    private async Task GivenRoundsAsync(Random random)
    {
        var before = await Db.Rounds.Where(r => r.Number > 1).Select(r => r.Id).ToListAsync(Cancel);
        Db.ChangeTracker.Clear();
        await Db.CodingActs.Where(a => Db.Codings.Any(c => c.Id == a.CodingId && c.RoundId != null)).ExecuteDeleteAsync(Cancel);
        await Db.Codings.Where(c => c.RoundId != null).ExecuteDeleteAsync(Cancel);
        await Db.Rounds.Where(r => before.Contains(r.Id)).ExecuteDeleteAsync(Cancel);
        var version = await Db.FrameworkVersions.AsNoTracking().FirstAsync(Cancel);
        Member[] coders = [Ada, Ben, Cem, Supervisor, Lead, Researcher];
        var last = random.Next(2, 5);
        for (var number = 2; number <= last; number++)
        {
            var isReading = random.Next(3) == 0;
            var (some, who) = (_transcripts.Where(_ => random.Next(2) == 0).DefaultIfEmpty(First).ToList(), coders.OrderBy(_ => random.Next()).Take(random.Next(2, 5)).ToList());
            var plan = new RoundPlan($"Round {number}", ComparisonUnit.Turn, null, null, null, null, isReading);
            var round = StudyBuilder.Must(Round.Start(Study.Study, number, plan, version, some, who, Lead, StudyBuilder.At));
            var end = random.Next(4);
            if (end == 0) StudyBuilder.Must(round.OpenEarly("It was time", some.ToDictionary(t => t.Id, _ => 1000L), Lead, StudyBuilder.At.AddDays(1)));
            if (end == 1) StudyBuilder.Must(round.CallOff("It came to nothing", Lead, StudyBuilder.At.AddDays(1)));
            Db.Add(round);
            if (isReading) foreach (var transcript in some) await CodedAsync(transcript, who[0], Hope, round.Id);
        }

        await Db.SaveChangesAsync(Cancel);
        Db.ChangeTracker.Clear();
        await Tallies.RefreshAsync(Db, StudyId, Cancel);
        await CodedPassages.RefreshAsync(Db, StudyId, Cancel);
    }
}
