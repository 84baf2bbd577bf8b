using CoreStudy.Interchange.Transcripts.Documents;

namespace CoreStudy.Interchange.RefiQda;

/// <summary>How much of a file is read: it is an upload from somebody else, and a small file can unpack to more than a server holds.</summary>
public sealed record RefiLimits
{
    public static RefiLimits Usual { get; } = new();

    /// <summary>In bytes: the file as it comes.</summary>
    public long LargestFile { get; init; } = 2L * 1024 * 1024 * 1024;

    /// <summary>How many files an archive may hold.</summary>
    public int MostEntries { get; init; } = 20_000;

    /// <summary>In bytes: the project file, unpacked. 150,000 codings take about 60 MB.</summary>
    public long LargestProject { get; init; } = 500L * 1024 * 1024;

    /// <summary>In bytes: one text.</summary>
    public long LargestText { get; init; } = 50L * 1024 * 1024;

    /// <summary>In bytes: all texts together.</summary>
    public long LargestTexts { get; init; } = 400L * 1024 * 1024;

    /// <summary>In bytes: a picture, a printed document or a recording; what the standard allows.</summary>
    public long LargestPart { get; init; } = int.MaxValue;

    /// <summary>How many times its packed size a part may unpack to, once it has unpacked to <see cref="AlwaysAllowed"/>.</summary>
    public int LargestRatio { get; init; } = 200;

    public long AlwaysAllowed { get; init; } = 8L * 1024 * 1024;

    /// <summary>How deep elements may lie in each other.</summary>
    public int MostDepth { get; init; } = 150;

    internal UnreadableFileException TooDeep => new($"In “{{0}}” elements lie in each other more than {MostDepth} deep, which no project needs. It cannot be read.");

    public int MostElements { get; init; } = 6_000_000;
}
