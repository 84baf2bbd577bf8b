using System.ComponentModel.DataAnnotations;
using CoreStudy.Data.Postgres;

namespace CoreStudy.Vault.Recordings;

/// <summary>Where recordings lie, sealed, and how large they may be.</summary>
public sealed class RecordingOptions
{
    public const string Section = "Recordings";

    /// <summary>The folder with the sealed sound, a folder a study in it; one that all nodes share. Never inside the folder of the keys: who copies one of them is not to have the other.</summary>
    public string Folder { get; init; } = Path.Combine(DataFolder.Choose(), "recordings");

    /// <summary>The largest file that is taken in, in units of 1,024 × 1,024 × 1,024 bytes.</summary>
    [Range(0.001, 1024)]
    public double LargestGigabytes { get; init; } = 4;

    public long LargestBytes => (long)(LargestGigabytes * (1L << 30));

    /// <summary>Whether one of two folders lies in the other.</summary>
    public static bool Nest(string one, string other)
    {
        var (a, b) = (Whole(one), Whole(other));
        return a.StartsWith(b, StringComparison.Ordinal) || b.StartsWith(a, StringComparison.Ordinal);
    }

    private static string Whole(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar;
}
