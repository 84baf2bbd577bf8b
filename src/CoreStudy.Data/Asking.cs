using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoreStudy.Data;

/// <summary>Lets SQL of our own ask of what a query chose.</summary>
internal static class Asking
{
    /// <summary>Asks over a query: the query by a name and with names for its columns, in their order, before the rest of the SQL, which is a select or begins with a comma and a further such query.</summary>
    /// <param name="read">Takes the answer in while it is there.</param>
    /// <param name="byHash">Whether rows are gathered and joined by hashes alone: of rows that become arrays the planner takes it that sorting them is cheaper, which takes half as long again.</param>
    /// <remarks>
    /// Within a transaction of its own, where none is open, that may sort and gather in memory what a study needs; compiling such a statement takes longer than running it.
    /// </remarks>
    public static async Task<T> AskAsync<TRow, T>(
        this IQueryable<TRow> query, StudyDb db, string name, string sql, IEnumerable<NpgsqlParameter> parameters, Func<DbDataReader, CancellationToken, Task<T>> read, CancellationToken cancel, bool byHash = false)
    {
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        await db.Database.ExecuteSqlAsync($"set local work_mem = '64MB'; set local jit = off", cancel);
        if (byHash) await db.Database.ExecuteSqlAsync($"set local enable_sort = off; set local enable_nestloop = off; set local enable_mergejoin = off", cancel);
        await using var command = query.CreateDbCommand();
        command.CommandText = $"with {name} as ({command.CommandText})\n{sql}";
        foreach (var parameter in parameters.Where(p => sql.Contains($"@{p.ParameterName}", StringComparison.Ordinal))) command.Parameters.Add(parameter);
        await using var answer = await command.ExecuteReaderAsync(cancel);
        return await read(answer, cancel);
    }
}
