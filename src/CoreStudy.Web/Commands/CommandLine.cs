using System.CommandLine;

namespace CoreStudy.Web.Commands;

/// <summary>The program's commands; without one it starts the site.</summary>
public static class CommandLine
{
    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("CoreStudy: a health-research team codes confidential interviews together.");
        root.Add(MigrateCommand.Make());
        root.Add(HealthyCommand.Make());
        root.Add(UserCommand.Make());
        ServeCommand.AddTo(root);
        return root.Parse(args).InvokeAsync();
    }
}
