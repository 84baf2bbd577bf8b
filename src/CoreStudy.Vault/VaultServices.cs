using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Recordings;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CoreStudy.Vault;

public static class VaultServices
{
    /// <summary>The door, its keys, and the sealing of the site's data-protection keys.</summary>
    /// <param name="learnt">Told of each study whose knowledge of identifiers changed, see <see cref="VaultDoor"/>.</param>
    public static IServiceCollection AddVault(this IServiceCollection services, string vaultConnectionString, Action<IServiceProvider, StudyId>? learnt = null)
    {
        services.AddOptions<VaultOptions>().BindConfiguration(VaultOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(s => MasterKeysOf(s.GetRequiredService<IOptions<VaultOptions>>().Value, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new KeyFolder(s.GetRequiredService<IOptions<VaultOptions>>().Value.KeyFolder, s.GetRequiredService<IMasterKeys>()));
        services.AddOptions<RecordingOptions>().BindConfiguration(RecordingOptions.Section).ValidateDataAnnotations()
            .Validate<IOptions<VaultOptions>>((recordings, vault) => !RecordingOptions.Nest(recordings.Folder, vault.Value.KeyFolder), "Recordings:Folder and Vault:KeyFolder lie in each other. Keep them apart: who copies one is not to have the other.")
            .ValidateOnStart();
        services.AddSingleton(s => new SoundStore(s.GetRequiredService<IOptions<RecordingOptions>>().Value.Folder, s.GetRequiredService<KeyFolder>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(_ => new VaultConnection(vaultConnectionString));
        services.AddSingleton(s => new VaultDoor(
            s.GetRequiredService<VaultConnection>(), s.GetRequiredService<KeyFolder>(), s.GetRequiredService<TimeProvider>(), study => learnt?.Invoke(s, study)));
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(s =>
            new ConfigureOptions<KeyManagementOptions>(options => options.XmlEncryptor = new DataProtectionSeal(s.GetRequiredService<IMasterKeys>())));
        return services;
    }

    /// <summary>The master keys that the options name.</summary>
    /// <exception cref="MasterKeyException">There is none, or it cannot be read.</exception>
    public static IMasterKeys MasterKeysOf(VaultOptions options, TimeProvider clock)
    {
        if (options.MasterKeyCommand.Length > 0) return new MasterKeyCommand(options.MasterKeyCommand);
        if (Secrets.Read(VaultOptions.MasterKeyVariable) is { Length: > 0 } lines)
            return MasterKeyFile.Parse(lines, VaultOptions.MasterKeyVariable);
        if (options.MakeMasterKey) MasterKeyFile.CreateIfMissing(options.MasterKeyFile, clock.GetUtcNow());
        return MasterKeyFile.Read(options.MasterKeyFile);
    }
}
