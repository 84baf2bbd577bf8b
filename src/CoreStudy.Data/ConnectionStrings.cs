using Npgsql;

namespace CoreStudy.Data;

/// <summary>The connection string of the environment.</summary>
public static class ConnectionStrings
{
    public const string Variable = "ConnectionStrings__CoreStudy";

    /// <summary>Names a file that holds the password, so that it stands in no environment.</summary>
    public const string PasswordFileVariable = "CORESTUDY_DB_PASSWORD_FILE";

    /// <summary>What the environment says, its password from a file where it names one; null where nothing is said.</summary>
    public static string? Configured() => Read(Environment.GetEnvironmentVariable);

    /// <exception cref="FileNotFoundException">A file is named but not there.</exception>
    internal static string? Read(Func<string, string?> variable)
    {
        if (Secrets.Read(Variable, variable) is not { Length: > 0 } connectionString) return null;
        if (variable(PasswordFileVariable) is not { Length: > 0 } file) return connectionString;
        return new NpgsqlConnectionStringBuilder(connectionString) { Password = Secrets.ReadFile(PasswordFileVariable, file) }.ConnectionString;
    }
}
