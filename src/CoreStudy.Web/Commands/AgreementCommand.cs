using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CoreStudy.Domain.Agreements;
using CoreStudy.Interchange.Codings;

namespace CoreStudy.Web.Commands;

/// <summary>Computes agreement between coders from files; needs no database.</summary>
internal static class AgreementCommand
{
    private const int BadInput = 2;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Make()
    {
        var vectors = new Argument<FileInfo?>("file")
        {
            Description = "Test vectors in JSON: judged units, spans or continua, in the schema of tests/CoreStudy.Domain.Tests/Agreements/vectors.json; - reads standard input. The same document is printed, each vector with “computed” (measure to value, null where not defined) and “not_defined” (why).",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var codings = new Option<FileInfo?>("--codings")
        {
            Description = "A table of codings, .csv or .xlsx, in place of vectors. Columns file, start, end, code, coder; places in Unicode code points, end exclusive. Or file, turn, code, coder, turns counted from 1. A row with file and coder alone: this coder finished this file. A coder counts as having finished each file in which a row names them.",
        };
        var unit = new Option<ComparisonUnit>("--unit") { Description = "What is judged one by one. Words, sentences and turns need --texts.", DefaultValueFactory = _ => ComparisonUnit.Character };
        var rule = new Option<string>("--rule") { Description = "When a word, sentence or turn counts as coded: any of its characters is, or half of them.", DefaultValueFactory = _ => "any" };
        rule.AcceptOnlyFromAmong("any", "half");
        var overlap = new Option<double>("--overlap") { Description = "From which overlap (characters in both over characters in either) two segments match, above 0 and at most 1.", DefaultValueFactory = _ => ComparisonRules.UsualOverlap };
        var length = new Option<int?>("--length") { Description = "How long every file is, in code points (by turns: in turns). Without a length a file ends with its last coding, and what nobody coded after it is not counted." };
        var lengths = new Option<FileInfo?>("--lengths") { Description = "A table with the columns file and length, in place of --length." };
        var texts = new Option<DirectoryInfo?>("--texts") { Description = "The folder with the texts in UTF-8, called as in the column file, perhaps with .txt; each line is a turn." };
        var exclusive = new Option<bool>("--exclusive") { Description = "The codes exclude each other: they are compared as one choice among several too (not by character), and as values of Krippendorff's unitizing family." };
        var draws = new Option<int?>("--draws") { Description = "Draws for each 95 % interval, by file, from 100 to 10,000; 0 for none. Without it 2,000, and none for vectors, whose units are drawn." };
        var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same intervals.", DefaultValueFactory = _ => BootstrapOptions.UsualSeed };
        var format = new Option<string>("--format") { Description = "json, or a table to read.", DefaultValueFactory = _ => "json" };
        format.AcceptOnlyFromAmong("json", "table");
        var command = new Command(
            "agreement",
            "Computes how far coders agree: percent agreement, Cohen's, Fleiss', Light's and Conger's kappa, Scott's pi, Krippendorff's alpha and unitizing family, Gwet's AC1, Brennan and Prediger's kappa, precision, recall and F1. What is not defined is null, with the reason beside it. Definitions: deploy/docs/agreement.md. The exit code is 2 where the input cannot be read; then nothing is printed but the reason, on standard error.")
        {
            vectors, codings, unit, rule, overlap, length, lengths, texts, exclusive, draws, seed, format,
        };
        command.SetAction(async (given, cancel) =>
        {
            if ((given.GetValue(vectors) is null) == (given.GetValue(codings) is null)) return await SayAsync("Give either a file of vectors, or --codings FILE.");
            if (given.GetValue(overlap) is not (> 0 and <= 1)) return await SayAsync("--overlap is above 0 and at most 1.");
            if (given.GetValue(draws) is not (null or 0 or (>= 100 and <= 10_000))) return await SayAsync("--draws is 0, or from 100 to 10,000.");
            if (given.GetValue(length) is < 1) return await SayAsync("--length is a whole number from 1.");
            BootstrapOptions? Options(int usual) => (given.GetValue(draws) ?? usual) is > 0 and var wanted ? new BootstrapOptions(wanted, given.GetValue(seed)) : null;
            try
            {
                if (given.GetValue(vectors) is { } file) return await AnswerAsync(file, Options(0), cancel);
                var asked = new AgreementQuestion(
                    given.GetValue(unit), given.GetValue(rule) == "half" ? UnitRule.AtLeastHalf : UnitRule.AnyCharacter, given.GetValue(overlap),
                    given.GetValue(length), given.GetValue(lengths), given.GetValue(texts), given.GetValue(exclusive), Options(BootstrapOptions.UsualDraws));
                return await CompareAsync(given.GetValue(codings)!, asked, given.GetValue(format) == "table", cancel);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return await SayAsync(exception is FileNotFoundException or DirectoryNotFoundException ? $"There is no such file: {(exception as FileNotFoundException)?.FileName ?? exception.Message}" : $"A file cannot be opened: {exception.Message}");
            }
        });
        return command;
    }

    private static async Task<int> AnswerAsync(FileInfo file, BootstrapOptions? options, CancellationToken cancel)
    {
        string json;
        try
        {
            await using var input = file.ToString() == "-" ? Console.OpenStandardInput() : file.OpenRead();
            using var reader = new StreamReader(input, new UTF8Encoding(false, throwOnInvalidBytes: true));
            json = await reader.ReadToEndAsync(cancel);
        }
        catch (DecoderFallbackException)
        {
            return await SayAsync($"{file} is not UTF-8.");
        }

        if (AgreementVectors.Answer(json, options, cancel).IsRefused(out var refusal, out var answer)) return await SayAsync($"{file}, {refusal.Sentence}");
        await PrintAsync(answer.ToJsonString(Compact), cancel);
        return 0;
    }

    private static async Task<int> CompareAsync(FileInfo file, AgreementQuestion asked, bool isTable, CancellationToken cancel)
    {
        if (CodingTable.Read(await File.ReadAllBytesAsync(file.FullName, cancel), cancel).IsRefused(out var unreadable, out var table))
            return await SayAsync(string.Join('\n', unreadable.Sentence.Split('\n').Select(line => line.StartsWith("line ", StringComparison.Ordinal) ? $"{file}, {line}" : line)));
        if ((await AgreementReport.MakeAsync(table, asked, cancel)).IsRefused(out var refusal, out var report))
            return await SayAsync(refusal.Sentence.StartsWith("line ", StringComparison.Ordinal) ? $"{file}, {refusal.Sentence}" : refusal.Sentence);
        foreach (var remark in report.Remarks) await Console.Error.WriteLineAsync(remark);
        await PrintAsync(isTable ? report.ToTable() : report.ToJson().ToJsonString(Readable), cancel);
        return 0;
    }

    private static async Task PrintAsync(string text, CancellationToken cancel)
    {
        await using var output = new StreamWriter(Console.OpenStandardOutput()); // UTF-8 without a mark, whatever the terminal's language
        await output.WriteLineAsync(text.AsMemory(), cancel);
    }

    private static async Task<int> SayAsync(string sentence)
    {
        await Console.Error.WriteLineAsync(sentence);
        return BadInput;
    }
}

/// <summary>How a table of codings is to be compared.</summary>
internal sealed record AgreementQuestion(
    ComparisonUnit Unit, UnitRule Rule, double Overlap, int? Length, FileInfo? Lengths, DirectoryInfo? Texts, bool IsExclusive, BootstrapOptions? Options);
