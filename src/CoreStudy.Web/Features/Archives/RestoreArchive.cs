using System.Runtime.CompilerServices;
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
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoreStudy.Web.Features.Archives;

/// <summary>How an archive is to be restored.</summary>
/// <param name="MatchAccounts">Whether a member whose e-mail address has an account here is that account; otherwise every member gets a locked one.</param>
/// <param name="JoinAs">Lead or admin, for the operator to become that in the study; null for neither.</param>
/// <param name="Vault">Opens the vault; null leaves it out.</param>
public sealed record RestoreChoices(bool MatchAccounts, Role? JoinAs, PassPhrase? Vault);

/// <summary>What was restored.</summary>
/// <param name="Rows">Of all tables.</param>
/// <param name="Matched">Members who are accounts that were here.</param>
/// <param name="Made">Members for whom a locked account was made.</param>
/// <param name="Papers">Of the vault.</param>
/// <param name="BrokenEntries">Entries of the earlier audit trail that do not say what was hashed.</param>
public sealed record RestoredStudy(StudyId Id, string Name, long Rows, int Matched, int Made, long Papers, int BrokenEntries)
{
    public override string ToString() => $"{Id.Value}, {Rows} rows";
}

/// <summary>An operator brings a whole study back from an archive: all of it in one transaction, or nothing.</summary>
public sealed class RestoreArchive(IDbContextFactory<StudyDb> databases, VaultDoor door, Permissions permissions, TimeProvider clock, ILogger<RestoreArchive> logger) : IUseCase
{
    private static readonly Refusal Misfit = new("This archive does not fit together: something in it refers to what is not in it. Nothing was stored.");

    /// <param name="file">One that can be read from any place, and that nobody changes meanwhile; it stays open.</param>
    public async Task<Result<RestoredStudy>> RunAsync(AccountId me, Stream file, RestoreChoices choices, IProgress<ArchiveProgress>? progress, CancellationToken cancel)
    {
        if (!await permissions.IsOperatorAsync(me, cancel)) return Refusal.Forbidden;
        if (choices.JoinAs is not (null or Role.StudyLead or Role.Admin)) return Refusal.Forbidden;
        if ((await ArchiveReader.OpenAsync(file, cancel)).IsRefused(out var unreadable, out var reader)) return unreadable;
        using var _ = reader;
        if (await reader.CheckAsync(progress is null ? null : new Share(share => progress.Report(new ArchiveProgress("looking it through", share / 4))), cancel) is { } damaged) return damaged;
        var manifest = reader.Manifest;
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            if (ArchiveFit.Forbid(manifest, StudyRows.PlanOf(db), [.. db.Database.GetMigrations()]) is { } unfit) return unfit;
            if (await ForbidAsync(db, manifest, cancel) is { } taken) return taken;
        }

        if (manifest.WithVault && choices.Vault is { } phrase && await ForbidVaultAsync(reader, phrase, cancel) is { } shut) return shut;
        try
        {
            return await PutAsync(me, reader, choices, progress, cancel);
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
            return exception is KeyDestroyedException ? new Refusal("A key of this study was destroyed in this installation, so its vault cannot be put back here. Restore it without the vault. Nothing was stored.") : Misfit;
        }
    }

    /// <summary>Why the study cannot come here; null where it can.</summary>
    internal static async Task<Refusal?> ForbidAsync(StudyDb db, ArchiveManifest manifest, CancellationToken cancel)
    {
        var id = new StudyId(manifest.Study.Id);
        if (await db.Studies.AnyAsync(s => s.Id == id, cancel)) return new Refusal($"“{manifest.Study.Name}” is in this installation already. An archive brings a study back where it is not; it does not overwrite one, nor make a second.");
        return await db.Studies.AnyAsync(s => s.Name == manifest.Study.Name, cancel) ? new Refusal($"Another study here is called “{manifest.Study.Name}”. Rename that one first, then restore this.") : null;
    }

    private async Task<Result<RestoredStudy>> PutAsync(AccountId me, ArchiveReader reader, RestoreChoices choices, IProgress<ArchiveProgress>? progress, CancellationToken cancel)
    {
        var (manifest, at) = (reader.Manifest, clock.GetUtcNow());
        var studyId = new StudyId(manifest.Study.Id);
        await using var room = await door.EnterAsync(cancel);
        var db = room.Study;
        var (plan, restoring) = (StudyRows.PlanOf(db), new StudyRestoring(db, studyId));
        await restoring.BeginAsync(cancel);
        var (matched, made) = await PutAccountsAsync(db, restoring, reader, choices.MatchAccounts, at, cancel);
        var put = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in plan.Tables)
        {
            progress?.Report(new ArchiveProgress(table.Name.Replace('_', ' '), 0.25 + (0.6 * put.Count / plan.Tables.Count)));
            put[table.Name] = manifest.Entries.FirstOrDefault(e => e.Table == table.Name) is { } entry ? await restoring.PutAsync(table, entry.Columns!.ToHashSet(), reader.LinesAsync(entry.Name, null, cancel), cancel) : 0;
        }

        progress?.Report(new ArchiveProgress("looking at what refers to what", 0.85));
        if (put["studies"] != 1 || await restoring.StrayAsync(plan, put, cancel) is not null) return Misfit;
        await restoring.CloseRevealsAsync(at, cancel);
        var broken = await PutTrailAsync(db, restoring, reader, choices.Vault is not null && manifest.WithVault, at, cancel);

        progress?.Report(new ArchiveProgress("vault", 0.9));
        var owners = (await VaultOwners.OfAsync(db, studyId, cancel)).ToHashSet();
        await foreach (var line in reader.LinesAsync(ArchiveManifest.DestroyedKeys, null, cancel))
        {
            if (!owners.Contains(OwnerIn(line))) return Misfit;
            room.DestroyKey(OwnerIn(line));
        }

        var papers = 0L;
        if (manifest.WithVault && choices.Vault is { } phrase)
        {
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
                .AndWhether("vault", papers > 0).AndCount("matched", matched).AndCount("made", made)));
        await room.CommitAsync(cancel);
        permissions.Forget();
        progress?.Report(new ArchiveProgress("done", 1));
        var rows = put.Values.Sum();
        logger.ArchiveRestored(manifest.Archive, studyId.Value, me.Value, rows, papers);
        return new RestoredStudy(studyId, manifest.Study.Name, rows, matched, made, papers, broken);
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

    private static KeyOwner OwnerIn(string line)
    {
        try
        {
            return KeyOwner.Parse(JsonSerializer.Deserialize<string>(line)!);
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
