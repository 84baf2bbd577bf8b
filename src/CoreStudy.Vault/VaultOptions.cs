using CoreStudy.Data.Postgres;

namespace CoreStudy.Vault;

/// <summary>Where the keys of the vault lie. The master key comes from the first of these that is set: the command, the environment, the file.</summary>
public sealed class VaultOptions
{
    public const string Section = "Vault";

    /// <summary>The environment variable with master keys, a line each, as in the file.</summary>
    public const string MasterKeyVariable = "CORESTUDY_MASTER_KEY";

    /// <summary>The folder with the wrapped keys of participants, transcripts and studies; a folder that all nodes share.</summary>
    public string KeyFolder { get; init; } = Path.Combine(DataFolder.Choose(), "keys");

    /// <summary>The file with the master key.</summary>
    public string MasterKeyFile { get; init; } = Path.Combine(DataFolder.Choose(), "master-key");

    /// <summary>A program that wraps and unwraps by a key store's master key; see <see cref="Keys.MasterKeyCommand"/>. Empty for none.</summary>
    public string MasterKeyCommand { get; init; } = "";

    /// <summary>Makes a master key file where there is none, for an installation that runs by itself.</summary>
    public bool MakeMasterKey { get; init; }
}
