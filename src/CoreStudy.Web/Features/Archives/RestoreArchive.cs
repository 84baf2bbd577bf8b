using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using CoreStudy.Data;
using CoreStudy.Data.Accounts;
using CoreStudy.Data.Archives;
using CoreStudy.Domain;
using CoreStudy.Domain.Archives;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Interchange.Archives;
using CoreStudy.Vault;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Recordings;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoreStudy.Web.Features.Archives;

/// <summary>How an archive is to be restored.</summary>
/// <param name="MatchAccounts">Whether a member whose e-mail address has an account here is that account; otherwise every member gets a locked one.</param>
/// <param name="JoinAs">Lead or admin, for the operator to become that in the study; null for neither.</param>
/// <param name="Vault">Opens the vault and the recordings; null leaves both out.</param>
public sealed record RestoreChoices(bool MatchAccounts, Role? JoinAs, PassPhrase? Vault);

/// <summary>What was restored.</summary>
/// <param name="Rows">Of all tables.</param>
/// <param name="Matched">Members who are accounts that were here.</param>
/// <param name="Made">Members for whom a locked account was made.</param>
/// <param name="Papers">Of the vault.</param>
/// <param name="Recordings">Those whose sound came along.</param>
/// <param name="BrokenEntries">Entries of the earlier audit trail that do not say what was hashed.</param>
public sealed record RestoredStudy(StudyId Id, string Name, long Rows, int Matched, int Made, long Papers, int Recordings, int BrokenEntries)
{
    public override string ToString() => $"{Id.Value}, {Rows} rows";
}

