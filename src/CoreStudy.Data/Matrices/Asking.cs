using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Data.Matrices;

/// <summary>Lets SQL of our own ask of what a query chose.</summary>
internal static class AskingExtensions
{
    /// <summary>A command over a query: the query by a name and with names for its columns, in their order, before the rest of the SQL, which is a select or begins with a comma and a further such query.</summary>
    /// <remarks>It is run on the context's connection, which the caller opens, within the context's transaction where there is one.</remarks>
    public static DbCommand Asking<T>(this IQueryable<T> query, StudyDb db, string name, string sql)
    {
        var command = query.CreateDbCommand();
        command.CommandText = $"with {name} as ({command.CommandText})\n{sql}";
        command.CommandTimeout = db.Database.GetCommandTimeout() ?? command.CommandTimeout;
        return command;
    }
}
