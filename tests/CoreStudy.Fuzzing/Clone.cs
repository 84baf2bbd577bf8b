namespace CoreStudy.Fuzzing;

/// <summary>The clone that the program was built in: its files are seeds, and what is found goes there.</summary>
internal static class Clone
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>Where what was kept lies, a packed file a target.</summary>
    public static string Corpus => Path.Combine(Root, "tests", "CoreStudy.Fuzzing", "Corpus");

    /// <summary>Where faults are laid down, to be looked at; git passes it over.</summary>
    public static string Findings => Path.Combine(Root, "artifacts", "fuzzing");

    /// <summary>The small files of the tests of CoreStudy.Interchange whose name ends so.</summary>
    public static IEnumerable<byte[]> Files(string folder, string ending, int most = Mutator.Longest) =>
        Directory.EnumerateFiles(Path.Combine(Root, "tests", "CoreStudy.Interchange.Tests", folder), $"*{ending}", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(f) != "ORIGIN.md").Order(StringComparer.Ordinal).Select(f => new FileInfo(f)).Where(f => f.Length <= most).Select(f => File.ReadAllBytes(f.FullName));

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "CoreStudy.sln")) ? folder
        : Find(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder)) ?? throw new InvalidOperationException("This program runs within a clone of CoreStudy, and finds none around it."));
}
