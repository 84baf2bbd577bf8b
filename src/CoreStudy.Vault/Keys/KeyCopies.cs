namespace CoreStudy.Vault.Keys;

/// <summary>Keys of a key folder as they lie there, wrapped, for backups; what was destroyed stays destroyed, whichever copy comes back.</summary>
public static class KeyCopies
{
    private const int Tries = 50;

    /// <summary>All keys of a folder, and the notes of those that were destroyed.</summary>
    public static async Task<SortedDictionary<string, string>> ReadAsync(string folder, CancellationToken cancel)
    {
        var lines = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (!Directory.Exists(folder)) return lines;
        foreach (var path in Directory.EnumerateFiles(folder, "*-*").Where(p => IsOwner(Path.GetFileName(p))))
        {
            var line = "";
            for (var i = 0; i < Tries && !IsLine(line = await TryReadAsync(path, cancel)); i++) await Task.Delay(TimeSpan.FromMilliseconds(20), cancel); // one that is destroyed at this moment holds neither
            lines[Path.GetFileName(path)] = IsLine(line) ? line : $"{KeyFolder.Destroyed}half"; // a crash came in between: nothing reads it any more
        }

        return lines;
    }

    /// <summary>Whether what a file of the key folder holds is the note of a destroyed key.</summary>
    public static bool IsDestroyed(string line) => line.StartsWith(KeyFolder.Destroyed, StringComparison.Ordinal);

    private static async Task<string> TryReadAsync(string path, CancellationToken cancel)
    {
        try
        {
            return (await File.ReadAllTextAsync(path, cancel)).Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static bool IsOwner(string name)
    {
        try
        {
            return KeyOwner.Parse(name).ToString() == name;
        }
        catch (FormatException)
        {
            return false; // a draft, or a file of somebody else's
        }
    }

    private static bool IsLine(string line) => IsDestroyed(line) || (line.Split(' ') is [_, var key] && Convert.TryFromBase64String(key, new byte[key.Length], out _));
}
