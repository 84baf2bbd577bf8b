using System.CommandLine;
using System.Text.Json;
using System.Xml.Linq;
using CoreStudy.Data;
using CoreStudy.Vault;
using CoreStudy.Vault.Keys;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Commands;

/// <summary>What an operator does with the vault's keys; it never shows what they seal.</summary>
internal static class VaultCommand
{
    public static Command Make()
    {
        var command = new Command("vault", "Looks after the keys of identities and originals.");
        command.Add(MakeCreate());
        command.Add(MakeRotate());
        return command;
    }

    private static Command MakeCreate()
    {
        var command = new Command("create-master-key", "Makes the master key file of a new installation. It refuses where one is there.");
        command.SetAction(_ =>
        {
            var path = VaultSettings.For(isPrivate: false).Options.MasterKeyFile;
            if (File.Exists(path))
            {
                Console.Error.WriteLine($"There is a master key at “{path}”. It is left as it is.");
                return 2;
            }

            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
            MasterKeyFile.CreateIfMissing(path, TimeProvider.System.GetUtcNow());
            Console.Error.WriteLine($"The master key is at “{path}”, readable by you alone. Keep a copy apart from the database and its backups: without it nobody can read an identity or an original again.");
            return 0;
        });
        return command;
    }

    private static Command MakeRotate()
    {
        var command = new Command(
            "rotate",
            "Makes a new master key and wraps every key by it, while the site runs. Prints {\"master\", \"wrapped\", \"dataProtection\"}. Old master keys stay in the file until --retire.");
        var retire = new Option<bool>("--retire") { Description = "Afterwards takes the old master keys from the file. Only when every node was started again since the new one was made." };
        var only = new Option<bool>("--no-new-key") { Description = "Makes no new master key: goes on where a rotation was cut off." };
        command.Add(retire);
        command.Add(only);
        command.SetAction((arguments, cancel) => Databases.RunAsync(
            database => RotateAsync(database, arguments.GetValue(retire), arguments.GetValue(only), cancel), cancel));
        return command;
    }

    private static async Task<int> RotateAsync(Databases database, bool retire, bool noNewKey, CancellationToken cancel)
    {
        var settings = VaultSettings.For(database.IsPrivate);
        var isFile = settings.MasterKeys() is MasterKeyFile && settings.IsMasterKeyFile;
        if (isFile && !noNewKey) MasterKeyFile.Add(settings.Options.MasterKeyFile, TimeProvider.System.GetUtcNow());
        var masters = settings.MasterKeys();
        var lastTenth = -1;
        var wrapped = new KeyFolder(settings.Options.KeyFolder, masters).Rotate(
            new Told(share =>
            {
                if ((int)(share * 10) == lastTenth) return;
                lastTenth = (int)(share * 10);
                Console.Error.WriteLine($"{share:P0}");
            }),
            cancel);
        var dataProtection = await SealAgainAsync(database, masters, cancel);
        if (retire && isFile) MasterKeyFile.KeepFirst(settings.Options.MasterKeyFile);
        Console.WriteLine(JsonSerializer.Serialize(new { master = masters.Current, wrapped, dataProtection }));
        return 0;
    }

    /// <summary>The site's data-protection keys, in the database, are sealed by the master key itself.</summary>
    private static async Task<int> SealAgainAsync(Databases database, IMasterKeys masters, CancellationToken cancel)
    {
        await using var db = new StudyDb(StudyDbOptions.For(database.Connections.App));
        var count = 0;
        foreach (var key in await db.DataProtectionKeys.ToListAsync(cancel))
        {
            var xml = XElement.Parse(key.Xml ?? "<none/>");
            var isChanged = false;
            foreach (var written in xml.Descendants("sealed").ToList()) isChanged |= DataProtectionSeal.SealAgain(written, masters);
            if (!isChanged) continue;
            key.Xml = xml.ToString(SaveOptions.DisableFormatting);
            count++;
        }

        await db.SaveChangesAsync(cancel);
        return count;
    }

    private sealed class Told(Action<double> tell) : IProgress<double>
    {
        public void Report(double value) => tell(value);
    }
}
