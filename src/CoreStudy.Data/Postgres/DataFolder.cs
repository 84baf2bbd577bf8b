namespace CoreStudy.Data.Postgres;

/// <summary>Where a CoreStudy that runs by itself keeps its database and its own files.</summary>
public static class DataFolder
{
    /// <summary>
    /// <c>CORESTUDY_DATA</c> where it is set; for root <c>/var/lib/corestudy</c>, which the unprivileged account of PostgreSQL can reach
    /// wherever the program lies; otherwise the person's own folder for application data.
    /// </summary>
    public static string Choose() => Path.GetFullPath(
        Set("CORESTUDY_DATA")
        ?? (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows() ? "/var/lib/corestudy" : Path.Combine(ApplicationData(), "corestudy")));

    /// <summary>Makes the folder. Others may pass through it (PostgreSQL has an account of its own under root) but not list it.</summary>
    public static void Prepare(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (Environment.IsPrivilegedProcess) mode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        if (Path.GetDirectoryName(folder) is { } parent) Directory.CreateDirectory(parent);
        if (!Directory.Exists(folder)) Directory.CreateDirectory(folder, mode);
        else if (Environment.IsPrivilegedProcess) File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | mode);
    }

    /// <summary>Makes a folder, and those above it, for its owner alone. One that is there stays as it is.</summary>
    public static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Writes a file that only its owner can read, whole or not at all.</summary>
    public static void WriteSecret(string path, string content)
    {
        var draft = path + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(draft, options))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(content));
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }

    /// <summary>The same for a secret that is made once: where the file is there, or comes meanwhile, it stays as it is.</summary>
    public static void MakeSecret(string path, Func<string> content)
    {
        if (File.Exists(path)) return;
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        var draft = $"{path}.{Guid.CreateVersion7():n}";
        WriteSecret(draft, content());
        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft); // two that start at once
        }
    }

    private static string ApplicationData()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsWindows()) return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        if (OperatingSystem.IsMacOS()) return Path.Combine(home, "Library", "Application Support");
        return Set("XDG_DATA_HOME") ?? Path.Combine(home, ".local", "share");
    }

    private static string? Set(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
