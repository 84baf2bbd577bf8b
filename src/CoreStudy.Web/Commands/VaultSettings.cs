using CoreStudy.Data;
using CoreStudy.Vault;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Recordings;
using CoreStudy.Web.Settings;

namespace CoreStudy.Web.Commands;

/// <summary>The vault's settings as the environment gives them. An installation that runs by itself makes its own master key.</summary>
internal sealed record VaultSettings(IConfiguration Values)
{
    public static VaultSettings For(bool isPrivate) => new(SettingsFiles.Read([new($"{VaultOptions.Section}:{nameof(VaultOptions.MakeMasterKey)}", isPrivate.ToString())]));

    public VaultOptions Options => Values.GetSection(VaultOptions.Section).Get<VaultOptions>() ?? new VaultOptions();

    public RecordingOptions Recordings => Values.GetSection(RecordingOptions.Section).Get<RecordingOptions>() ?? new RecordingOptions();

    /// <summary>Whether the master key lies in the file of the options, and not in the environment or with a key store.</summary>
    public bool IsMasterKeyFile => Options.MasterKeyCommand.Length == 0 && Secrets.Read(VaultOptions.MasterKeyVariable) is null or "";

    /// <exception cref="MasterKeyException">There is none, or it cannot be read.</exception>
    public IMasterKeys MasterKeys() => VaultServices.MasterKeysOf(Options, TimeProvider.System);
}
