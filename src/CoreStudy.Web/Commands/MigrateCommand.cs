using System.CommandLine;

namespace CoreStudy.Web.Commands;

/// <summary>Brings the database up to date and stops.</summary>
internal static class MigrateCommand
{
    public static Command Make()
    {
        var command = new Command("migrate", "Brings the database up to date, without starting the site.");
        command.SetAction(async (_, cancel) =>
        {
            if (Databases.Configured() is not { } connectionString)
            {
                await Console.Error.WriteLineAsync("Set ConnectionStrings__CoreStudy to the database first.");
                return 2;
            }

            await Databases.MigrateAsync(connectionString, cancel);
            return 0;
        });
        return command;
    }
}
