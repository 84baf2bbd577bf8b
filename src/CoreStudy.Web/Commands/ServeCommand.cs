using System.CommandLine;

namespace CoreStudy.Web.Commands;

/// <summary>Starts the site.</summary>
internal static class ServeCommand
{
    public static void AddTo(RootCommand root)
    {
        var urls = new Option<string>("--urls") { Description = "Where the site listens.", DefaultValueFactory = _ => "http://localhost:5080" };
        root.Add(urls);
        root.SetAction(async (arguments, cancel) =>
        {
            var connectionString = Databases.Configured() ?? throw new InvalidOperationException("ConnectionStrings__CoreStudy is not set.");
            await Databases.MigrateAsync(connectionString, cancel);
            await DemonstrationSignIns.LoadAsync(connectionString, cancel);
            await using var app = Site.Build(["--urls", arguments.GetValue(urls)!], connectionString);
            await app.RunAsync();
            return 0;
        });
    }
}
