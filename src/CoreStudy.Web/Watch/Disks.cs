using CoreStudy.Vault;
using CoreStudy.Vault.Recordings;
using Microsoft.Extensions.Options;

namespace CoreStudy.Web.Watch;

/// <summary>A disk that this program writes to.</summary>
/// <param name="For">What lies on it, as people read it.</param>
public sealed record DiskRoom(string For, long Free, long Total);

/// <summary>The disks of the folders that are this program's own.</summary>
public sealed class Disks(IOptions<VaultOptions> vault, IOptions<RecordingOptions> recordings)
{
    /// <summary>Each disk once. A folder that was not made yet counts where it would be made.</summary>
    public IReadOnlyList<DiskRoom> Read() =>
    [
        .. new[] { ("Recordings", recordings.Value.Folder), ("Keys", vault.Value.KeyFolder) }
            .Select(f => (What: f.Item1, Drive: new DriveInfo(Standing(f.Item2))))
            .Select(f => (f.What, Free: f.Drive.AvailableFreeSpace, Total: f.Drive.TotalSize))
            .GroupBy(f => (f.Free, f.Total))
            .Select(g => new DiskRoom(string.Join(", ", g.Select(f => f.What)), g.Key.Free, g.Key.Total)),
    ];

    private static string Standing(string folder)
    {
        var path = Path.GetFullPath(folder);
        while (!Directory.Exists(path) && Path.GetDirectoryName(path) is { } above) path = above;
        return path;
    }
}
