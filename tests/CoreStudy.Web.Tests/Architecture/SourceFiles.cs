using System.Runtime.CompilerServices;

namespace CoreStudy.Web.Tests.Architecture;

/// <summary>What is written in <c>src</c>, for rules about its text.</summary>
internal static class SourceFiles
{
    /// <summary>The C# and Razor files below a folder of <c>src</c>, or below <c>src</c> itself, by their path from there, with forward slashes.</summary>
    public static IReadOnlyList<(string Path, string Text)> Under(string folder = "")
    {
        var root = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "src", folder);
        return [.. Directory.EnumerateFiles(root, "*.*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal))
            .Select(f => (Path: Path.GetRelativePath(root, f).Replace('\\', '/'), File: f))
            .Where(f => !f.Path.Split('/').Any(part => part is "obj" or "bin")).Select(f => (f.Path, File.ReadAllText(f.File)))];
    }

    private static string Here([CallerFilePath] string here = "") => here;
}
