using System.CommandLine;
using CoreStudy.Data.Postgres;

namespace CoreStudy.Web.Commands;

/// <summary>Brings the database up to date and stops.</summary>
internal static class MigrateCommand
{
    public static Command Make()
    {
        var command = new Command("migrate", "Brings the database up to date, without starting the site.");
        command.SetAction(async (_, cancel) =>
        {
            try
            {
                await using var database = await Databases.OpenAsync(cancel);
                await Console.Error.WriteLineAsync("The database is up to date.");
                return 0;
            }
            catch (PostgresMissingException exception)
            {
                await Console.Error.WriteLineAsync(exception.Message);
                return 2;
            }
        });
        return command;
    }
}
