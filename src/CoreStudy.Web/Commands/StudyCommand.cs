using System.CommandLine;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Studies;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Commands;

/// <summary>What a study is written or read with: every use case, and as whom they are asked.</summary>
/// <param name="Me">The account of <c>--as</c>; each use case asks what it may do.</param>
internal sealed record StudyAsking(IServiceProvider Services, AccountId Me)
{
    public T Ask<T>()
        where T : notnull => Services.GetRequiredService<T>();
}

/// <summary>A format that a whole study, or the lists of it, can be written in.</summary>
/// <param name="Name">What <c>--format</c> calls it.</param>
/// <param name="Ending">Of the file's name, with the point.</param>
/// <param name="Description">For the help, in a few words.</param>
/// <param name="RunAsync">Asks the use case that makes the file, and writes it; says on standard error why not. The exit code is 0, 1 where the study says no, and 2 where the file cannot be written.</param>
internal sealed record StudyExportFormat(string Name, string Ending, string Description, Func<StudyAsking, Study, FileInfo, ParseResult, CancellationToken, Task<int>> RunAsync)
{
    /// <summary>Of formats that the gate may caution of.</summary>
    public static Option<bool> Cautioned { get; } = new("--cautioned") { Description = "You have read the caution that was printed before, and go on." };

    /// <summary>Options of this format, and of others that ask the same.</summary>
    public IReadOnlyList<Option> Options { get; init; } = [];
}

/// <summary>A kind of file that a study can be made of.</summary>
/// <param name="Fits">Whether a file is of this kind, by what is in it.</param>
/// <param name="RunAsync">As with <see cref="StudyExportFormat"/>.</param>
internal sealed record StudyImportFormat(string Name, Func<FileInfo, bool> Fits, Func<StudyAsking, FileInfo, ParseResult, CancellationToken, Task<int>> RunAsync)
{
    public IReadOnlyList<Option> Options { get; init; } = [];
}

/// <summary>Takes whole studies out and brings them in, as a member of the team.</summary>
internal static class StudyCommand
{
    /// <summary>The exit code where a study, its rules or a file said no.</summary>
    public const int Refused = 1;

    /// <summary>The exit code where something asked for is not there, or a file cannot be read or written.</summary>
    public const int BadInput = 2;

    /// <summary>How a study can be written: a format of one's own is one more line, and a class beside this one.</summary>
    private static IReadOnlyList<StudyExportFormat> ExportFormats { get; } = [StudyProjects.Project, StudyProjects.Codebook, StudyExportArchive.Format, StudyExportWorkbook.Format, .. StudyExportReport.Formats];

    /// <summary>What a study can be made of; the first that fits reads the file.</summary>
    private static IReadOnlyList<StudyImportFormat> ImportFormats { get; } = [StudyImportArchive.Format, StudyProjects.Import];

    public static Command Make() => new("study", "Takes a whole study out as a file, or makes one of a file.") { Export(), Import() };

    /// <summary>Says on standard error why not, and gives the exit code for it.</summary>
    public static async Task<int> SayAsync(string sentence, int code = Refused)
    {
        await Console.Error.WriteLineAsync(sentence);
        return code;
    }

