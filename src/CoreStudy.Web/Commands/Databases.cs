using CoreStudy.Data;
using CoreStudy.Data.Postgres;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Commands;

/// <summary>The database that a command works on: the one of the environment, or the private one.</summary>
internal sealed class Databases : IAsyncDisposable
{
    private const string Name = "corestudy";

    private readonly IAsyncDisposable? _private;

    private Databases(string connectionString, IAsyncDisposable? @private) => (ConnectionString, _private) = (connectionString, @private);

    public string ConnectionString { get; }

    public bool IsPrivate => _private is not null;

    /// <summary>Opens it, up to date.</summary>
    /// <exception cref="PostgresUnavailableException">None is configured, and no PostgreSQL can be run here.</exception>
    public static async Task<Databases> OpenAsync(CancellationToken cancel)
    {
        var database = await FindAsync(cancel);
        await using var db = new StudyDb(StudyDbOptions.For(database.ConnectionString));
        await db.Database.MigrateAsync(cancel);
        return database;
    }

    /// <summary>Does a command's work on the database; the exit code is the work's, or 2 where there is no database.</summary>
    public static async Task<int> RunAsync(Func<Databases, Task<int>> work, CancellationToken cancel)
    {
        try
        {
            await using var database = await OpenAsync(cancel);
            return await work(database);
        }
        catch (Exception exception) when (exception is PostgresUnavailableException or FileNotFoundException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 2;
        }
    }

    public ValueTask DisposeAsync() => _private?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<Databases> FindAsync(CancellationToken cancel)
    {
        if (ConnectionStrings.Configured() is { } configured) return new Databases(configured, null);

        var postgres = await PrivatePostgres.StartAsync(new PrivatePostgresOptions { DataFolder = DataFolder.Choose() }, cancel);
        await postgres.CreateDatabaseIfMissingAsync(Name, cancel);
        return new Databases(postgres.ConnectionString(Name), postgres);
    }
}
