using System.CommandLine;

namespace CoreStudy.Web.Commands;

/// <summary>Brings the database up to date and stops.</summary>
internal static class MigrateCommand
{
    public static Command Make()
    {
        var command = new Command("migrate", "Brings the database up to date, without starting the site.");
        command.SetAction((_, cancel) => Databases.RunAsync(
            async _ =>
            {
                await Console.Error.WriteLineAsync("The database is up to date.");
                return 0;
            },
            cancel));
        return command;
    }
}