    /// <summary>Writes a file beside its name first, so that one of that name is replaced only by a whole one.</summary>
    public static async Task WriteAsync(FileInfo to, Func<Stream, Task> write)
    {
        var draft = Path.Combine(to.DirectoryName!, $".{to.Name}.{Path.GetRandomFileName()}");
        try
        {
            await using (var output = new FileStream(draft, FileMode.CreateNew, FileAccess.ReadWrite)) await write(output);
            File.Move(draft, to.FullName, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static Command Export()
    {
        var study = new Argument<string>("study") { Description = "The study: its id, name or short name." };
        var format = new Option<string>("--format") { Description = "What kind of file: " + string.Join("; ", ExportFormats.Select(f => $"{f.Name}: {f.Description}")) + ".", Required = true };
        format.AcceptOnlyFromAmong([.. ExportFormats.Select(f => f.Name)]);
        var by = By();
        var to = new Option<FileInfo?>("--to") { Description = "Where to write; otherwise the study's short name with the format's ending, here. A file of that name is replaced." };
        var command = new Command("export", "Writes a study as a file: what the member of --as may take out, and no more. It passes the same checks as a download, and is written to the audit trail. The exit code is 1 where the study says no.")
        {
            study, format, by, to,
        };
        foreach (var option in ExportFormats.SelectMany(f => f.Options).Distinct()) command.Add(option);
        command.SetAction((given, cancel) => RunAsync(
            given.GetValue(by)!, async (asking, db) =>
            {
                var chosen = ExportFormats.Single(f => f.Name == given.GetValue(format));
                if ((await StudyAsync(db, asking.Me, given.GetValue(study)!, cancel)).IsRefused(out var refusal, out var found)) return await SayAsync(refusal.Sentence, BadInput);
                return await chosen.RunAsync(asking, found, given.GetValue(to) ?? new FileInfo($"{FileLeaving.ShortNameOf(found.ShortName)}{chosen.Ending}"), given, cancel);
            }, cancel));
        return command;
    }

    private static Command Import()
    {
        var file = new Argument<FileInfo>("file") { Description = "The file; what kind it is, its content says." };
        var by = By();
        var command = new Command("import", "Makes a study of a file, as the person of --as, who is its lead then. All of it is stored, or nothing. The exit code is 1 where it is refused, and 2 where the file cannot be read.") { file, by };
        foreach (var option in ImportFormats.SelectMany(f => f.Options).Distinct()) command.Add(option);
        command.SetAction((given, cancel) => RunAsync(
            given.GetValue(by)!, async (asking, _) =>
            {
                var from = given.GetValue(file)!;
                if (!from.Exists) return await SayAsync($"There is no such file: {from}", BadInput);
                return ImportFormats.FirstOrDefault(f => f.Fits(from)) is { } format
                    ? await format.RunAsync(asking, from, given, cancel)
                    : await SayAsync("This is no file that a study can be made of: " + string.Join(", ", ImportFormats.Select(f => f.Name)) + ".", BadInput);
            }, cancel));
        return command;
    }

    private static Option<string> By() => new("--as") { Description = "The e-mail address of the account as which this is done.", Required = true };

    private static Task<int> RunAsync(string email, Func<StudyAsking, StudyDb, Task<int>> work, CancellationToken cancel) => Databases.RunAsync(
        async database =>
        {
            await using var services = database.Services().BuildServiceProvider();
            await using var db = await services.GetRequiredService<IDbContextFactory<StudyDb>>().CreateDbContextAsync(cancel);
            var address = email.ToUpperInvariant();
            var account = await db.Users.Where(a => a.NormalizedEmail == address).Select(a => (Guid?)a.Id).SingleOrDefaultAsync(cancel);
            try
            {
                return account is { } id ? await work(new StudyAsking(services, new AccountId(id)), db) : await SayAsync($"There is no account “{email}”.", BadInput);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return await SayAsync($"A file cannot be opened: {exception.Message}", BadInput);
            }
        },
        cancel);

    /// <summary>A study that the account belongs to; others are not there for it.</summary>
    private static async Task<Result<Study>> StudyAsync(StudyDb db, AccountId me, string study, CancellationToken cancel)
    {
        var id = Guid.TryParse(study, out var parsed) ? new StudyId(parsed) : default;
        var found = await db.Studies.AsNoTracking().Where(s => s.Id == id || s.Name == study || s.ShortName == study)
            .Where(s => db.Members.Any(m => m.StudyId == s.Id && m.AccountId == me && m.EndedAt == null)).ToListAsync(cancel);
        if (found.Count == 1) return found[0];
        return new Refusal(found.Count == 0 ? $"There is no study “{study}”, or it is not open to this account." : $"Several studies are called “{study}”; give the id.");
    }
}
