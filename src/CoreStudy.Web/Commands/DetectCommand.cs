using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CoreStudy.Anonymisation;

namespace CoreStudy.Web.Commands;

/// <summary>Shows what the detector proposes to hide in texts; needs no database.</summary>
internal static class DetectCommand
{
    private const int BadInput = 2;

    public static Command Make()
    {
        var file = new Argument<FileInfo>("file") { Description = "JSON Lines in UTF-8: {\"id\", \"text\"} a line; what else a line holds is passed over." };
        var threshold = new Option<double>("--threshold")
        {
            Description = "From 0 to 1: proposals less sure than this are left out. Lower finds more, and more that is nothing.",
            DefaultValueFactory = _ => Detector.UsualThreshold,
        };
        var command = new Command(
            "detect",
            "Prints, for each document, one line of JSON: {\"id\", \"spans\": [{\"start\", \"end\", \"type\", \"entity\", \"score\"}]}. Places are counted in Unicode code points, end exclusive; spans with the same entity in a document are held to mean the same person or thing. Types: PERSON LOCATION ORGANISATION DATE AGE NHS_NUMBER NINO PHONE EMAIL URL POSTCODE CODE MISC. The exit code is 2 where a line cannot be read; lines before it have been answered.")
        {
            file,
            threshold,
        };
        command.SetAction((given, cancel) => RunAsync(given.GetValue(file)!, given.GetValue(threshold), cancel));
        return command;
    }

    private static async Task<int> RunAsync(FileInfo file, double threshold, CancellationToken cancel)
    {
        if (threshold is not (>= 0 and <= 1)) return await SayAsync("The threshold is a number from 0 to 1.");
        try
        {
            using var input = new StreamReader(file.FullName, new UTF8Encoding(false, throwOnInvalidBytes: true));
            await using var output = new StreamWriter(Console.OpenStandardOutput()); // UTF-8 without a mark, whatever the terminal's language
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (var number = 1; await input.ReadLineAsync(cancel) is { } line; number++)
            {
                if (string.IsNullOrWhiteSpace(line)) continue;
                if (!TryRead(line, out var id, out var text, out var wrong)) return await SayAsync($"{file}, line {number}: {wrong}");
                if (!seen.Add(id)) return await SayAsync($"{file}, line {number}: an earlier line has the same id.");
                await output.WriteLineAsync(Answer(id, text, threshold, cancel).AsMemory(), cancel);
                await output.FlushAsync(cancel);
            }

            return 0;
        }
        catch (DecoderFallbackException)
        {
            return await SayAsync($"{file} is not UTF-8.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return await SayAsync($"{file} cannot be opened. Is it there, and yours to read?");
        }
    }

    internal static bool TryRead(string line, out string id, out string text, out string wrong)
    {
        (id, text, wrong) = ("", "", "");
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind != JsonValueKind.Object) wrong = "not a JSON object.";
            else if (!json.RootElement.TryGetProperty("id", out var given) || given.ValueKind != JsonValueKind.String) wrong = "there is no “id”, or it is not a string.";
            else if (!json.RootElement.TryGetProperty("text", out var words) || words.ValueKind != JsonValueKind.String) wrong = "there is no “text”, or it is not a string.";
            else (id, text) = (given.GetString()!, words.GetString()!);
        }
        catch (JsonException exception)
        {
            wrong = string.Create(CultureInfo.InvariantCulture, $"not JSON (near character {exception.BytePositionInLine + 1}).");
        }
        catch (InvalidOperationException)
        {
            wrong = "the text holds half of a surrogate pair.";
        }

        return wrong.Length == 0;
    }

    internal static string Answer(string id, string text, double threshold, CancellationToken cancel)
    {
        var points = new CodePointCount(text);
        var spans = Detector.Shared.Detect(text, Knowledge.Nothing, threshold, cancel: cancel).Select(p => new
        {
            start = points.Before(p.Segment.Start),
            end = points.Before(p.Segment.End),
            type = TypeNames.Of(p.Category, text.AsSpan(p.Segment.Start, p.Segment.Length)),
            entity = p.Group.ToString(CultureInfo.InvariantCulture),
            score = Math.Round(p.Score, 3),
        });
        return JsonSerializer.Serialize(new { id, spans });
    }

    private static async Task<int> SayAsync(string sentence)
    {
        await Console.Error.WriteLineAsync(sentence);
        return BadInput;
    }

    /// <summary>Counts the code points before a place, for places that only rise.</summary>
    private sealed class CodePointCount(string text)
    {
        private int _at;
        private int _points;

        public int Before(int place)
        {
            for (; _at < place; _at++)
            {
                if (!(char.IsLowSurrogate(text[_at]) && _at > 0 && char.IsHighSurrogate(text[_at - 1]))) _points++;
            }

            return _points;
        }
    }
}
