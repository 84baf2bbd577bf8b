using CoreStudy.Data;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Access;

/// <summary>The second wall: what the database itself shows to work that is about one study, asked without any filter.</summary>
public sealed class StudyBorderTests(PostgresFixture postgres) : SiteTest(postgres)
{
    /// <summary>Tables that the wall between studies stands before; that before blind rounds is <c>BlindBorderTests</c>'.</summary>
    private static readonly string[] Behind =
    [
        "codings", "comments", "finding_editions", "findings", "journal_entries", "kept_passages", "memo_versions", "memos", "outside_ids", "quote_parts", "quotes", "remarks", "report_parts", "reports",
        "settled_codings", "summaries", "summary_versions", "transcript_texts",
    ];

    private Member _lead = null!;
    private Member _stranger = null!;
    private StudyBuilder _other = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _other = await StudyBuilder.StartAsync(Db, "Another study");
        (_lead, _stranger) = (await Study.MemberAsync(Role.StudyLead), await _other.MemberAsync(Role.Researcher));
        foreach (var (study, lead) in new[] { (Study, _lead), (_other, _stranger) })
        {
            var transcript = await study.TranscriptAsync(lead, ["How was it?", "I waited."]);
            await study.CodingAsync(transcript, await study.CodeAsync("Waiting"), lead);
        }
    }

    private IDbContextFactory<StudyDb> Databases => Service<IDbContextFactory<StudyDb>>();

    [Fact]
    public async Task A_query_without_a_filter_finds_its_own_study_alone()
    {
        Assert.False((await Service<Permissions>().AskAsync(_lead.AccountId, Study.Study.Id, Operation.SeeStudy, Cancel)).IsRefused(out _, out _));
        await using var db = await Databases.CreateDbContextAsync(Cancel);

        Assert.Equal([Study.Study.Id], await db.Codings.Select(c => c.StudyId).Distinct().ToListAsync(Cancel));
        Assert.Equal(1, await db.TranscriptTexts.CountAsync(Cancel));
        Assert.Equal(0, await db.Codings.Where(c => c.StudyId == _other.Study.Id).ExecuteUpdateAsync(c => c.SetProperty(x => x.Revision, 99), Cancel));
        Assert.Equal(0, await db.Codings.Where(c => c.StudyId == _other.Study.Id).ExecuteDeleteAsync(Cancel));
        Assert.Equal(2, await Db.Codings.CountAsync(Cancel)); // as the owner of the tables sees it
    }

    [Fact]
    public async Task Whoever_was_refused_and_reads_on_finds_nothing()
    {
        Assert.True((await Service<Permissions>().AskAsync(_stranger.AccountId, Study.Study.Id, Operation.SeeStudy, Cancel)).IsRefused(out _, out _));
        await using var db = await Databases.CreateDbContextAsync(Cancel);

        Assert.Equal((0, 0), (await db.Codings.CountAsync(Cancel), await db.TranscriptTexts.CountAsync(Cancel)));
    }

    [Fact]
    public async Task The_border_is_gone_with_the_use_case_that_asked_and_a_connection_takes_it_to_nobody()
    {
        await AskedAsync();

        Assert.Null(StudyBorder.Here);
        for (var i = 0; i < 5; i++)
        {
            await using var db = await Databases.CreateDbContextAsync(Cancel);
            Assert.Equal(2, await db.Codings.CountAsync(Cancel)); // jobs that work across studies
        }

        async Task AskedAsync()
        {
            await Service<Permissions>().AskAsync(_lead.AccountId, Study.Study.Id, Operation.SeeStudy, Cancel);
            await using var db = await Databases.CreateDbContextAsync(Cancel);
            Assert.Equal(1, await db.Codings.CountAsync(Cancel));
        }
    }

    [Fact]
    public async Task Two_at_once_each_find_their_own()
    {
        var found = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            var (member, study) = i % 2 == 0 ? (_lead, Study.Study.Id) : (_stranger, _other.Study.Id);
            await Service<Permissions>().AskAsync(member.AccountId, study, Operation.SeeStudy, Cancel);
            await using var db = await Databases.CreateDbContextAsync(Cancel);
            return (study, Found: await db.Codings.Select(c => c.StudyId).ToListAsync(Cancel));
        }));

        Assert.All(found, f => Assert.Equal([f.study], f.Found));
    }

    [Fact]
    public async Task The_wall_stands_before_these_tables()
    {
        var behind = await Db.Database.SqlQueryRaw<string>("select c.relname::text as \"Value\" from pg_class c join pg_policy p on p.polrelid = c.oid where c.relrowsecurity and p.polname = 'study_border'").ToListAsync(Cancel);

        Assert.Equal(Behind, behind.Order(StringComparer.Ordinal));
    }
}
