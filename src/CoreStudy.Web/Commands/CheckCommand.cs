using System.CommandLine;
using System.Text.Json;
using CoreStudy.Data;
using CoreStudy.Data.Codings;

namespace CoreStudy.Web.Commands;

/// <summary>Looks for codings that do not lie on the words they were put on.</summary>
internal static class CheckCommand
{
    public static Command Make()
    {
        var command = new Command(
            "check",
            "Compares each coding with the words it was put on. Prints a line of JSON for each that differs: {\"transcript\", \"coding\", \"start\", \"end\", \"kept\", \"found\"} (lengths, no words). The exit code is 1 where one differs.");
        command.SetAction((_, cancel) => Databases.RunAsync(
            async database =>
            {
                await using var db = new StudyDb(StudyDbOptions.For(database.ConnectionString));
                var (checkedCount, strays) = await CodingCheck.RunAsync(db, cancel);
                foreach (var stray in strays)
                {
                    Console.WriteLine(JsonSerializer.Serialize(new
                    {
                        transcript = stray.TranscriptId.Value, coding = stray.CodingId.Value, start = stray.Segment.Start, end = stray.Segment.End,
                        kept = stray.WordsKept, found = stray.WordsFound,
                    }));
                }

                await Console.Error.WriteLineAsync($"{checkedCount} codings checked, {strays.Count} differ.");
                return strays.Count == 0 ? 0 : 1;
            },
            cancel));
        return command;
    }
}
