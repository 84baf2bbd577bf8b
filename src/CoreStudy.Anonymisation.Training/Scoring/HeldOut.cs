using CoreStudy.Anonymisation.Tagging;
using CoreStudy.Anonymisation.Training.Corpora;

namespace CoreStudy.Anonymisation.Training.Scoring;

/// <summary>Every fourth document of each file of a corpus, and a detector whose models were trained without them (train --hold-out).</summary>
internal sealed class HeldOut
{
    private readonly List<Document> _all;

    /// <param name="corpus">Folder with *.jsonl, and the models in held-out/.</param>
    public HeldOut(string corpus)
    {
        _all = Corpus.Own(corpus);
        Detector = new Detector(Read(corpus, "cased"), Read(corpus, "caseless"));
    }

    public Detector Detector { get; }

    public IEnumerable<string> Sources => _all.Select(d => d.Source).Distinct();

    public List<Document> Documents(string source) => [.. _all.Where(d => d.Source == source && Work.Part(_all, d, Work.HoldOut) == 0)];

    public List<Document> All(string source) => [.. _all.Where(d => d.Source == source)];

    private static TaggerModel Read(string corpus, string name)
    {
        using var file = File.OpenRead(Path.Combine(corpus, "held-out", $"{name}.model"));
        return TaggerModel.Read(file);
    }
}
