using System.Net.Sockets;
using System.Text;
using CoreStudy.Vault.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CoreStudy.Web.Watch;

/// <summary>What was thrown, as the log may hold it: which kinds and where, but a message only of kinds that repeat nothing of what was typed or read.</summary>
/// <remarks>A message can say more than who wrote it thought of: PostgreSQL and .NET alike repeat the value that they could not take.</remarks>
public sealed class ToldException : Exception
{
    private const int Deepest = 8;

    private readonly string _told;

    private ToldException(string told)
        : base("What was thrown, without its words.") => _told = told;

    /// <summary>The same, for the log.</summary>
    public static ToldException Of(Exception thrown) => thrown as ToldException ?? new ToldException(Tell(thrown));

    public override string ToString() => _told;

    private static string Tell(Exception thrown)
    {
        var text = new StringBuilder();
        Tell(thrown, text, 0);
        return text.ToString();
    }

    private static void Tell(Exception thrown, StringBuilder text, int depth)
    {
        text.Append(thrown.GetType().FullName);
        if (thrown is PostgresException postgres) text.Append($" {postgres.SqlState} {postgres.Routine} {postgres.SchemaName} {postgres.TableName} {postgres.ColumnName} {postgres.ConstraintName}".TrimEnd());
        else if (MayTell(thrown)) text.Append(": ").Append(thrown.Message);
        text.Append('\n');
        if (depth < Deepest)
        {
            var inner = thrown is AggregateException several ? several.InnerExceptions : (IReadOnlyCollection<Exception>)(thrown.InnerException is { } one ? [one] : []);
            foreach (var cause in inner)
            {
                text.Append(" ---> ");
                Tell(cause, text, depth + 1);
                text.Append("   --- end of what lay behind it ---\n");
            }
        }

        if (thrown.StackTrace is { } trace) text.Append(trace).Append('\n');
    }

    /// <summary>Their messages tell of machines, disks, keys and settings. Files of ours are named by ids; what people upload is never stored under its name.</summary>
    private static bool MayTell(Exception thrown) => thrown is SocketException or TimeoutException or OperationCanceledException or IOException or UnauthorizedAccessException
        or NpgsqlException or DbUpdateException or MasterKeyException or KeyDestroyedException or OptionsValidationException or ObjectDisposedException or NullReferenceException
        or OutOfMemoryException || thrown.GetType() == typeof(InvalidOperationException);
}
