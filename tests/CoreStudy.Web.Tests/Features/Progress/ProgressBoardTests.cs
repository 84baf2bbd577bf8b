using CoreStudy.Data;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Progress;
using CoreStudy.Web.Live;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace CoreStudy.Web.Tests.Features.Progress;

public sealed class ProgressBoardTests(PostgresFixture postgres) : AccessTest(postgres)
{
    private readonly StudyFeed _feed = new();
    private CountedDatabases _databases = null!;
    private ProgressBoard _board = null!;
    private Member _lead = null!;
    private Member _coder = null!;
    private Transcript _transcript = null!;
    private Domain.Codebooks.Code _code = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _databases = new CountedDatabases(ConnectionString);
        _board = new ProgressBoard(_databases, _feed, TimeProvider.System, NullLogger<ProgressBoard>.Instance);
        (_lead, _coder) = (await Study.MemberAsync(Role.StudyLead), await Study.MemberAsync(Role.Coder));
        _code = await Study.CodeAsync("Waiting");
        _transcript = await Study.TranscriptAsync(_lead, ["Hello?", "I waited."]);
    }

    [Fact]
    public async Task Who_follows_is_told_of_a_coding_and_then_sees_it()
    {
        using var news = new SemaphoreSlim(0);
        using var following = _board.Follow(Study.Study.Id, () => news.Release());
        await news.WaitAsync(Cancel);
        Assert.Equal(0, await CodingsAsync());

        await Study.CodingAsync(_transcript, _code, _coder);
        _feed.Publish(new CodingsMoved(Study.Study.Id, _transcript.Id, 1));
        await news.WaitAsync(Cancel);

        Assert.Equal(1, await CodingsAsync());
    }

    [Fact]
    public async Task However_many_follow_a_storm_of_codings_is_counted_a_few_times()
    {
        using var news = new SemaphoreSlim(0);
        var followers = Enumerable.Range(0, 20).Select(_ => _board.Follow(Study.Study.Id, () => news.Release())).ToList();
        for (var i = 0; i < 20; i++) await news.WaitAsync(Cancel);
        var before = _databases.Asked;

        await Study.CodingAsync(_transcript, _code, _coder);
        for (var i = 0; i < 500; i++) _feed.Publish(new CodingsMoved(Study.Study.Id, _transcript.Id, 1));
        while (await CodingsAsync() == 0) await news.WaitAsync(Cancel);

        Assert.InRange(_databases.Asked - before, 1, 2);
        foreach (var follower in followers) follower.Dispose();
    }

    [Fact]
    public async Task When_the_last_has_left_nothing_is_counted_any_more_and_who_asks_is_told_what_is_so_now()
    {
        using var news = new SemaphoreSlim(0);
        _board.Follow(Study.Study.Id, () => news.Release()).Dispose();
        var following = _board.Follow(Study.Study.Id, () => news.Release());
        await news.WaitAsync(Cancel);
        following.Dispose();
        var before = _databases.Asked;

        await Study.CodingAsync(_transcript, _code, _coder);
        _feed.Publish(new CodingsMoved(Study.Study.Id, _transcript.Id, 1));

        Assert.Equal(before, _databases.Asked);
        Assert.Equal(1, await CodingsAsync());
    }

    private async Task<int> CodingsAsync() => (await _board.ReadAsync(Study.Study.Id, Cancel)).For(_lead).Facts.Tallies.Sum(t => t.Codings);

    private sealed class CountedDatabases(string connectionString) : IDbContextFactory<StudyDb>
    {
        private int _asked;

        public int Asked => _asked;

        public StudyDb CreateDbContext()
        {
            Interlocked.Increment(ref _asked);
            return new StudyDb(StudyDbOptions.For(connectionString));
        }
    }
}
