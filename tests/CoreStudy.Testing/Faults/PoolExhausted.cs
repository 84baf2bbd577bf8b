using CoreStudy.Data.Postgres;
using Npgsql;

namespace CoreStudy.Testing.Faults;

/// <summary>There are fewer connections to PostgreSQL than people, and for a while none at all.</summary>
public sealed class PoolExhausted : OwnSite
{
    /// <summary>Connections that the site may have open, as the app and as the vault each.</summary>
    private const int Few = 5;

    public override string Name => $"{Few} connections, then none";

    /// <summary>Others take every connection that PostgreSQL gives, after those of the site have been ended.</summary>
    public override async Task StrikeAsync(FaultGround ground, TimeSpan length, CancellationToken cancel)
    {
        var taken = new List<NpgsqlConnection>();
        try
        {
            await ground.RunAsync("select count(pg_terminate_backend(pid)) from pg_stat_activity where backend_type = 'client backend' and usename <> current_user", cancel);
            var other = new NpgsqlConnectionStringBuilder(ground.Connections.App) { Pooling = false, ApplicationName = "faults" }.ConnectionString;
            for (long? full = null; full is null || TimeProvider.System.GetElapsedTime(full.Value) < length;)
            {
                var connection = new NpgsqlConnection(other);
                try
                {
                    await connection.OpenAsync(cancel);
                    taken.Add(connection);
                }
                catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.TooManyConnections)
                {
                    await connection.DisposeAsync();
                    full ??= TimeProvider.System.GetTimestamp();
                    await ground.RunAsync("select count(pg_terminate_backend(pid)) from pg_stat_activity where backend_type = 'client backend' and usename <> current_user and application_name <> 'faults'", cancel);
                    await Task.Delay(100, cancel); // whoever gives one back: it is taken too
                }
            }
        }
        finally
        {
            foreach (var connection in taken) await connection.DisposeAsync();
        }
    }

    protected override StudyConnections Connections(FaultGround ground) => new(WithFew(ground.Connections.App), WithFew(ground.Connections.Vault));

    private static string WithFew(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = Few }.ConnectionString;
}
