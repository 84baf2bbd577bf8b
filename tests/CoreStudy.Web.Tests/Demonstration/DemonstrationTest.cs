using CoreStudy.Data;
using CoreStudy.Data.Demonstration;
using CoreStudy.Data.Postgres;
using CoreStudy.Testing;

namespace CoreStudy.Web.Tests.Demonstration;

/// <summary>A database with the demonstration study alone.</summary>
[Trait("Needs", "Postgres")]
public abstract class DemonstrationTest(PostgresFixture postgres) : IAsyncLifetime
{
    private TestDatabase _database = null!;

    protected static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    protected StudyDb Db { get; private set; } = null!;

    protected StudyConnections Connections => _database.Connections;

    public virtual async ValueTask InitializeAsync()
    {
        _database = await postgres.CloneAsync(
            "demonstration", async db => Assert.True(await DemonstrationStudy.LoadAsync(db, TimeProvider.System.GetUtcNow(), _ => Task.CompletedTask, CancellationToken.None)), Cancel);
        Db = new StudyDb(StudyDbOptions.For(_database.ConnectionString));
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Db.DisposeAsync();
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
