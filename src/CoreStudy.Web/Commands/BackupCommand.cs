using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using CoreStudy.Vault.Backups;

namespace CoreStudy.Web.Commands;

/// <summary>Backs the installation up, and puts it back: the database, the recordings, and apart from both the keys.</summary>
internal static class BackupCommand
{
    public static Command Make()
    {
        var to = new Option<string>("--to") { Description = "The folder in which the backup gets a folder of its own, named by its time (UTC).", Required = true };
        var keysTo = new Option<string?>("--keys-to") { Description = "The folder for the keys, which must be apart from the other. Without it they are left out, and nobody can read an identity, an original or a recording from the backup." };
        var noMaster = new Option<bool>("--without-master-key") { Description = "Leaves the master key out of the keys, for a site that keeps it elsewhere." };
        var command = new Command(
            "backup",
            "Backs the installation up while people work in it: the database as of one moment, the sealed recordings, and the keys apart from both. "
            + "Prints JSON: {\"folder\", \"keysFolder\", \"at\", \"bytes\", \"recordings\", \"keys\", \"destroyed\", \"auditEntries\", \"auditHead\", \"seconds\"}.")
        {
            to, keysTo, noMaster,
        };
        command.SetAction((given, cancel) => RunAsync(
            async database =>
            {
                var made = await new BackupMaking(database.ConnectionString, PlacesOf(database), TimeProvider.System, Console.Error.WriteLine)
                    .RunAsync(given.GetValue(to)!, given.GetValue(keysTo), !given.GetValue(noMaster), cancel);
                return (new
                {
                    folder = made.Folder, keysFolder = made.KeysFolder, at = made.Manifest.At, bytes = made.Manifest.Bytes, recordings = made.Manifest.Recordings,
                    keys = made.Keys?.Files.Count(f => f.Path.StartsWith(BackupMaking.KeysFolder, StringComparison.Ordinal)) - made.Keys?.Destroyed.Count, destroyed = made.Manifest.Destroyed.Count,
                    auditEntries = made.Manifest.AuditEntries, auditHead = made.Manifest.AuditHead,
                }, made.Keys is null
                    ? "The keys were not backed up. Without them nobody can read an identity, an original or a recording again: give --keys-to a folder apart from this one."
                    : "Keep the two folders apart, and let old copies of the keys go soon: they would open what has been destroyed since.", true);
            },
            cancel));
        return command;
    }

    public static Command MakeRestore()
    {
        var from = new Option<string>("--from") { Description = "A backup, or the folder of backups, of which the newest is taken.", Required = true };
        var keysFrom = new Option<string?>("--keys-from") { Description = "The backup of its keys, or the folder of those, of which the newest is taken. Without it the keys that lie in the key folder are used." };
        var replace = new Option<string?>("--replace") { Description = "The name of the database, typed in full: everything in it is lost, and the backup comes in its place. Needed where it holds a study." };
        var command = new Command(
            "restore",
            "Puts an installation back from a backup; the site must be stopped. The backup is looked through first, and the database comes back whole or not at all. A key that was destroyed stays destroyed. Then the audit trail "
            + "and all codings are checked. Prints JSON: {\"at\", \"auditEntries\", \"auditValid\", \"auditWhy\", \"codings\", \"codingsThatDiffer\", \"recordings\", \"recordingsMissing\", \"keys\", \"keysMissing\", \"destroyed\", \"seconds\"}. The exit code is 1 where something is missing or differs.")
        {
            from, keysFrom, replace,
        };
        command.SetAction((given, cancel) => RunAsync(
            async database =>
            {
                var restored = await new BackupRestoring(database.ConnectionString, PlacesOf(database), () => VaultSettings.For(database.IsPrivate).MasterKeys(), Console.Error.WriteLine)
                    .RunAsync(given.GetValue(from)!, given.GetValue(keysFrom), given.GetValue(replace), cancel);
                await database.MakeRolesAsync(cancel);
                return (new
                {
                    at = restored.Manifest.At, auditEntries = restored.Trail.Entries, auditValid = restored.Trail.BrokenAt is null, auditWhy = restored.Trail.Why, codings = restored.Codings,
                    codingsThatDiffer = restored.Strays, recordings = restored.Recordings, recordingsMissing = restored.RecordingsMissing, keys = restored.Keys, keysMissing = restored.KeysMissing,
                    destroyed = restored.Destroyed,
                }, $"Everything is as it was at {restored.Manifest.At:u}. What was done since is not: do again the withdrawals and destructions of that time, end again the memberships, accounts and tokens that were ended, and then start the site.", restored.IsWell);
            },
            cancel));
        return command;
    }

    /// <param name="work">What it found, to be printed with how long it took; what to say to a person; and whether all is well.</param>
    private static Task<int> RunAsync(Func<Databases, Task<(object Found, string Said, bool IsWell)>> work, CancellationToken cancel) => Databases.RunAsItIsAsync(
        async database =>
        {
            try
            {
                var watch = Stopwatch.StartNew();
                var (found, said, isWell) = await work(database);
                var printed = JsonSerializer.SerializeToNode(found)!;
                printed["seconds"] = Math.Round(watch.Elapsed.TotalSeconds, 1);
                Console.WriteLine(printed.ToJsonString());
                await Console.Error.WriteLineAsync(said);
                return isWell ? 0 : 1;
            }
            catch (Exception exception) when (exception is BackupException or UnauthorizedAccessException or IOException and not FileNotFoundException)
            {
                await Console.Error.WriteLineAsync(exception.Message);
                return 2;
            }
        },
        cancel);

    private static BackupPlaces PlacesOf(Databases database)
    {
        var settings = VaultSettings.For(database.IsPrivate);
        return new BackupPlaces(settings.Options.KeyFolder, settings.Recordings.Folder, settings.IsMasterKeyFile ? settings.Options.MasterKeyFile : null);
    }
}
