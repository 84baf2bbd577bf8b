using System.IO.Compression;
using System.Security.Cryptography;

namespace CoreStudy.Fuzzing;

/// <summary>The inputs of one target that were kept because they widened what is reached: one packed file a target, each input named by its hash.</summary>
internal static class CorpusFile
{
    /// <summary>Empty where nothing was kept yet.</summary>
    public static IReadOnlyList<byte[]> Read(string folder, Target target) =>
        PathOf(folder, target) is var path && File.Exists(path) && PackedFile.Open(File.ReadAllBytes(path)) is { } packed ? [.. packed.Parts.Select(p => p.Content)] : [];

    public static void Write(string folder, Target target, IEnumerable<byte[]> inputs)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(PathOf(folder, target), new PackedFile([.. inputs.Select(i => (NameOf(i), i)).DistinctBy(i => i.Item1).OrderBy(i => i.Item1, StringComparer.Ordinal)]).Pack(CompressionLevel.SmallestSize));
    }

    public static string NameOf(byte[] input) => Convert.ToHexStringLower(SHA256.HashData(input))[..16];

    private static string PathOf(string folder, Target target) => Path.Combine(folder, $"{target.Name}.zip");
}
