using CoreStudy.Fuzzing;

namespace CoreStudy.Web.Tests.Hostile;

/// <summary>The targets of coverage-guided fuzzing (<c>tests/CoreStudy.Fuzzing</c>), read without instruments: their seeds, the inputs that were kept because they reached what no seed does, and those of faults that were mended.</summary>
public sealed class FuzzedCorpusTests
{
    private static readonly string Corpus = Path.Combine(AppContext.BaseDirectory, "Corpus");
    private static readonly string Findings = Path.Combine(AppContext.BaseDirectory, "Hostile", "Findings");

    public static TheoryData<string> Targets => [.. Target.All.Select(t => t.Name)];

    /// <summary>Each lies in a folder named for the way in.</summary>
    public static TheoryData<string> Mended => [.. Directory.EnumerateFiles(Findings, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Findings, f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_seed_or_an_input_that_was_kept_is_read_or_refused_and_keeps_its_promises(string name)
    {
        var target = Target.All.Single(t => t.Name == name);
        byte[][] inputs = [.. target.Seeds(), .. CorpusFile.Read(Corpus, target)];
        Assert.NotEmpty(inputs);

        foreach (var input in inputs)
        {
            var complaint = Trial.Of(target, input);
            Assert.True(complaint is null, $"{name}, {CorpusFile.NameOf(input)}: {complaint?.Told}");
        }
    }

    [Theory]
    [MemberData(nameof(Mended))]
    public void A_fault_that_was_mended_stays_mended(string file)
    {
        var target = Target.All.Single(t => t.Name == Path.GetDirectoryName(file));

        var complaint = Trial.Of(target, File.ReadAllBytes(Path.Combine(Findings, file)));

        Assert.True(complaint is null, complaint?.Told);
    }
}
