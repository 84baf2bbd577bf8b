using System.Data;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using CoreStudy.Data;
using CoreStudy.Data.Archives;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Reveals;
using CoreStudy.Interchange.Archives;
using CoreStudy.Vault;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Recordings;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Archives;

/// <summary>How far the making or the restoring of an archive is.</summary>
/// <param name="Doing">What is being done, in a word or two.</param>
/// <param name="Share">From 0 to 1.</param>
public readonly record struct ArchiveProgress(string Doing, double Share);

/// <summary>Takes all of a study out as one file, as of one moment. It is whole: private memos, blind rounds and small groups are in it.</summary>
public sealed class MakeArchive(
    IDbContextFactory<StudyDb> databases, VaultDoor door, SoundStore sounds, Permissions permissions, Reveals reveals, TimeProvider clock, ILogger<MakeArchive> logger) : IUseCase
{
    private const int Piece = 1 << 16;

    private static readonly string App = typeof(MakeArchive).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    /// <param name="vault">Seals the vault within the archive, and the recordings; null leaves both out.</param>
    /// <param name="to">Where to write; stays open. What is there after a refusal or an error is no archive.</param>
    public async Task<Result<ArchiveManifest>> RunAsync(AccountId me, StudyId studyId, PassPhrase? vault, Stream to, IProgress<ArchiveProgress>? progress, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.TakeWholeStudy, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (!member.Reaches([])) return new Refusal("Only an admin who works for every trust of the study can take all of it out.");
        Reveal? open = null;
        if (vault is not null && (await reveals.AskAsync(me, studyId, RevealSubject.WholeVault, cancel)).IsRefused(out var closed, out open)) return closed;
        var expected = await HeardAsync(studyId, open is not null, cancel);
        if (to is FileStream file && Forbid(expected, file) is { } full) return full;
        var id = ArchiveId.New();
        await TellAsync(member, id, open, expected.Count, cancel);

        Result<ArchiveManifest> made;
        if (vault is null)
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            await using var everybodys = await db.ForEverybodyAsync(cancel);
            await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
            made = await WriteAsync(db, null, null, studyId, id, to, progress, cancel);
        }
        else
        {
            await using var room = await door.EnterAsOfNowAsync(cancel);
            made = await WriteAsync(room.Study, room, vault, studyId, id, to, progress, cancel);
        }

        if (made.IsRefused(out var broken, out var manifest)) return broken;
        var (rows, recordings) = (manifest.Entries.Sum(e => e.Rows), manifest.Sounds.Count());
        logger.ArchiveMade(id.Value, studyId.Value, member.Id.Value, rows, vault is not null, recordings);
        return manifest;
    }

    /// <summary>The recordings that go along, as of before the archive is begun: what it is of, its own transaction reads again.</summary>
    private async Task<IReadOnlyList<StudySound>> HeardAsync(StudyId studyId, bool withVault, CancellationToken cancel)
    {
        if (!withVault) return [];
        await using var db = await databases.CreateDbContextAsync(cancel);
        return [.. (await SoundsOf.StudyAsync(db, sounds, studyId, cancel)).Where(s => !s.IsDestroyed)];
    }

    /// <summary>Why the recordings have no room where the file is written; null where they have.</summary>
    private static Refusal? Forbid(IReadOnlyList<StudySound> heard, FileStream file)
    {
        if (heard.Count == 0) return null;
        var needed = heard.Sum(s => RecordingSeals.Sealed(s.Bytes));
        var free = new DriveInfo(Path.GetFullPath(file.Name)).AvailableFreeSpace;
        return needed < free ? null : new Refusal(
            $"The recordings of this study have {FileSize.Of(needed)}, and where the archive is made there is room for {FileSize.Of(free)}. Nothing was made. Who runs this site can make it on another disk, by the command line: study export --format archive --with-vault --to FILE.");
    }

    /// <summary>On record before a word leaves.</summary>
    private async Task TellAsync(Member member, ArchiveId id, Reveal? open, int recordings, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var detail = AuditDetail.None.AndId("archive", id).AndWhether("vault", open is not null);
        if (open is not null)
        {
            var reveal = await db.Reveals.SingleAsync(r => r.Id == open.Id, cancel);
            _ = reveal.Export("A whole-study archive", clock.GetUtcNow());
            detail = detail.AndId("reveal", reveal.Id).AndCount("recordings", recordings);
        }

        db.Audit(AuditEntry.Of(AuditKind.WholeStudyTaken, member, AuditSubject.Of(member.StudyId), detail));
        await db.SaveChangesAsync(cancel);
    }

    private async Task<Result<ArchiveManifest>> WriteAsync(
        StudyDb db, VaultRoom? room, PassPhrase? vault, StudyId studyId, ArchiveId id, Stream to, IProgress<ArchiveProgress>? progress, CancellationToken cancel)
    {
        await StudyRows.SettleAsync(db, cancel);
        var plan = StudyRows.PlanOf(db);
        var study = await db.Studies.AsNoTracking().SingleAsync(s => s.Id == studyId, cancel);
        var (trail, schema) = (await StudyRows.TrailEndAsync(db, cancel), await StudyRows.SchemaAsync(db, cancel));
        var destroyed = door.DestroyedOf(await VaultOwners.OfAsync(db, studyId, cancel)).ToList();
        var recordings = await SoundsOf.StudyAsync(db, sounds, studyId, cancel);
        var heard = recordings.Where(r => !r.IsDestroyed).ToList();
        if (vault is not null)
        {
            destroyed.AddRange(recordings.Where(r => r.IsDestroyed).Select(r => KeyOwner.Of(r.Id)));
            foreach (var one in heard)
            {
                if (await ForbidAsync(db, studyId, one, () => sounds.Read(studyId, one.Id).DisposeAsync().AsTask(), cancel) is { } unread) return unread;
            }
        }

        using var writer = new ArchiveWriter(to);
        await writer.AddLinesAsync(ArchiveManifest.Accounts, null, null, StudyRows.ReadAccountsAsync(db, studyId, cancel), null, cancel);
        var tables = plan.Taken(withVault: vault is not null).ToList();
        var sound = vault is null ? 0 : heard.Sum(r => r.Bytes);
        var (done, all, upTo) = (0, tables.Count + (vault is null ? 1 : 2), sound > 0 ? 0.3 : 1);
        foreach (var table in tables)
        {
            Say(table.Name.Replace('_', ' '));
            await writer.AddLinesAsync(ArchiveManifest.FileOf(table.Name), table.Name, [.. table.Columns.Select(c => c.Name)], StudyRows.ReadAsync(db, table, studyId, cancel), null, cancel);
            done++;
        }

        Say("audit trail");
        await writer.AddLinesAsync(ArchiveManifest.TrailFile, null, null, StudyRows.ReadTrailAsync(db, studyId, cancel), null, cancel);
        await writer.AddLinesAsync(ArchiveManifest.DestroyedKeys, null, null, destroyed.Select(o => JsonSerializer.Serialize(o.ToString())).Order(StringComparer.Ordinal).ToAsyncEnumerable(), null, cancel);
        if (vault is not null)
        {
            Say("vault");
            await writer.AddSealedAsync(ArchiveManifest.Vault, async into =>
            {
                await using var sealing = new SealingStream(into, vault, id.Value, studyId.Value);
                var papers = 0L;
                await foreach (var paper in room!.ReadEverythingAsync(studyId, cancel))
                {
                    SealedPaper.Write(sealing, paper);
                    papers++;
                }

                sealing.End();
                return papers;
            });
            using var seals = new RecordingSeals(vault, id.Value, studyId.Value);
            var sealedBytes = 0L;
            foreach (var (number, one) in heard.Index())
            {
                if (await ForbidAsync(db, studyId, one, () => AddSoundAsync(writer, seals, studyId, one.Id, TellOf(number), cancel), cancel) is { } unread) return unread;
                sealedBytes += one.Bytes;
            }

            Action<long> TellOf(int number) => read => progress?.Report(new ArchiveProgress($"recording {number + 1} of {heard.Count}", upTo + ((1 - upTo) * (sealedBytes + read) / sound)));
        }

        progress?.Report(new ArchiveProgress("done", 1));
        return await writer.FinishAsync(
            entries => new ArchiveManifest(
                ArchiveManifest.Name, vault is null ? ArchiveManifest.WithoutRecordings : ArchiveManifest.Version, id.Value, clock.GetUtcNow(), App, schema, new ArchivedStudy(studyId.Value, study.Name, study.ShortName),
                new ArchivedTrail(trail.Number, Convert.ToHexStringLower(trail.Hash)), vault is not null, vault is null && heard.Count > 0 ? heard.Count : null, entries),
            cancel);

        void Say(string doing) => progress?.Report(new ArchiveProgress(doing, upTo * done / all));
    }

    /// <summary>Opens a sound and seals it by the pass-phrase, a piece in memory at a time.</summary>
    private async Task AddSoundAsync(ArchiveWriter writer, RecordingSeals seals, StudyId studyId, RecordingId id, Action<long> read, CancellationToken cancel)
    {
        await using var sound = sounds.Read(studyId, id);
        await writer.AddSealedAsync(ArchiveManifest.SoundOf(id.Value), async into =>
        {
            await using var sealing = seals.Close(into, id.Value);
            var buffer = new byte[Piece];
            try
            {
                for (int some; (some = await sound.ReadAsync(buffer, cancel)) > 0;)
                {
                    sealing.Write(buffer.AsSpan(0, some));
                    read(sound.Position);
                }
            }
            finally
            {
                CryptographicOperations.ZeroMemory(buffer); // somebody's voice
            }

            sealing.End();
            return 0;
        });
    }

    /// <summary>Does something with a sound; says so where it cannot be read: an archive is whole or is none.</summary>
    private async Task<Refusal?> ForbidAsync(StudyDb db, StudyId studyId, StudySound one, Func<Task> read, CancellationToken cancel)
    {
        try
        {
            await read();
            return null;
        }
        catch (KeyDestroyedException)
        {
            return new Refusal("A recording was destroyed while the archive was being made. Please make it again: it is then without that one.");
        }
        catch (Exception fault) when (fault is SoundDamagedException or FileNotFoundException or DirectoryNotFoundException or MasterKeyException)
        {
            logger.SoundUnread(one.Id.Value, studyId.Value, fault);
            var title = await db.Interviews.Where(i => i.Id == one.InterviewId).Select(i => i.Title).SingleAsync(cancel);
            return new Refusal(
                $"The sound of a recording of “{title}” cannot be read: its file or its key is missing or damaged. An archive with the vault holds every recording, so it was not made. Have both put back from a backup, or the recording destroyed; then make the archive again.");
        }
    }
}

