using CoreStudy.Data;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Codings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace CoreStudy.Web.Tests.Features.Codings;

public sealed class ActQueueTests(PostgresFixture postgres) : DeskTest(postgres)
{
    [Fact]
    public async Task All_who_wait_are_told_at_once_that_PostgreSQL_is_away_and_nobody_waits_behind_them()
    {
        var away = new Away();
        var queue = new ActQueue(away, Texts, Rooms, Feed, TimeProvider.System, NullLogger<ActQueue>.Instance);
        var access = new TranscriptAccess(Ada, Transcript.Id, Study.Study.Id, Study.Trust().Id);

        var waiting = Enumerable.Range(0, 5).Select(_ => queue.RecordAsync(access, [Applying(Waiting, "waited")])).ToList();
        away.Open.SetResult();
        foreach (var one in waiting) Assert.True((await Assert.ThrowsAnyAsync<Exception>(() => one)).IsOutage());

        Assert.InRange(away.Tries, 1, 2); // the first, perhaps, and then all others together
        Assert.Equal(0, queue.Waiting);
    }

    /// <summary>Nobody listens where the database should be.</summary>
    private sealed class Away : IDbContextFactory<StudyDb>
    {
        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Tries { get; private set; }

        public StudyDb CreateDbContext() => new(StudyDbOptions.For("Host=127.0.0.1;Port=1;Database=away;Username=away;Pooling=false"));

        public async Task<StudyDb> CreateDbContextAsync(CancellationToken cancellationToken = default)
        {
            await Open.Task.WaitAsync(cancellationToken);
            Tries++;
            return CreateDbContext();
        }
    }
}
