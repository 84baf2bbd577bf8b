using System.CommandLine;

namespace CoreStudy.Web.Commands;

/// <summary>Starts the site, over the configured database or a private one.</summary>
internal static class ServeCommand
{
    public static void AddTo(RootCommand root)
    {
        var urls = new Option<string>("--urls") { Description = "Where the site listens.", DefaultValueFactory = _ => "http://localhost:5080" };
        var demonstration = new Option<bool>("--demonstration") { Description = "Load the demonstration study where the database holds no study yet." };
        root.Add(urls);
        root.Add(demonstration);
        root.SetAction((arguments, cancel) => RunAsync(arguments.GetValue(urls)!, arguments.GetValue(demonstration), cancel));
    }

    private static Task<int> RunAsync(string urls, bool demonstration, CancellationToken cancel) => Databases.RunAsync(
        async database =>
        {
            var signIns = demonstration ? await DemonstrationSignIns.LoadAsync(database, cancel) : "";
            await using var app = Site.Build(["--urls", urls], database.Connections);
            await app.StartAsync(cancel);
            await Console.Out.WriteLineAsync($"CoreStudy is at {string.Join(", ", app.Urls)} (Ctrl-C stops it){signIns}");
            await app.WaitForShutdownAsync(cancel);
            return 0;
        },
        cancel);
}
