using CoreStudy.Anonymisation.Tagging;
using CoreStudy.Anonymisation.Training;
using CoreStudy.Anonymisation.Training.Corpora;

namespace CoreStudy.Anonymisation.Tests;

/// <summary>The marked texts of the repository, and a detector that was not trained on every fourth of them.</summary>
internal static class Corpora
{
    private static readonly Lazy<List<Document>> AllDocuments = new(() => Corpus.Own(Path.Combine(AppContext.BaseDirectory, "Corpus")));

    private static readonly Lazy<Detector> Made = new(() => new Detector(Read("cased"), Read("caseless")));

    /// <summary>Its models were trained with --hold-out.</summary>
    public static Detector HeldOutDetector => Made.Value;

    /// <summary>The documents of a file that the models of <see cref="HeldOutDetector"/> have never seen.</summary>
    public static List<Document> HeldOut(string source) => [.. AllDocuments.Value.Where(d => d.Source == source && Work.Part(AllDocuments.Value, d, Work.HoldOut) == 0)];

    public static List<Document> All(string source) => [.. AllDocuments.Value.Where(d => d.Source == source)];

    private static TaggerModel Read(string name)
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Corpus", "held-out", $"{name}.model"));
        return TaggerModel.Read(file);
    }
}
