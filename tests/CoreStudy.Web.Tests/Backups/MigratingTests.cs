using CoreStudy.Data;
using CoreStudy.Testing;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Backups;

public sealed class MigratingTests(PostgresFixture postgres) : AccessTest(postgres)
{
    [Fact]
    public async Task Nodes_that_start_at_once_on_an_empty_database_take_turns()
    {
        await using var empty = await SpareDatabase.MakeAsync(ConnectionString, "empty");

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => Migrating.RunAsync(empty.ConnectionString, Cancel), Cancel)));

        await using var db = new StudyDb(StudyDbOptions.For(empty.ConnectionString));
        Assert.Equal(db.Database.GetMigrations(), await db.Database.GetAppliedMigrationsAsync(Cancel));
    }
}
