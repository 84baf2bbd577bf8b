using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Data;

/// <summary>The turn to do a job that one node at a time may do, held until disposed, or until the node is gone with its connection.</summary>
public sealed class JobTurn : IAsyncDisposable
{
    private readonly StudyDb _db;
    private readonly string _job;

    private JobTurn(StudyDb db, string job) => (_db, _job) = (db, job);

    /// <summary>Takes the turn; null where another node has it, or another thread of this one.</summary>
    public static async Task<JobTurn?> TryTakeAsync(IDbContextFactory<StudyDb> databases, string job, CancellationToken cancel)
    {
        var turn = new JobTurn(await OpenAsync(databases, cancel), job);
        try
        {
            var isMine = await turn._db.Database.SqlQuery<bool>($"select pg_try_advisory_lock(hashtextextended({job}, 12)) as \"Value\"").SingleAsync(cancel);
            if (isMine) return turn;
        }
        catch
        {
            await turn._db.DisposeAsync();
            throw;
        }

        await turn._db.DisposeAsync();
        return null;
    }

    /// <summary>Waits for the turn and takes it.</summary>
    public static async Task<JobTurn> TakeAsync(IDbContextFactory<StudyDb> databases, string job, CancellationToken cancel)
    {
        var turn = new JobTurn(await OpenAsync(databases, cancel), job);
        try
        {
            await turn._db.Database.ExecuteSqlAsync($"select pg_advisory_lock(hashtextextended({job}, 12))", cancel);
            return turn;
        }
        catch
        {
            await turn._db.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _db.Database.ExecuteSqlAsync($"select pg_advisory_unlock(hashtextextended({_job}, 12))", CancellationToken.None);
        }
        catch (Exception exception) when (exception is Npgsql.NpgsqlException or InvalidOperationException)
        {
            // the connection is gone, and the turn with it
        }

        await _db.DisposeAsync();
    }

    private static async Task<StudyDb> OpenAsync(IDbContextFactory<StudyDb> databases, CancellationToken cancel)
    {
        var db = await databases.CreateDbContextAsync(cancel);
        try
        {
            await db.Database.OpenConnectionAsync(cancel); // one connection for all: the turn is the connection's
            return db;
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }
}
