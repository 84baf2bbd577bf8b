using CoreStudy.Vault;
using CoreStudy.Vault.Recordings;

namespace CoreStudy.Testing;

/// <summary>The master key and the key folder of the tests of a process; owners of keys are told apart by their ids, so tests share it.</summary>
public static class TestKeys
{
    private static readonly Lazy<string> Home = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("corestudy-keys-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        Vault.Keys.MasterKeyFile.CreateIfMissing(Path.Combine(folder, "master-key"), StudyBuilder.At); // here, so that tests that run at once do not make two
        return folder;
    });

    /// <summary>Stands for the data folder of an installation.</summary>
    public static string Folder => Home.Value;

    public static string KeyFolder => Path.Combine(Home.Value, "keys");

    public static string RecordingsFolder => Path.Combine(Home.Value, "recordings");

    public static string MasterKeyFile => Path.Combine(Home.Value, "master-key");

    /// <summary>As the site takes them on its command line.</summary>
    public static IReadOnlyList<string> Arguments =>
    [
        $"--{VaultOptions.Section}:{nameof(VaultOptions.KeyFolder)}={KeyFolder}",
        $"--{VaultOptions.Section}:{nameof(VaultOptions.MasterKeyFile)}={MasterKeyFile}",
        $"--{VaultOptions.Section}:{nameof(VaultOptions.MakeMasterKey)}=true",
        $"--{RecordingOptions.Section}:{nameof(RecordingOptions.Folder)}={RecordingsFolder}",
    ];

    /// <summary>The key folder, opened by the master key.</summary>
    public static Vault.Keys.KeyFolder Open()
    {
        return new Vault.Keys.KeyFolder(KeyFolder, Vault.Keys.MasterKeyFile.Read(MasterKeyFile));
    }
}
