namespace CoreStudy.Data.Postgres;

/// <summary>Which private PostgreSQL to run.</summary>
public sealed record PrivatePostgresOptions
{
    /// <summary>The folder that holds the cluster, its password and its lock.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Gives up safety against a crash of the machine for speed. For tests alone, never for what people write.</summary>
    public bool ForTests { get; init; }

    /// <summary>The folder with <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>; null searches the usual places.</summary>
    public string? BinariesFolder { get; init; } = Environment.GetEnvironmentVariable("CORESTUDY_POSTGRES_BIN") is { Length: > 0 } set ? set : null;

    /// <summary>How long to wait for the server to be ready, recovery after a crash included.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromMinutes(2);
}

/// <summary>The private PostgreSQL cannot run here; the message says why and what brings it.</summary>
public sealed class PostgresUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
