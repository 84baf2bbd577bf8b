using CoreStudy.Data;
using CoreStudy.Data.Postgres;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CoreStudy.Web.Tests.Access;

/// <summary>A small study over a real database, with a clock that the test moves.</summary>
[Trait("Needs", "Postgres")]
public abstract class AccessTest(PostgresFixture postgres) : IAsyncLifetime
{
    private TestDatabase _database = null!;

    protected string ConnectionString => _database.ConnectionString;

    protected StudyConnections Connections => _database.Connections;

    protected HandClock Clock { get; } = new(StudyBuilder.At);

    /// <summary>Contexts of the site's own kind over the study.</summary>
    protected IDbContextFactory<StudyDb> Contexts => new Factory(ConnectionString);

    protected Permissions Permissions { get; private set; } = null!;

    protected StudyDb Db { get; private set; } = null!;

    protected StudyBuilder Study { get; private set; } = null!;

    protected static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        _database = await postgres.CloneAsync();
        Permissions = PermissionsOver(Contexts, Clock);
        Db = new StudyDb(StudyDbOptions.For(ConnectionString));
        Study = await StudyBuilder.StartAsync(Db);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Db.DisposeAsync();
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Permissions as the site has them where no setting is otherwise.</summary>
    internal static Permissions PermissionsOver(IDbContextFactory<StudyDb> databases, TimeProvider clock) =>
        new(databases, new SecondStepDuty(databases, Options.Create(new SignInOptions()), clock), new RefusedDeeds(NullLogger<RefusedDeeds>.Instance, clock), clock);

    /// <summary>Time passes only when the test says so.</summary>
    protected sealed class HandClock(DateTimeOffset now) : TimeProvider
    {
        private DateTimeOffset _now = now;
        private TimeSpan _passed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _now;

        public override long GetTimestamp() => _passed.Ticks;

        public void Pass(TimeSpan time)
        {
            _now += time;
            _passed += time;
        }

        /// <summary>Somebody, or another computer, sets the clock: no time passes.</summary>
        public void Set(TimeSpan by) => _now += by;
    }

    private sealed class Factory(string connectionString) : IDbContextFactory<StudyDb>
    {
        public StudyDb CreateDbContext() => new(StudyDbOptions.For(connectionString));
    }
}