/// <summary>An operator brings a whole study back from an archive: all of it in one transaction, or nothing.</summary>
public sealed class RestoreArchive(
    IDbContextFactory<StudyDb> databases, VaultDoor door, SoundStore sounds, Permissions permissions, TimeProvider clock, ILogger<RestoreArchive> logger) : IUseCase
{
    /// <summary>Which share is done when each file was compared with its hash.</summary>
    private const double LookedThrough = 0.2;

    /// <summary>Which share is done when all that is sealed was opened.</summary>
    private const double Opened = 0.35;

    private static readonly Refusal Destroyed = new("A key of this study was destroyed in this installation, so its vault cannot be put back here. Restore it without the vault. Nothing was stored.");

    private static readonly Refusal Misfit = new("This archive does not fit together: something in it refers to what is not in it. Nothing was stored.");

    /// <param name="file">One that can be read from any place, and that nobody changes meanwhile; it stays open.</param>
    public async Task<Result<RestoredStudy>> RunAsync(AccountId me, Stream file, RestoreChoices choices, IProgress<ArchiveProgress>? progress, CancellationToken cancel)
    {
        if (!await permissions.IsOperatorAsync(me, cancel)) return Refusal.Forbidden;
        if (choices.JoinAs is not (null or Role.StudyLead or Role.Admin)) return Refusal.Forbidden;
        if ((await ArchiveReader.OpenAsync(file, cancel)).IsRefused(out var unreadable, out var reader)) return unreadable;
        using var opened = reader;
        if (await reader.CheckAsync(progress is null ? null : new Share(share => progress.Report(new ArchiveProgress("looking it through", LookedThrough * share))), cancel) is { } damaged) return damaged;
        var manifest = reader.Manifest;
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            if (ArchiveFit.Forbid(manifest, StudyRows.PlanOf(db), [.. db.Database.GetMigrations()]) is { } unfit) return unfit;
            if (await ForbidAsync(db, manifest, cancel) is { } taken) return taken;
        }

        IReadOnlyList<ArchivedSound>? coming = [];
        if (manifest.WithVault && choices.Vault is { } phrase)
        {
            if (await ForbidVaultAsync(reader, phrase, cancel) is { } shut) return shut;
            if ((await OpenSoundsAsync(reader, phrase, progress, cancel)).IsRefused(out var unsound, out coming)) return unsound;
        }

        try
        {
            return await PutAsync(me, reader, choices, coming, progress, cancel);
        }
        catch (PostgresException exception) when (IsMisfit(exception))
        {
            return Say(exception);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException inner && IsMisfit(inner))
        {
            return Say(inner);
        }
        catch (Exception exception) when (exception is InvalidDataException or KeyDestroyedException)
        {
            return exception is KeyDestroyedException ? Destroyed : Misfit;
        }
        catch (SealBrokenException broken)
        {
            return new Refusal(broken.Message);
        }
    }

    /// <summary>Why the study cannot come here; null where it can.</summary>
    internal static async Task<Refusal?> ForbidAsync(StudyDb db, ArchiveManifest manifest, CancellationToken cancel)
    {
        var id = new StudyId(manifest.Study.Id);
        if (await db.Studies.AnyAsync(s => s.Id == id, cancel)) return new Refusal($"“{manifest.Study.Name}” is in this installation already. An archive brings a study back where it is not; it does not overwrite one, nor make a second.");
        return await db.Studies.AnyAsync(s => s.Name == manifest.Study.Name, cancel) ? new Refusal($"Another study here is called “{manifest.Study.Name}”. Rename that one first, then restore this.") : null;
    }

    private async Task<Result<RestoredStudy>> PutAsync(
        AccountId me, ArchiveReader reader, RestoreChoices choices, IReadOnlyList<ArchivedSound> coming, IProgress<ArchiveProgress>? progress, CancellationToken cancel)
    {
        await using var room = await door.EnterAsync(cancel);
        var (begun, isReady) = (new List<RecordingId>(), false);
        RestoredStudy? restored;
        try
        {
            if ((await PutAsync(room, me, reader, choices, coming, begun, progress, cancel)).IsRefused(out var refusal, out restored)) return refusal;
            cancel.ThrowIfCancellationRequested();
            await room.Study.SaveChangesAsync(cancel);
            isReady = true;
        }
        finally
        {
            if (!isReady) TakeBack(new StudyId(reader.Manifest.Study.Id), begun);
        }

        try
        {
            await room.CommitAsync(CancellationToken.None);
        }
        catch (Exception fault) when (begun.Count > 0)
        {
            logger.SoundsLeft(reader.Manifest.Study.Id, fault); // whether the study is here, only the database knows
            throw;
        }

        permissions.Forget();
        logger.ArchiveRestored(reader.Manifest.Archive, restored.Id.Value, me.Value, restored.Rows, restored.Papers, restored.Recordings);
        progress?.Report(new ArchiveProgress("done", 1));
        return restored;
    }

    /// <summary>All but the commit.</summary>
    /// <param name="begun">Told of each recording before anything of it is written.</param>
    private async Task<Result<RestoredStudy>> PutAsync(
        VaultRoom room, AccountId me, ArchiveReader reader, RestoreChoices choices, IReadOnlyList<ArchivedSound> coming, List<RecordingId> begun, IProgress<ArchiveProgress>? progress, CancellationToken cancel)
    {
        var (manifest, at) = (reader.Manifest, clock.GetUtcNow());
        var studyId = new StudyId(manifest.Study.Id);
        var db = room.Study;
        var (plan, restoring) = (StudyRows.PlanOf(db), new StudyRestoring(db, studyId));
        await restoring.BeginAsync(cancel);
        var (matched, made) = await PutAccountsAsync(db, restoring, reader, choices.MatchAccounts, at, cancel);
        var put = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in plan.Taken(withVault: manifest.WithVault && choices.Vault is not null))
        {
            progress?.Report(new ArchiveProgress(table.Name.Replace('_', ' '), Opened + (0.3 * put.Count / plan.Tables.Count)));
            put[table.Name] = manifest.Entries.FirstOrDefault(e => e.Table == table.Name) is { } entry ? await restoring.PutAsync(table, entry.Columns!.ToHashSet(), reader.LinesAsync(entry.Name, null, cancel), cancel) : 0;
        }

        progress?.Report(new ArchiveProgress("looking at what refers to what", 0.65));
        if (put["studies"] != 1 || await restoring.StrayAsync(plan, put, cancel) is not null) return Misfit;
        await restoring.CloseRevealsAsync(at, cancel);
        var broken = await PutTrailAsync(db, restoring, reader, choices.Vault is not null && manifest.WithVault, at, cancel);

        progress?.Report(new ArchiveProgress("vault", 0.7));
        var owners = (await VaultOwners.OfAsync(db, studyId, cancel)).Concat((await db.Recordings.Where(r => r.StudyId == studyId).Select(r => r.Id).ToListAsync(cancel)).Select(KeyOwner.Of)).ToHashSet();
        await foreach (var line in reader.LinesAsync(ArchiveManifest.DestroyedKeys, null, cancel))
        {
            var owner = OwnerIn(line);
            if (owner.Kind == KeyOwnerKind.Recording && choices.Vault is null) continue; // it does not come along
            if (!owners.Contains(owner)) return Misfit;
            room.DestroyKey(owner);
        }

        var papers = 0L;
        if (manifest.WithVault && choices.Vault is { } phrase)
        {
            if (await PutSoundsAsync(db, reader, phrase, coming, begun, progress, cancel) is { } unsound) return unsound; // before papers, which the same keys seal
            await foreach (var paper in PapersAsync(reader, phrase, cancel))
            {
                if (!owners.Contains(paper.Owner)) return Misfit;
                await room.PutBackAsync(studyId, paper, cancel);
                papers++;
            }

            if (await room.CountStraysAsync(studyId, cancel) > 0) return Misfit;
        }

        progress?.Report(new ArchiveProgress("making the index of words", 0.95));
        await db.Database.ExecuteSqlRawAsync("set constraints all immediate", cancel); // before the trail is told, which holds everybody up until the end
        if (choices.JoinAs is { } role && !await db.Members.AnyAsync(m => m.StudyId == studyId && m.AccountId == me, cancel))
        {
            var person = await db.Users.Where(a => a.Id == me.Value).Select(a => a.Name).SingleAsync(cancel);
            if (Member.Join(studyId, me, role, person, [], at).IsRefused(out var no, out var member)) return no;
            db.Members.Add(member);
            db.Audit(AuditEntry.Of(AuditKind.MemberJoined, me, studyId, AuditSubject.Of(member.Id), AuditDetail.Word("role", role)));
        }

        db.Audit(AuditEntry.Of(
            AuditKind.WholeStudyRestored, me, studyId, AuditSubject.Of(studyId),
            AuditDetail.None.AndId("archive", new ArchiveId(manifest.Archive)).AndHash("manifest", reader.ManifestHash).AndCount("entries", Entry(manifest, ArchiveManifest.TrailFile).Rows).AndCount("broken", broken)
                .AndWhether("vault", papers > 0).AndCount("recordings", coming.Count).AndCount("matched", matched).AndCount("made", made)));
        return new RestoredStudy(studyId, manifest.Study.Name, put.Values.Sum(), matched, made, papers, coming.Count, broken);
    }

    /// <summary>Opens each recording once from end to end before anything is stored, and asks whether there is room for them: those that can be heard, each once, and no other.</summary>
    private async Task<Result<IReadOnlyList<ArchivedSound>>> OpenSoundsAsync(ArchiveReader reader, PassPhrase phrase, IProgress<ArchiveProgress>? progress, CancellationToken cancel)
    {
        var (manifest, coming, gone) = (reader.Manifest, new List<ArchivedSound>(), new HashSet<KeyOwner>());
        try
        {
            await foreach (var line in reader.LinesAsync(ArchiveManifest.DestroyedKeys, null, cancel)) gone.Add(OwnerIn(line));
            if (manifest.Entries.Any(e => e.Table == ArchivedSound.Table))
            {
                await foreach (var line in reader.LinesAsync(ArchiveManifest.FileOf(ArchivedSound.Table), null, cancel)) coming.Add(ArchivedSound.Read(line));
            }
        }
        catch (InvalidDataException)
        {
            return Misfit;
        }

        if (coming.Exists(r => r.IsDestroyed && !gone.Contains(KeyOwner.Of(r.Id)))) return Misfit;
        coming.RemoveAll(r => gone.Contains(KeyOwner.Of(r.Id)));
        if (!coming.Select(r => ArchiveManifest.SoundOf(r.Id.Value)).Order(StringComparer.Ordinal).SequenceEqual(manifest.Sounds.Select(e => e.Name).Order(StringComparer.Ordinal))) return Misfit;
        if (coming.Exists(r => sounds.IsDestroyed(r.Id))) return Destroyed;
        if (await ForbidRoomAsync(coming, cancel) is { } full) return full;
        var (done, all, buffer) = (0L, Math.Max(1, coming.Sum(r => r.Bytes)), new byte[1 << 16]);
        try
        {
            using var seals = new RecordingSeals(phrase, manifest.Archive, manifest.Study.Id);
            foreach (var (number, one) in coming.Index())
            {
                await using var part = reader.Open(ArchiveManifest.SoundOf(one.Id.Value));
                await using var opening = seals.Open(part, one.Id.Value);
                var bytes = 0L;
                for (int some; (some = await opening.ReadAsync(buffer, cancel)) > 0;)
                {
                    bytes += some;
                    if (bytes > one.Bytes) return Misfit;
                    progress?.Report(new ArchiveProgress($"opening recording {number + 1} of {coming.Count}", LookedThrough + ((Opened - LookedThrough) * (done + bytes) / all)));
                }

                if (bytes != one.Bytes) return Misfit;
                done += bytes;
            }
        }
        catch (SealBrokenException broken)
        {
            return new Refusal(broken.Message);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer); // somebody's voice
        }

        return coming;
    }

    /// <summary>Why there is no room for these recordings, beside others on their way; null where there is.</summary>
    private async Task<Refusal?> ForbidRoomAsync(List<ArchivedSound> coming, CancellationToken cancel)
    {
        if (coming.Count == 0) return null;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var ids = coming.ConvertAll(r => r.Id);
        if (await db.RecordingUploads.AnyAsync(u => ids.Contains(u.Id), cancel)) return Misfit; // its key is another's
        var now = clock.GetUtcNow();
        var others = await db.RecordingUploads.Where(u => u.ExpiresAt > now).Select(u => new { u.StudyId, u.Id, u.Bytes }).ToListAsync(cancel);
        var needed = coming.Sum(r => r.Bytes);
        return sounds.HasRoomFor(needed, others.Sum(u => u.Bytes - (sounds.Received(u.StudyId, u.Id, u.Bytes) ?? u.Bytes))) ? null : new Refusal(
            $"The recordings in this archive have {FileSize.Of(needed)}, and this site has no room left for them. Nothing was stored. Make room where recordings lie, or restore it without the vault.");
    }

    /// <summary>Seals each recording anew by a key of its own, which is made here, and puts it where recordings lie.</summary>
    private async Task<Refusal?> PutSoundsAsync(StudyDb db, ArchiveReader reader, PassPhrase phrase, IReadOnlyList<ArchivedSound> coming, List<RecordingId> begun, IProgress<ArchiveProgress>? progress, CancellationToken cancel)
    {
        var studyId = new StudyId(reader.Manifest.Study.Id);
        var put = await db.Recordings.Where(r => r.StudyId == studyId).Select(r => r.Id).ToListAsync(cancel);
        if (coming.Any(r => !put.Contains(r.Id))) return Misfit; // the rows are ours from here until the end: nobody else puts such a recording in
        var (done, all) = (0L, Math.Max(1, coming.Sum(r => r.Bytes)));
        using var seals = new RecordingSeals(phrase, reader.Manifest.Archive, reader.Manifest.Study.Id);
        foreach (var (number, one) in coming.Index())
        {
            progress?.Report(new ArchiveProgress($"recording {number + 1} of {coming.Count}", 0.7 + (0.25 * done / all)));
            await using var part = reader.Open(ArchiveManifest.SoundOf(one.Id.Value));
            await using var opening = seals.Open(part, one.Id.Value);
            begun.Add(one.Id);
            if (!await sounds.PutBackAsync(studyId, one.Id, one.Bytes, opening, cancel)) return Misfit;
            done += one.Bytes;
        }

        return null;
    }

    /// <summary>Removes recordings that were put where they lie, at once: somebody who waits to restore the same study puts all its tables in before its sound.</summary>
    private void TakeBack(StudyId studyId, List<RecordingId> begun)
    {
        try
        {
            foreach (var id in begun) sounds.TakeBack(studyId, id);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            logger.SoundsLeft(studyId.Value, fault);
        }
    }

    /// <summary>Finds or makes an account for each member. One that is made is locked, has no password, and its sign-in address is the member's only where nobody here has it.</summary>
    private static async Task<(int Matched, int Made)> PutAccountsAsync(StudyDb db, StudyRestoring restoring, ArchiveReader reader, bool match, DateTimeOffset at, CancellationToken cancel)
    {
        var (matched, made) = (0, 0);
        await foreach (var line in reader.LinesAsync(ArchiveManifest.Accounts, null, cancel))
        {
            var was = ArchivedAccount.Read(line);
            var address = was.Email?.ToUpperInvariant();
            var here = address is null ? null : await db.Users.Where(a => a.NormalizedEmail == address).Select(a => (Guid?)a.Id).SingleOrDefaultAsync(cancel);
            if (match && here is { } known)
            {
                await restoring.StandForAsync(new AccountId(was.Id), new AccountId(known), cancel);
                matched++;
                continue;
            }

            var account = new Account { Name = was.Name, CreatedAt = at, LockoutEnabled = true, LockoutEnd = Account.Never, EmailConfirmed = true };
            if (!await db.Users.AnyAsync(a => a.Id == was.Id, cancel)) account.Id = was.Id;
            account.Email = here is null && was.Email is { Length: > 0 } free ? free : $"archived-{account.Id:n}@coder.invalid";
            account.UserName = account.Email;
            (account.NormalizedUserName, account.NormalizedEmail) = (account.UserName.ToUpperInvariant(), account.Email.ToUpperInvariant());
            db.Users.Add(account);
            await db.SaveChangesAsync(cancel);
            await restoring.StandForAsync(new AccountId(was.Id), new AccountId(account.Id), cancel);
            made++;
        }

        return (matched, made);
    }

    /// <returns>How many entries do not say what was hashed.</returns>
    private static async Task<int> PutTrailAsync(StudyDb db, StudyRestoring restoring, ArchiveReader reader, bool withVault, DateTimeOffset at, CancellationToken cancel)
    {
        var manifest = reader.Manifest;
        var studyId = new StudyId(manifest.Study.Id);
        var broken = 0;
        await foreach (var line in reader.LinesAsync(ArchiveManifest.TrailFile, null, cancel)) broken += StudyRestoring.IsSound(studyId, line) ? 0 : 1;
        var number = await db.Restorations.Where(r => r.StudyId == studyId).MaxAsync(r => (int?)r.Number, cancel) + 1 ?? 1;
        db.Restorations.Add(Restoration.Of(
            studyId, number, new ArchiveId(manifest.Archive), manifest.MadeAt.ToUniversalTime(), manifest.App, reader.ManifestHash, withVault, (int)Entry(manifest, ArchiveManifest.TrailFile).Rows, broken, at));
        await db.SaveChangesAsync(cancel);
        await restoring.PutTrailAsync(number, reader.LinesAsync(ArchiveManifest.TrailFile, null, cancel), cancel);
        return broken;
    }

    /// <summary>Opens the whole vault once before anything is stored, so that a wrong pass-phrase or a changed byte stores nothing.</summary>
    private static async Task<Refusal?> ForbidVaultAsync(ArchiveReader reader, PassPhrase phrase, CancellationToken cancel)
    {
        try
        {
            var papers = 0L;
            await foreach (var _ in PapersAsync(reader, phrase, cancel)) papers++;
            return papers == Entry(reader.Manifest, ArchiveManifest.Vault).Rows ? null : Misfit;
        }
        catch (SealBrokenException broken)
        {
            return new Refusal(broken.Message);
        }
        catch (InvalidDataException)
        {
            return Misfit;
        }
    }

    private static async IAsyncEnumerable<OpenPaper> PapersAsync(ArchiveReader reader, PassPhrase phrase, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var part = reader.Open(ArchiveManifest.Vault);
        await using var opening = new OpeningStream(part, phrase, reader.Manifest.Archive, reader.Manifest.Study.Id);
        using var lines = new StreamReader(opening);
        while (await lines.ReadLineAsync(cancel) is { } line) yield return SealedPaper.Read(line);
    }

    internal static KeyOwner OwnerIn(string line)
    {
        try
        {
            return KeyOwner.Parse(JsonSerializer.Deserialize<string>(line) ?? "");
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            throw new InvalidDataException("This names no key.", exception);
        }
    }

    private static ArchiveEntry Entry(ArchiveManifest manifest, string name) => manifest.Entries.Single(e => e.Name == name);

    /// <summary>Whether the database says that the rows are not what it can hold: data of a wrong kind, or at odds with a rule.</summary>
    private static bool IsMisfit(PostgresException exception) => exception.SqlState.StartsWith("22", StringComparison.Ordinal) || exception.SqlState.StartsWith("23", StringComparison.Ordinal);

    private static Refusal Say(PostgresException exception) => exception.SqlState == PostgresErrorCodes.UniqueViolation
        ? new Refusal($"Something of this archive is in this installation already, under “{exception.TableName?.Replace('_', ' ')}”. Nothing was stored.")
        : new Refusal($"Something in this archive is not as it has to be{(exception.TableName is { Length: > 0 } table ? $", under “{table.Replace('_', ' ')}”" : "")}. Nothing was stored.");

    private sealed class Share(Action<double> tell) : IProgress<double>
    {
        private double _told = -1;

        public void Report(double value)
        {
            if (value - _told < 0.01) return;
            _told = value;
            tell(value);
        }
    }
}

/// <summary>A recording as the rows of an archive have it.</summary>
internal sealed record ArchivedSound(RecordingId Id, long Bytes, bool IsDestroyed)
{
    /// <summary>Whose rows they are.</summary>
    public const string Table = "recordings";

    /// <exception cref="InvalidDataException">It is no such row.</exception>
    public static ArchivedSound Read(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var row = json.RootElement;
            return new ArchivedSound(new RecordingId(row.GetProperty("id").GetGuid()), row.GetProperty("bytes").GetInt64(), row.GetProperty("destroyed_at").ValueKind != JsonValueKind.Null);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException("This is no recording.", exception);
        }
    }

    public override string ToString() => $"recording of {Bytes} bytes";
}

/// <summary>A member's account as an archive has it.</summary>
internal sealed record ArchivedAccount(Guid Id, string Name, string? Email)
{
    /// <exception cref="InvalidDataException">It is no such line.</exception>
    public static ArchivedAccount Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<ArchivedAccount>(line, JsonSerializerOptions.Web) is { Name: { Length: > 0 and <= 80 }, Email: null or { Length: <= 256 } } account ? account : throw new InvalidDataException("This is no account.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException("This is no account.", exception);
        }
    }

    public override string ToString() => Id.ToString();
}
