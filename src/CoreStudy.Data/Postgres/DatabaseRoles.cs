using System.Security.Cryptography;
using Npgsql;

namespace CoreStudy.Data.Postgres;

/// <summary>How the site reaches its database: as the app, which cannot see the vault, and as the vault.</summary>
/// <remarks>Both hold passwords: not for logs.</remarks>
public sealed record StudyConnections(string App, string Vault)
{
    public override string ToString() => "connections of the app and of the vault";
}

/// <summary>
/// The two roles that the site works under, beside the owner that migrates. The app's may do what the app does, and has no right to the
/// vault's schema; the vault's may do both. Neither may change or remove what only grows.
/// </summary>
public static class DatabaseRoles
{
    /// <summary>Names the two roles' connections where an administrator made them; then none are made here.</summary>
    public const string AppVariable = "ConnectionStrings__CoreStudyApp";

    public const string VaultVariable = "ConnectionStrings__CoreStudyVault";

    /// <summary>Tables whose rows the app may add and read, and never change.</summary>
    private static readonly string[] OnlyGrow = ["audit_entries", "earlier_audit_entries", "text_revisions"];

    /// <summary>
    /// How the server finds out that a site is gone that could not say so, its machine without power or its cable cut: within half a minute, in place of two hours.
    /// So long would an act that it was in the midst of hold the transcript against everybody on the other nodes.
    /// </summary>
    private static readonly (string Name, int Value)[] Keepalives = [("tcp_keepalives_idle", 10), ("tcp_keepalives_interval", 5), ("tcp_keepalives_count", 3), ("tcp_user_timeout", 25_000)];

    /// <summary>The connections that the environment names; null where it names none.</summary>
    /// <exception cref="InvalidOperationException">It names one of the two.</exception>
    public static StudyConnections? Configured()
    {
        var app = Secrets.Read(AppVariable);
        var vault = Secrets.Read(VaultVariable);
        if (string.IsNullOrEmpty(app) && string.IsNullOrEmpty(vault)) return null;
        return string.IsNullOrEmpty(app) || string.IsNullOrEmpty(vault)
            ? throw new InvalidOperationException($"Of {AppVariable} and {VaultVariable}, one is set: set both, or neither.")
            : new StudyConnections(app, vault);
    }

    /// <summary>Makes the roles where they are missing, or their passwords are others, and grants what each may do; for a database that is migrated.</summary>
    /// <param name="owner">The connection of the role that migrates; it must be allowed to create roles.</param>
    /// <param name="prefix">What the roles' names begin with: several installations may share one server.</param>
    /// <param name="passwordFile">Where the roles' passwords are kept, made where it is missing.</param>
    public static async Task<StudyConnections> EnsureAsync(string owner, string prefix, string passwordFile, CancellationToken cancel)
    {
        DataFolder.MakeSecret(passwordFile, () => $"{RandomNumberGenerator.GetHexString(48, lowercase: true)}\n{RandomNumberGenerator.GetHexString(48, lowercase: true)}\n");
        var passwords = await File.ReadAllLinesAsync(passwordFile, cancel);
        return await EnsureAsync(owner, prefix, (passwords[0], passwords[1]), cancel);
    }

    /// <summary>The same with passwords of the caller's.</summary>
    public static async Task<StudyConnections> EnsureAsync(string owner, string prefix, (string App, string Vault) passwords, CancellationToken cancel)
    {
        var (app, vault) = ($"{prefix}_app", $"{prefix}_vault");
        var connections = new StudyConnections(As(owner, app, passwords.App), As(owner, vault, passwords.Vault));
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(owner) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await RunAsync("select pg_advisory_xact_lock(7041777)"); // two programs that start at once take turns
        try
        {
            await MakeAsync(app, passwords.App, connections.App);
            await MakeAsync(vault, passwords.Vault, connections.Vault);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new PostgresUnavailableException(
                $"The database's owner may not create roles, and CoreStudy works under two of its own, “{app}” and “{vault}”. Give the owner CREATEROLE, "
                + $"or make the roles yourself and name their connections in {AppVariable} and {VaultVariable}.",
                exception);
        }

        await RunAsync($"""
            grant {Quoted(app)} to {Quoted(vault)};
            grant usage on schema public to {Quoted(app)};
            grant select, insert, update, delete on all tables in schema public to {Quoted(app)};
            grant usage on all sequences in schema public to {Quoted(app)};
            grant execute on all functions in schema public to {Quoted(app)};
            revoke all on schema vault from public;
            revoke all on schema vault from {Quoted(app)};
            revoke all on all tables in schema vault from public, {Quoted(app)};
            grant usage on schema vault to {Quoted(vault)};
            grant select, insert, update, delete on all tables in schema vault to {Quoted(vault)};
            """);
        foreach (var table in OnlyGrow)
        {
            if (await ScalarAsync($"select to_regclass('public.{table}') is not null") is true)
                await RunAsync($"revoke update, delete, truncate on public.{table} from {Quoted(app)}");
        }

        await transaction.CommitAsync(cancel);
        return connections;

        async Task MakeAsync(string role, string password, string asRole)
        {
            if (await ScalarAsync($"select exists (select from pg_roles where rolname = '{role}')") is not true)
                await RunAsync($"create role {Quoted(role)} login password '{password}'");
            else if (!await OpensAsync(asRole, cancel))
                await RunAsync($"alter role {Quoted(role)} login password '{password}'");
            await transaction.SaveAsync("keepalives", cancel);
            try
            {
                foreach (var (name, value) in Keepalives)
                {
                    if (await ScalarAsync($"select exists (select from pg_roles where rolname = '{role}' and '{name}={value}' = any(rolconfig))") is not true)
                        await RunAsync($"alter role {Quoted(role)} set {name} = {value}");
                }
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
            {
                await transaction.RollbackAsync("keepalives", cancel); // a role that an administrator made is theirs to set
            }
        }

        async Task RunAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            await command.ExecuteNonQueryAsync(cancel);
        }

        async Task<object?> ScalarAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            return await command.ExecuteScalarAsync(cancel);
        }
    }

    /// <summary>The database of a connection string, as a beginning of role names: letters, digits and underscores.</summary>
    public static string PrefixOf(string connectionString) =>
        new([.. (new NpgsqlConnectionStringBuilder(connectionString).Database ?? "corestudy").ToLowerInvariant().Where(c => char.IsAsciiLetterOrDigit(c) || c == '_')]);

    private static async Task<bool> OpensAsync(string connectionString, CancellationToken cancel)
    {
        try
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
            await connection.OpenAsync(cancel);
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification)
        {
            return false;
        }
    }

    private static string As(string owner, string role, string password) =>
        new NpgsqlConnectionStringBuilder(owner) { Username = role, Password = password }.ConnectionString;

    private static string Quoted(string role) => $"\"{role}\"";
}
