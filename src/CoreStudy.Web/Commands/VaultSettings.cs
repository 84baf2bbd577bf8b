using CoreStudy.Vault;
using CoreStudy.Vault.Keys;

namespace CoreStudy.Web.Commands;

/// <summary>The vault's settings as the environment gives them. An installation that runs by itself makes its own master key.</summary>
internal sealed record VaultSettings(IConfiguration Values)
{
    public static VaultSettings For(bool isPrivate) => new(new ConfigurationBuilder()
        .AddInMemoryCollection([new($"{VaultOptions.Section}:{nameof(VaultOptions.MakeMasterKey)}", isPrivate.ToString())]).AddEnvironmentVariables().Build());

    public VaultOptions Options => Values.GetSection(VaultOptions.Section).Get<VaultOptions>() ?? new VaultOptions();

    /// <exception cref="MasterKeyException">There is none, or it cannot be read.</exception>
    public IMasterKeys MasterKeys() => VaultServices.MasterKeysOf(Options, TimeProvider.System);
}
