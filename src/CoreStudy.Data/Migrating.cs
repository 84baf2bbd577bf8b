using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoreStudy.Data;

/// <summary>Brings a database up to date.</summary>
public static class Migrating
{
    /// <summary>Any number that no other lock of ours has.</summary>
    private const long Turn = 7041778;

    /// <summary>Applies every migration that the database lacks. Programs that start at once take turns: Entity Framework's own lock is on a table that the first of them has yet to make. The wait and each step take as long as they take.</summary>
    /// <param name="owner">The connection of the role that the tables belong to.</param>
    public static async Task RunAsync(string owner, CancellationToken cancel)
    {
        var patient = new NpgsqlConnectionStringBuilder(owner) { CommandTimeout = 0, Pooling = false }.ConnectionString;
        await using var held = new NpgsqlConnection(patient); // the turn is the connection's, and ends with it
        await held.OpenAsync(cancel);
        await using var take = new NpgsqlCommand($"select pg_advisory_lock({Turn})", held);
        await take.ExecuteNonQueryAsync(cancel);

        await using var db = new StudyDb(StudyDbOptions.For(patient));
        await db.Database.MigrateAsync(cancel);
    }
}
