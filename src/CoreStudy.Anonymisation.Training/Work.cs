using System.Diagnostics;
using System.Globalization;
using CoreStudy.Anonymisation.Tagging;
using CoreStudy.Anonymisation.Training.Corpora;
using CoreStudy.Anonymisation.Training.Scoring;

namespace CoreStudy.Anonymisation.Training;

/// <summary>What the program can be asked for.</summary>
internal static class Work
{
    /// <summary>Which documents are held out: every fourth of its file.</summary>
    public const int HoldOut = 4;

    public static int Train(string corpus, string? further, string output, bool holdOut)
    {
        var own = Corpus.Own(corpus);
        var documents = own.Where(d => !holdOut || Part(own, d, HoldOut) != 0).Concat(Further(own, further)).ToList();
        var (cased, caseless) = TrainBoth(documents, Console.Error.WriteLine);
        foreach (var (name, model) in new[] { ("cased", cased), ("caseless", caseless) })
        {
            var path = Path.Combine(output, $"{name}.model");
            using (var file = File.Create(path)) model.Write(file);
            Console.WriteLine($"{path}: {new FileInfo(path).Length} bytes");
        }

        return 0;
    }

    public static int Validate(string corpus, string? further, int folds, int? onlyFirst, int misses, string[] without)
    {
        var own = Corpus.Own(corpus);
        var more = Further(own, further);
        var scorers = new SortedDictionary<string, Scorer>(StringComparer.Ordinal);
        for (var fold = 0; fold < (onlyFirst ?? folds); fold++)
        {
            var since = Stopwatch.GetTimestamp();
            var held = own.Where(d => without.Contains(d.Source) ? fold == 0 : Part(own, d, folds) == fold).ToList();
            var (cased, caseless) = TrainBoth([.. own.Where(d => Part(own, d, folds) != fold && !without.Contains(d.Source)), .. more], null);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"part {fold + 1}: trained in {Stopwatch.GetElapsedTime(since).TotalSeconds:0} s"));
            var detector = new Detector(cased, caseless);
            foreach (var document in held)
            {
                Add(scorers, $"{document.Source}, as typed", detector, document);
                Add(scorers, $"{document.Source}, lower case", detector, document.InLowerCase());
            }
        }

        Console.WriteLine(Measurement.Head);
        foreach (var (name, scorer) in scorers) Console.WriteLine(Measurement.Row(name, scorer));
        foreach (var (name, scorer) in scorers)
        {
            if (misses == 0) break;
            Console.WriteLine($"\n{name}\nmissed: {string.Join("; ", scorer.Missed.Take(misses).Select(m => $"{m.Key} {m.Value}"))}\nalarms: {string.Join("; ", scorer.Alarms.Take(misses).Select(m => $"{m.Key} {m.Value}"))}");
        }

        return 0;
    }

    /// <summary>The two models, each on its own thread.</summary>
    public static (TaggerModel Cased, TaggerModel Caseless) TrainBoth(IReadOnlyList<Document> documents, Action<string>? say)
    {
        TaggerModel? cased = null, caseless = null;
        Parallel.Invoke(
            () => cased = new Trainer(new TrainingOptions()).Train(documents, isCaseless: false, m => say?.Invoke($"cased, {m}")),
            () => caseless = new Trainer(new TrainingOptions()).Train([.. documents.Select(d => d.InLowerCase())], isCaseless: true, m => say?.Invoke($"caseless, {m}")));
        return (cased!, caseless!);
    }

    /// <summary>Which part of its file a document belongs to: they are dealt out in turn.</summary>
    public static int Part(IReadOnlyList<Document> all, Document document, int parts)
    {
        var before = 0;
        foreach (var other in all)
        {
            if (ReferenceEquals(other, document)) break;
            if (other.Source == document.Source) before++;
        }

        return before % parts;
    }

    private static List<Document> Further(IReadOnlyList<Document> own, string? folder) => folder is null ? [] : Corpus.Further(folder, own.Select(d => d.Id).ToHashSet());

    private static void Add(SortedDictionary<string, Scorer> scorers, string name, Detector detector, Document document)
    {
        if (!scorers.TryGetValue(name, out var scorer)) scorers[name] = scorer = new Scorer();
        scorer.Add(document, Measurement.Guess(detector, document, Detector.UsualThreshold));
    }
}
