using CoreStudy.Data;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Postgres;

/// <summary>What every other test with a database stands on.</summary>
[Trait("Needs", "Postgres")]
public sealed class TestDatabaseTests(PostgresFixture postgres)
{
    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_copy_has_every_migration_and_no_rows()
    {
        await using var database = await postgres.CloneAsync(Cancel);

        await using var db = Open(database);

        Assert.Empty(await db.Database.GetPendingMigrationsAsync(Cancel));
        Assert.Equal(0, await db.Studies.CountAsync(Cancel));
    }

    [Fact]
    public async Task What_one_test_writes_no_other_sees()
    {
        await using var mine = await postgres.CloneAsync(Cancel);
        await using var other = await postgres.CloneAsync(Cancel);

        await using (var db = Open(mine)) await StudyBuilder.StartAsync(db);

        await using var elsewhere = Open(other);
        Assert.Equal(0, await elsewhere.Studies.CountAsync(Cancel));
    }

    [Fact]
    public async Task The_model_has_no_change_that_a_migration_lacks()
    {
        await using var database = await postgres.CloneAsync(Cancel);

        await using var db = Open(database);

        Assert.False(db.Database.HasPendingModelChanges());
    }

    private static StudyDb Open(TestDatabase database) => new(StudyDbOptions.For(database.ConnectionString));
}