/// <summary>A recording of a study, as an archive has to know it.</summary>
/// <param name="Bytes">Of the sound.</param>
/// <param name="IsDestroyed">Whether its row or its key says so: it has no sound any more.</param>
internal readonly record struct StudySound(RecordingId Id, InterviewId InterviewId, long Bytes, bool IsDestroyed);

internal static class SoundsOf
{
    /// <summary>Every recording of a study, in the order in which they came.</summary>
    public static async Task<IReadOnlyList<StudySound>> StudyAsync(StudyDb db, SoundStore sounds, StudyId studyId, CancellationToken cancel) =>
        (await db.Recordings.AsNoTracking().Where(r => r.StudyId == studyId).OrderBy(r => r.Id).Select(r => new { r.Id, r.InterviewId, r.Bytes, r.DestroyedAt }).ToListAsync(cancel))
            .ConvertAll(r => new StudySound(r.Id, r.InterviewId, r.Bytes, r.DestroyedAt is not null || sounds.IsDestroyed(r.Id)));
}

/// <summary>Whose keys of the vault a study can have, beside its recordings.</summary>
internal static class VaultOwners
{
    public static async Task<IReadOnlyList<KeyOwner>> OfAsync(StudyDb db, StudyId studyId, CancellationToken cancel) =>
    [
        KeyOwner.Of(studyId),
        .. (await db.Participants.Where(p => p.StudyId == studyId).Select(p => p.Id).ToListAsync(cancel)).Select(KeyOwner.Of),
        .. (await db.Transcripts.Where(t => t.StudyId == studyId).Select(t => t.Id).ToListAsync(cancel)).Select(KeyOwner.Of),
    ];
}
