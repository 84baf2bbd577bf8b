using System.Data;
using System.Reflection;
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
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Archives;

/// <summary>How far the making or the restoring of an archive is.</summary>
/// <param name="Doing">What is being done, in a word or two.</param>
/// <param name="Share">From 0 to 1.</param>
public readonly record struct ArchiveProgress(string Doing, double Share);

/// <summary>Takes all of a study out as one file, as of one moment. It is whole: private memos, blind rounds and small groups are in it.</summary>
public sealed class MakeArchive(IDbContextFactory<StudyDb> databases, VaultDoor door, Permissions permissions, Reveals reveals, TimeProvider clock, ILogger<MakeArchive> logger) : IUseCase
{
    private static readonly string App = typeof(MakeArchive).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    /// <param name="vault">Seals the vault within the archive; null leaves the vault out.</param>
    /// <param name="to">Where to write; stays open. What is there after a refusal or an error is no archive.</param>
    public async Task<Result<ArchiveManifest>> RunAsync(AccountId me, StudyId studyId, PassPhrase? vault, Stream to, IProgress<ArchiveProgress>? progress, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.TakeWholeStudy, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (!member.Reaches([])) return new Refusal("Only an admin who works for every trust of the study can take all of it out.");
        Reveal? open = null;
        if (vault is not null && (await reveals.AskAsync(me, studyId, RevealSubject.WholeVault, cancel)).IsRefused(out var closed, out open)) return closed;
        var id = ArchiveId.New();
        await TellAsync(member, id, open, cancel);

        ArchiveManifest manifest;
        if (vault is null)
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
            manifest = await WriteAsync(db, null, null, studyId, id, to, progress, cancel);
        }
        else
        {
            await using var room = await door.EnterAsOfNowAsync(cancel);
            manifest = await WriteAsync(room.Study, room, vault, studyId, id, to, progress, cancel);
        }

        var rows = manifest.Entries.Sum(e => e.Rows);
        logger.ArchiveMade(id.Value, studyId.Value, member.Id.Value, rows, vault is not null);
        return manifest;
    }

    /// <summary>On record before a word leaves.</summary>
    private async Task TellAsync(Member member, ArchiveId id, Reveal? open, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var detail = AuditDetail.None.AndId("archive", id).AndWhether("vault", open is not null);
        if (open is not null)
        {
            var reveal = await db.Reveals.SingleAsync(r => r.Id == open.Id, cancel);
            _ = reveal.Export("A whole-study archive", clock.GetUtcNow());
            detail = detail.AndId("reveal", reveal.Id);
        }

        db.Audit(AuditEntry.Of(AuditKind.WholeStudyTaken, member, AuditSubject.Of(member.StudyId), detail));
        await db.SaveChangesAsync(cancel);
    }

    private async Task<ArchiveManifest> WriteAsync(
        StudyDb db, VaultRoom? room, PassPhrase? vault, StudyId studyId, ArchiveId id, Stream to, IProgress<ArchiveProgress>? progress, CancellationToken cancel)
    {
        await StudyRows.SettleAsync(db, cancel);
        var plan = StudyRows.PlanOf(db);
        var study = await db.Studies.AsNoTracking().SingleAsync(s => s.Id == studyId, cancel);
        var (trail, schema) = (await StudyRows.TrailEndAsync(db, cancel), await StudyRows.SchemaAsync(db, cancel));
        var destroyed = door.DestroyedOf(await VaultOwners.OfAsync(db, studyId, cancel));
        using var writer = new ArchiveWriter(to);
        await writer.AddLinesAsync(ArchiveManifest.Accounts, null, null, StudyRows.ReadAccountsAsync(db, studyId, cancel), null, cancel);
        var (done, all) = (0, plan.Tables.Count + (vault is null ? 1 : 2));
        foreach (var table in plan.Tables)
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
                    if (paper.Owner.Kind == KeyOwnerKind.Recording) continue; // what is typed of a recording stays with it
                    SealedPaper.Write(sealing, paper);
                    papers++;
                }

                sealing.End();
                return papers;
            });
        }

        progress?.Report(new ArchiveProgress("done", 1));
        return await writer.FinishAsync(
            entries => new ArchiveManifest(
                ArchiveManifest.Name, ArchiveManifest.Version, id.Value, clock.GetUtcNow(), App, schema, new ArchivedStudy(studyId.Value, study.Name, study.ShortName),
                new ArchivedTrail(trail.Number, Convert.ToHexStringLower(trail.Hash)), vault is not null, entries),
            cancel);

        void Say(string doing) => progress?.Report(new ArchiveProgress(doing, (double)done / all));
    }
}

/// <summary>Whose keys of the vault a study can have.</summary>
internal static class VaultOwners
{
    public static async Task<IReadOnlyList<KeyOwner>> OfAsync(StudyDb db, StudyId studyId, CancellationToken cancel) =>
    [
        KeyOwner.Of(studyId),
        .. (await db.Participants.Where(p => p.StudyId == studyId).Select(p => p.Id).ToListAsync(cancel)).Select(KeyOwner.Of),
        .. (await db.Transcripts.Where(t => t.StudyId == studyId).Select(t => t.Id).ToListAsync(cancel)).Select(KeyOwner.Of),
    ];
}
