using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CoreStudy.Interchange.RefiQda;

namespace CoreStudy.Web.Commands;

/// <summary>Shows what is in files of other programs, and writes them again; needs no database.</summary>
internal static class ExchangeCommand
{
    private const int BadInput = 2;

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static Command Make() => new("exchange", "Works on files of other programs (REFI-QDA: .qdpx, .qde, .qdc). See deploy/docs/exchange.md.") { Inspect(), Convert() };

    private static Command Inspect()
    {
        var file = new Argument<FileInfo>("file") { Description = "A project (.qdpx), a project file alone (.qde) or a codebook (.qdc); what it is, its content says." };
        var positions = Positions();
        var command = new Command(
            "inspect",
            "Prints as JSON what a file holds and what an import makes of it: how many elements of each kind were read, kept, changed and left out, each change with its reason, whether the file is valid, and how places in texts are counted. Words of texts are not printed. The exit code is 2 where the file cannot be read.")
        {
            file, positions,
        };
        command.SetAction((given, cancel) => GuardAsync(async () =>
        {
            await using var content = given.GetValue(file)!.OpenRead();
            if (ExchangeFile.Read(given.GetValue(file)!.Name, content, cancel, PositionReading.Parse(given.GetValue(positions))).IsRefused(out var refusal, out var reading)) return await SayAsync(refusal.Sentence);
            using (reading) await PrintAsync(reading.Report, cancel);
            return 0;
        }));
        return command;
    }

    private static Command Convert()
    {
        var from = new Argument<FileInfo>("in") { Description = "A project (.qdpx), a project file alone (.qde) or a codebook (.qdc)." };
        var to = new Argument<FileInfo>("out") { Description = "Where to write: .qdpx, or .qdc for the codes alone. A file of that name is replaced." };
        var positions = Positions();
        var program = new Option<string>("--for")
        {
            Description = "For which program a .qdpx is written: they count places and write line ends differently. Only “standard” has been tried so far.",
            DefaultValueFactory = _ => RefiVariant.Standard.Name,
        };
        program.AcceptOnlyFromAmong([.. RefiVariant.All.Select(v => v.Name)]);
        var command = new Command(
            "convert",
            "Reads a file as an import does and writes it again, valid and in the standard's own way. Prints as JSON what was read (as inspect does) and what could not be written as it is. The exit code is 2 where the file cannot be read or written; then OUT stays as it was.")
        {
            from, to, positions, program,
        };
        command.SetAction((given, cancel) => GuardAsync(() => ConvertAsync(
            given.GetValue(from)!, given.GetValue(to)!, PositionReading.Parse(given.GetValue(positions)), RefiVariant.All.Single(v => v.Name == given.GetValue(program)), cancel)));
        return command;
    }

    private static async Task<int> ConvertAsync(FileInfo from, FileInfo to, PositionReading? positions, RefiVariant variant, CancellationToken cancel)
    {
        var isCodebook = to.Extension.Equals(".qdc", StringComparison.OrdinalIgnoreCase);
        if (!isCodebook && !to.Extension.Equals(".qdpx", StringComparison.OrdinalIgnoreCase)) return await SayAsync("The name of the file to write ends in .qdpx, or in .qdc for the codes alone.");
        await using var content = from.OpenRead();
        if (ExchangeFile.Read(from.Name, content, cancel, positions).IsRefused(out var refusal, out var reading)) return await SayAsync(refusal.Sentence);
        using var _ = reading;
        var draft = Path.Combine(to.DirectoryName!, $".{to.Name}.{Path.GetRandomFileName()}");
        try
        {
            RefiWriting? written;
            await using (var output = new FileStream(draft, FileMode.CreateNew, FileAccess.ReadWrite))
            {
                var result = isCodebook ? ExchangeFile.WriteCodebook(reading.Project, output, cancel) : ExchangeFile.Write(reading.Project, output, variant, reading.Open, cancel);
                if (result.IsRefused(out var no, out written)) return await SayAsync(no.Sentence);
            }

            File.Move(draft, to.FullName, overwrite: true);
            await PrintAsync(new { Read = reading.Report, Written = written.Findings }, cancel);
            return 0;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static Option<string?> Positions()
    {
        var positions = new Option<string?>("--positions")
        {
            Description = "How places in texts are counted, where you know better than the file's origin says: the unit, and whether CR LF counts as two characters or as one.",
        };
        positions.AcceptOnlyFromAmong([.. PositionReading.All.SelectMany(r => new[] { r.ToString(), (r with { IsEndInclusive = true }).ToString() })]);
        return positions;
    }

    private static async Task<int> GuardAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return await SayAsync(exception is FileNotFoundException or DirectoryNotFoundException ? $"There is no such file: {(exception as FileNotFoundException)?.FileName ?? exception.Message}" : $"A file cannot be opened: {exception.Message}");
        }
    }

    private static async Task PrintAsync<T>(T answer, CancellationToken cancel)
    {
        await using var output = Console.OpenStandardOutput(); // UTF-8 without a mark, whatever the terminal's language
        await JsonSerializer.SerializeAsync(output, answer, Readable, cancel);
        output.WriteByte((byte)'\n');
    }

    private static async Task<int> SayAsync(string sentence)
    {
        await Console.Error.WriteLineAsync(sentence);
        return BadInput;
    }
}
