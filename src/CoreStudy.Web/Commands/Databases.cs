using CoreStudy.Data;
using CoreStudy.Data.Postgres;
using CoreStudy.Vault;
using CoreStudy.Vault.Keys;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Checklists;
using CoreStudy.Web.Features.Comparisons;
using CoreStudy.Web.Features.Matrices;
using CoreStudy.Web.Features.Reports;
using CoreStudy.Web.Live;
using CoreStudy.Web.Settings;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Commands;

/// <summary>The database that a command works on: the one of the environment, or the private one.</summary>
internal sealed class Databases : IAsyncDisposable
{
    private const string Name = "corestudy";

    private readonly IAsyncDisposable? _private;

    private Databases(string owner, StudyConnections connections, IAsyncDisposable? @private) => (ConnectionString, Connections, _private) = (owner, connections, @private);

    /// <summary>As the owner of the database, where its connection was given; otherwise as the app.</summary>
    public string ConnectionString { get; }

    /// <summary>As the app and as the vault, which is what the site works under.</summary>
    public StudyConnections Connections { get; }

    public bool IsPrivate => _private is not null;

    /// <summary>Opens it, up to date.</summary>
    /// <exception cref="SettingsException">Settings are wrong.</exception>
    /// <exception cref="PostgresUnavailableException">None is configured, and no PostgreSQL can be run here.</exception>
    /// <exception cref="MasterKeyException">The master key is missing.</exception>
    public static async Task<Databases> OpenAsync(CancellationToken cancel)
    {
        SettingsCheck.Demand();
        var (owner, server) = await FindAsync(cancel);
        try
        {
            _ = VaultSettings.For(server is not null).MasterKeys();
            return new Databases(owner ?? DatabaseRoles.Configured()!.App, await ConnectAsync(owner, cancel), server);
        }
        catch
        {
            if (server is not null) await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens it as it is, as its owner: not brought up to date, perhaps empty, and without the master key.</summary>
    /// <exception cref="SettingsException">Settings are wrong.</exception>
    /// <exception cref="PostgresUnavailableException">None is configured, and no PostgreSQL can be run here; or the owner's connection is not given.</exception>
    public static async Task<Databases> OpenAsItIsAsync(CancellationToken cancel)
    {
        SettingsCheck.Demand();
        var (owner, server) = await FindAsync(cancel);
        return owner is not null ? new Databases(owner, new StudyConnections(owner, owner), server)
            : throw new PostgresUnavailableException($"This needs the connection of the database's owner, in {ConnectionStrings.Variable}.");
    }

    /// <summary>Does a command's work on a database that is opened as it is.</summary>
    public static Task<int> RunAsItIsAsync(Func<Databases, Task<int>> work, CancellationToken cancel) => RunAsync(OpenAsItIsAsync, work, cancel);

    /// <summary>Makes the roles that the site works under where they are missing, and grants what each may do.</summary>
    public Task MakeRolesAsync(CancellationToken cancel) => ConnectAsync(ConnectionString, cancel);

    /// <summary>Does a command's work on the database; the exit code is the work's, or 2 where there is no database or no master key.</summary>
    public static Task<int> RunAsync(Func<Databases, Task<int>> work, CancellationToken cancel) => RunAsync(OpenAsync, work, cancel);

    private static async Task<int> RunAsync(Func<CancellationToken, Task<Databases>> open, Func<Databases, Task<int>> work, CancellationToken cancel)
    {
        try
        {
            await using var database = await open(cancel);
            return await work(database);
        }
        catch (Exception exception) when (exception is SettingsException or PostgresUnavailableException or FileNotFoundException or MasterKeyException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 2;
        }
    }

    /// <summary>What commands beside the site's own start from: the database, the vault, accounts, and every use case with what it asks for.</summary>
    public IServiceCollection Services() => new ServiceCollection()
        .AddLogging()
        .AddSingleton<IConfiguration>(VaultSettings.For(IsPrivate).Values)
        .AddSingleton(TimeProvider.System)
        .AddDbContextFactory<StudyDb>(options => options.UseStudyDb(Connections.App))
        .AddVault(Connections.Vault)
        .AddAccounts()
        .AddLive()
        .AddUseCases()
        .AddComparisons()
        .AddMatrices()
        .AddChecklists()
        .AddReports();

    public ValueTask DisposeAsync() => _private?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<StudyConnections> ConnectAsync(string? owner, CancellationToken cancel)
    {
        var configured = DatabaseRoles.Configured();
        if (owner is not null)
        {
            await Migrating.RunAsync(owner, cancel);
        }
        else
        {
            await using var db = new StudyDb(StudyDbOptions.For(configured!.App));
            if ((await db.Database.GetPendingMigrationsAsync(cancel)).Any())
                throw new PostgresUnavailableException($"The database is not up to date. Run “migrate” with the owner's connection in {ConnectionStrings.Variable} first.");
        }

        return configured ?? await DatabaseRoles.EnsureAsync(owner!, DatabaseRoles.PrefixOf(owner!), Path.Combine(DataFolder.Choose(), "database-roles"), cancel);
    }

    private static async Task<(string? Owner, IAsyncDisposable? Server)> FindAsync(CancellationToken cancel)
    {
        if (ConnectionStrings.Configured() is { } configured) return (configured, null);
        if (DatabaseRoles.Configured() is not null) return (null, null);

        var postgres = await PrivatePostgres.StartAsync(new PrivatePostgresOptions { DataFolder = DataFolder.Choose() }, cancel);
        await postgres.CreateDatabaseIfMissingAsync(Name, cancel);
        return (postgres.ConnectionString(Name), postgres);
    }
}
