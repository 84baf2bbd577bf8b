using CoreStudy.Anonymisation.Training.Corpora;
using CoreStudy.Anonymisation.Training.Scoring;

namespace CoreStudy.Anonymisation.Tests;

/// <summary>The marked texts of the repository, read once.</summary>
internal static class Corpora
{
    private static readonly Lazy<HeldOut> Made = new(() => new HeldOut(Path.Combine(AppContext.BaseDirectory, "Corpus")));

    /// <summary>Not trained on what <see cref="HeldOut.Documents"/> gives.</summary>
    public static HeldOut HeldOut => Made.Value;

    public static List<Document> All(string source) => HeldOut.All(source);
}
