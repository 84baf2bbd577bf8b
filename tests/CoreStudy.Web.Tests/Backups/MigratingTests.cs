using CoreStudy.Data;
using CoreStudy.Testing;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoreStudy.Web.Tests.Backups;

public sealed class MigratingTests(PostgresFixture postgres) : AccessTest(postgres)
{
    [Fact]
    public async Task Nodes_that_start_at_once_on_an_empty_database_take_turns()
    {
        var name = $"{new NpgsqlConnectionStringBuilder(ConnectionString).Database}_empty";
        var empty = new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name, Pooling = false }.ConnectionString;
        await RunAsync($"create database {name}");
        try
        {
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => Migrating.RunAsync(empty, Cancel), Cancel)));

            await using var db = new StudyDb(StudyDbOptions.For(empty));
            Assert.Equal(db.Database.GetMigrations(), await db.Database.GetAppliedMigrationsAsync(Cancel));
        }
        finally
        {
            await RunAsync($"drop database {name} with (force)");
        }
    }

    private async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
