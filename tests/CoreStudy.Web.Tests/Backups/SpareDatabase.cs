using Npgsql;

namespace CoreStudy.Web.Tests.Backups;

/// <summary>An empty database beside that of a test, on the same server, for as long as it is held.</summary>
internal sealed class SpareDatabase : IAsyncDisposable
{
    private readonly string _beside;
    private readonly string _name;

    private SpareDatabase(string beside, string name) => (_beside, _name) = (beside, name);

    public string ConnectionString => new NpgsqlConnectionStringBuilder(_beside) { Database = _name, Pooling = false }.ConnectionString;

    /// <param name="beside">The test's own database.</param>
    /// <param name="ending">Of its name.</param>
    public static async Task<SpareDatabase> MakeAsync(string beside, string ending)
    {
        var spare = new SpareDatabase(beside, $"{new NpgsqlConnectionStringBuilder(beside).Database}_{ending}");
        await spare.RunAsync($"create database {spare._name}");
        return spare;
    }

    public async ValueTask DisposeAsync() => await RunAsync($"drop database {_name} with (force)");

    private async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_beside);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
