using System.CommandLine;
using System.CommandLine.Invocation;

namespace CoreStudy.Web.Commands;

/// <summary>The program's commands; without one it starts the site.</summary>
public static class CommandLine
{
    /// <summary>How long a command that is told to stop (SIGTERM, Ctrl-C) may take to do so in order: the site lets its pages go and stops its PostgreSQL.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15);

    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("CoreStudy: a health-research team codes confidential interviews together.");
        root.Add(MigrateCommand.Make());
        root.Add(ParseCommand.Make());
        root.Add(DetectCommand.Make());
        root.Add(AgreementCommand.Make());
        root.Add(ExchangeCommand.Make());
        root.Add(ImportCommand.Make());
        root.Add(StudyCommand.Make());
        root.Add(CheckCommand.Make());
        root.Add(AuditCommand.Make());
        root.Add(HealthyCommand.Make());
        root.Add(UserCommand.Make());
        root.Add(VaultCommand.Make());
        root.Add(BackupCommand.Make());
        root.Add(BackupCommand.MakeRestore());
        ServeCommand.AddTo(root);
        var given = root.Parse(args);
        if (given.Action is ParseErrorAction wrong) wrong.ShowHelp = false; // standard output belongs to answers
        return given.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = StopLimit });
    }
}
