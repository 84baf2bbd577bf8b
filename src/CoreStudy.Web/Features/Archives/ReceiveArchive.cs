using CoreStudy.Data;
using CoreStudy.Data.Archives;
using CoreStudy.Domain;
using CoreStudy.Interchange.Archives;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Archives;

/// <summary>An archive that came, looked through, with nothing of it stored.</summary>
/// <param name="Ticket">By which it is restored, or thrown away.</param>
/// <param name="Hindrance">Why it cannot be restored here; null where it can.</param>
/// <param name="Members">How many accounts it names.</param>
/// <param name="Known">How many of their e-mail addresses have an account here.</param>
public sealed record ReceivedArchive(Guid Ticket, ArchiveManifest Manifest, string? Hindrance, int Members, int Known)
{
    public override string ToString() => Manifest.ToString();
}

/// <summary>Takes in the file of an archive and says what is in it; restores it.</summary>
public sealed class ReceiveArchive(IDbContextFactory<StudyDb> databases, Permissions permissions, ArchiveShelf shelf, RestoreArchive restore) : IUseCase
{
    /// <summary>The largest file that comes by the browser, in bytes; a larger one comes by the command line.</summary>
    public const long Largest = 4L << 30;

    /// <summary>Whether this person may restore studies.</summary>
    public Task<bool> MayAsync(AccountId me, CancellationToken cancel) => permissions.IsOperatorAsync(me, cancel);

    public async Task<Result<ReceivedArchive>> RunAsync(AccountId me, Stream upload, long length, IProgress<ArchiveProgress>? progress, CancellationToken cancel)
    {
        if (!await permissions.IsOperatorAsync(me, cancel)) return Refusal.Forbidden;
        string? path = null;
        try
        {
            await using var file = shelf.Begin();
            path = file.Name;
            var buffer = new byte[1 << 16];
            for (int read; (read = await upload.ReadAsync(buffer, cancel)) > 0;)
            {
                await file.WriteAsync(buffer.AsMemory(0, read), cancel);
                progress?.Report(new ArchiveProgress("arriving", (double)file.Length / Math.Max(1, length)));
            }

            await file.FlushAsync(cancel);
            file.Position = 0;
            if ((await ReadAsync(file, cancel)).IsRefused(out var refusal, out var received)) return refusal;
            var ticket = shelf.Keep(me, null, path, "");
            path = null;
            return received with { Ticket = ticket };
        }
        finally
        {
            if (path is not null) File.Delete(path);
        }
    }

    /// <summary>Restores what came; the file is thrown away when it has been.</summary>
    public async Task<Result<RestoredStudy>> RestoreAsync(AccountId me, Guid ticket, RestoreChoices choices, IProgress<ArchiveProgress>? progress, CancellationToken cancel)
    {
        if (!await permissions.IsOperatorAsync(me, cancel)) return Refusal.Forbidden;
        await using var file = shelf.Open(me, ticket);
        if (file is null) return new Refusal("The file is not here any more: it lies here for an hour. Please choose it again.");
        var result = await restore.RunAsync(me, file, choices, progress, cancel);
        if (!result.IsRefused(out _, out _)) shelf.ThrowAway(me, ticket);
        return result;
    }

    public void ThrowAway(AccountId me, Guid ticket) => shelf.ThrowAway(me, ticket);

    private async Task<Result<ReceivedArchive>> ReadAsync(FileStream file, CancellationToken cancel)
    {
        if ((await ArchiveReader.OpenAsync(file, cancel)).IsRefused(out var unreadable, out var reader)) return unreadable;
        using var _ = reader;
        if (await reader.CheckAsync(null, cancel) is { } damaged) return damaged;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var hindrance = ArchiveFit.Forbid(reader.Manifest, StudyRows.PlanOf(db), [.. db.Database.GetMigrations()]) ?? await RestoreArchive.ForbidAsync(db, reader.Manifest, cancel);
        var addresses = new List<string>();
        try
        {
            await foreach (var line in reader.LinesAsync(ArchiveManifest.Accounts, null, cancel)) addresses.Add(ArchivedAccount.Read(line).Email?.ToUpperInvariant() ?? "");
        }
        catch (InvalidDataException)
        {
            return new Refusal("This archive names members in a way that cannot be read.");
        }

        return new ReceivedArchive(Guid.Empty, reader.Manifest, hindrance?.Sentence, addresses.Count, await db.Users.CountAsync(a => addresses.Contains(a.NormalizedEmail!), cancel));
    }
}
