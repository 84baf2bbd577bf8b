using System.CommandLine;
using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Transcripts;

namespace CoreStudy.Web.Commands;

/// <summary>Shows what the importer makes of files; needs no database.</summary>
internal static class ParseCommand
{
    public static Command Make()
    {
        var files = new Argument<FileInfo[]>("file") { Description = "Transcript files.", Arity = ArgumentArity.OneOrMore };
        var command = new Command(
            "parse",
            "Prints each transcript file as one line of JSON: {\"file\", \"turns\": [{\"speaker\", \"start_ms\", \"text\"}], \"warnings\"} or {\"file\", \"error\"}. The exit code is 1 where a file could not be read.")
        {
            files,
        };
        command.SetAction(async (arguments, cancel) =>
        {
            await using var output = new StreamWriter(Console.OpenStandardOutput()); // UTF-8 without a mark, whatever the terminal's language
            var isAllRead = true;
            foreach (var file in arguments.GetValue(files)!)
            {
                var result = await ReadAsync(file, cancel);
                isAllRead &= !result.IsRefused(out _, out _);
                await output.WriteLineAsync(ParseLine.Of(file.ToString(), result).AsMemory(), cancel);
            }

            return isAllRead ? 0 : 1;
        });
        return command;
    }

    /// <summary>A file of this machine, read through the importer that the site uses.</summary>
    public static async Task<Result<TranscriptDraft>> ReadAsync(FileInfo file, CancellationToken cancel)
    {
        if (!file.Exists) return new Refusal("There is no such file.");
        if (file.Length > TranscriptFile.LargestBytes) return new Refusal($"The file has {file.Length / 1024 / 1024} MB; at most {TranscriptFile.LargestBytes / 1024 / 1024} MB can be read.");
        try
        {
            return TranscriptFile.Read(file.Name, await File.ReadAllBytesAsync(file.FullName, cancel), cancel);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new Refusal("The file cannot be opened. Is it yours to read?");
        }
    }
}
