using CoreStudy.Data;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Commands;

/// <summary>Finds the database that the commands work on.</summary>
internal static class Databases
{
    /// <summary>The connection string of the environment (<c>ConnectionStrings__CoreStudy</c>), or null.</summary>
    public static string? Configured() => Environment.GetEnvironmentVariable("ConnectionStrings__CoreStudy") is { Length: > 0 } set ? set : null;

    public static async Task MigrateAsync(string connectionString, CancellationToken cancel)
    {
        await using var db = new StudyDb(StudyDbOptions.For(connectionString));
        await db.Database.MigrateAsync(cancel);
    }
}
