using System.Diagnostics;
using System.Globalization;
using CoreStudy.Anonymisation;
using CoreStudy.Anonymisation.Training.Corpora;
using CoreStudy.Anonymisation.Training.Scoring;

namespace CoreStudy.Benchmarks;

/// <summary>How well and how fast the detector finds what identifies somebody, in texts that its models were not trained on.</summary>
internal static class Detecting
{
    public static async Task<int> PrintAsync(DirectoryInfo? corpus)
    {
        var folder = corpus?.FullName ?? Find();
        if (folder is null)
        {
            await Console.Error.WriteLineAsync("The corpus was not found; name its folder with --corpus.");
            return 2;
        }

        var held = new HeldOut(folder);
        await Console.Out.WriteLineAsync(Measurement.Head);
        foreach (var source in held.Sources)
        {
            foreach (var inLowerCase in new[] { false, true })
            {
                var documents = held.Documents(source).Select(d => inLowerCase ? d.InLowerCase() : d).ToList();
                await Console.Out.WriteLineAsync(Measurement.Row($"{source}, {(inLowerCase ? "lower case" : "as typed")}", Measurement.Score(_ => held.Detector, documents)));
            }
        }

        var since = Stopwatch.GetTimestamp();
        Detector.Shared.Detect("Ann", Knowledge.Nothing);
        var load = Stopwatch.GetElapsedTime(since);
        var speech = held.All("gum-interview-court");
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"\nModels and lists loaded in {load.TotalSeconds:0.00} s; {Measurement.Speed(held.Detector, speech):0} words a second on one thread; a transcript of 20,000 words in {Long(speech, Knowledge.Nothing):0} ms, with 4,000 known forms in {Long(speech, Known(held)):0} ms; these alone sought in it in {Seek(speech, Known(held)):0} ms."));
        return 0;
    }

    private static double Long(List<Document> speech, Knowledge known)
    {
        var text = Words(speech);
        var since = Stopwatch.GetTimestamp();
        Detector.Shared.Detect(text, known);
        return Stopwatch.GetElapsedTime(since).TotalMilliseconds;
    }

    private static double Seek(List<Document> speech, Knowledge known)
    {
        var text = Words(speech);
        var since = Stopwatch.GetTimestamp();
        known.Find(text);
        return Stopwatch.GetElapsedTime(since).TotalMilliseconds;
    }

    private static string Words(List<Document> speech) => string.Join(' ', string.Join('\n', speech.Select(d => d.Text)).Split(' ').Take(20_000));

    private static Knowledge Known(HeldOut held)
    {
        var names = held.All("gum-written").SelectMany(d => d.Marks.Where(m => m.Type == "PERSON").Select(m => d.Text[m.Start..m.End])).Distinct().ToList();
        return Knowledge.Of(Enumerable.Range(0, 4000).Select(i => new KnownForm(Guid.CreateVersion7(), Domain.Redactions.IdentifierCategory.Person, $"{names[i % names.Count]} {names[i * 7 % names.Count]}")));
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var corpus = Path.Combine(folder.FullName, "tests", "CoreStudy.Anonymisation.Tests", "Corpus");
            if (Directory.Exists(corpus)) return corpus;
        }

        return null;
    }
}
