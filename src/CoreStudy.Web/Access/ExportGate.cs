using System.Security.Cryptography;
using System.Text;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Disclosures;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Redactions;
using CoreStudy.Web.Watch;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Access;

/// <summary>A column of a file.</summary>
/// <param name="IsScanned">False for what the app itself writes (dates, counts) and for the names of the team, who are not the study's participants.</param>
/// <param name="Attribute">What it says of participants: <see cref="PeopleColumns.Role"/>, <see cref="PeopleColumns.Trust"/> or the id of an attribute; null where it says nothing of them.</param>
/// <param name="IsLabel">Whether it has names of codes or themes. So short, they are no matter for a tagger, which takes a code “Hope” for somebody: only what blocks counts.</param>
/// <param name="IsOfTeam">Whether it has what the team says of itself, such as an address to write to: only what the study knows of those in it counts.</param>
public sealed record ExportColumn(string Title, bool IsScanned = true, string? Attribute = null, bool IsLabel = false, bool IsOfTeam = false)
{
    /// <summary>Whether it has words of transcripts that two admins have released: what only may tell who somebody is was looked at then, so only what blocks stops them, and the rest is counted.</summary>
    public bool IsReleased { get; init; }
}

/// <summary>A table that is about to leave as a file.</summary>
/// <param name="List">What the audit trail calls it.</param>
/// <param name="Name">What it is, such as “Participants”.</param>
/// <param name="FileName">With its ending.</param>
/// <param name="People">Whom each row is about, in the order of the rows; null where rows are not about participants one by one.</param>
public sealed record Export(
    ExportedList List, string Name, string FileName, IReadOnlyList<ExportColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, IReadOnlyList<ParticipantId>? People = null)
{
    /// <summary>Stands in a cell whose value too few share.</summary>
    public const string HeldBack = "held back";

    /// <summary>By which a program takes it out for its owner; null where a person does.</summary>
    public ApiTokenId? Token { get; init; }

    /// <summary>Whether it is a further part of something that left in parts before: looked through like the first, and not told again.</summary>
    public bool IsContinued { get; init; }

    /// <summary>Of something that leaves in parts, how many rows all of them have together; null where these rows are all.</summary>
    public long? RowsInAll { get; init; }

    public override string ToString() => $"export of {Rows.Count} rows";
}

/// <summary>Where a stopped export has what, and what to do about it.</summary>
/// <param name="Words">What stands there; null for those who may not be told.</param>
/// <param name="Replacement">What the study writes in its place; null for those who may not be told, and where nothing is known.</param>
public sealed record StoppedPlace(LeakWeight Weight, string Place, IdentifierCategory Category, string? Words, string? Replacement)
{
    public override string ToString() => $"{Weight} {Category} in {Place}";
}

/// <summary>What became of an export: it may leave, or it was stopped, or it wants a second thought.</summary>
/// <param name="File">What may leave, with what too few share held back; null where it was stopped.</param>
/// <param name="HeldBack">In how many rows something was held back.</param>
/// <param name="Caution">What it tells together with files that left before, in a sentence; null where there is nothing to say, or it was read.</param>
/// <param name="Stopped">The entry of the list of stopped exports; null where it was not stopped.</param>
public sealed record ExportOutcome(Export? File, int HeldBack, string? Caution, StoppedExportId? Stopped, IReadOnlyList<StoppedPlace> Places)
{
    /// <summary>Places in released words that may tell who somebody is, and did not stop the file.</summary>
    public int Warnings { get; init; }
}

/// <summary>Whether a file may leave.</summary>
public interface IExportGate
{
    /// <summary>Asks whether a file may leave. Whoever asks has been allowed to read what is in it.</summary>
    /// <param name="cautioned">Whether the person has read the caution and goes on.</param>
    Task<Result<ExportOutcome>> AskAsync(AccountId me, StudyId studyId, Export export, bool cautioned, CancellationToken cancel);

    /// <summary>The same for tables that leave as one file: all of them may, or none has left, and each that was stopped has its entry.</summary>
    /// <returns>In the order of the tables; where one may not leave, none has its file.</returns>
    Task<Result<IReadOnlyList<ExportOutcome>>> AskTogetherAsync(AccountId me, StudyId studyId, IReadOnlyList<Export> exports, bool cautioned, CancellationToken cancel);
}

/// <summary>
/// The one way out: whatever leaves as a file passes here. Small groups of participants are held back, the leak scan is made,
/// and what leaves is noted.
/// </summary>
public sealed class ExportGate(
    IDbContextFactory<StudyDb> databases, Permissions permissions, LeakScan scan, HeavyWork heavy, TimeProvider clock, ILogger<ExportGate> logger) : IExportGate
{
    private const int MostPlacesShown = 100;

    private const string FileNamePlace = "the file name";

    public async Task<Result<ExportOutcome>> AskAsync(AccountId me, StudyId studyId, Export export, bool cautioned, CancellationToken cancel) =>
        (await AskTogetherAsync(me, studyId, [export], cautioned, cancel)).IsRefused(out var refusal, out var outcomes) ? refusal : outcomes[0];

    public async Task<Result<IReadOnlyList<ExportOutcome>>> AskTogetherAsync(AccountId me, StudyId studyId, IReadOnlyList<Export> exports, bool cautioned, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeStudy, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (!exports.All(e => e.Token is not null || e.IsContinued) && heavy.Forbid(me, HeavyKind.Export) is { } tooMuch) return tooMuch; // programs have limits of their own
        await using var db = await databases.CreateDbContextAsync(cancel);
        var people = exports.All(e => e.People is null) ? null : await PeopleColumns.ReadAsync(db, studyId, cancel);
        var looks = new List<Look>(exports.Count);
        foreach (var export in exports)
        {
            var (file, heldBack) = people is null || export.People is null ? (export, 0) : Coarsen(export, people);
            var (hits, warnings) = await ScanAsync(studyId, file, cancel);
            looks.Add(new Look(file, heldBack, hits, warnings, hits.Count == 0 ? null : await StopAsync(db, studyId, file, hits, member, cancel)));
        }

        bool IsStopped(Look look) => look.Known?.MayLeave(clock.GetUtcNow()) is false;
        if (looks.Exists(IsStopped))
        {
            var stopped = db.ChangeTracker.Entries<StoppedExport>().Where(e => e.State == EntityState.Added).Select(e => e.Entity).ToList();
            await db.SaveChangesAsync(cancel);
            if (stopped.Count > 0) StudyMeters.Exports.Add(stopped.Count, new KeyValuePair<string, object?>("outcome", "stopped"));
            foreach (var one in stopped) DisclosureLog.ExportStopped(logger, studyId, one.Id, one.Blocks, one.Warns);
            return looks.ConvertAll(l => IsStopped(l) ? new ExportOutcome(null, l.HeldBack, null, l.Known!.Id, Show(l.Hits, member)) : new ExportOutcome(null, l.HeldBack, null, null, []));
        }

        var told = looks.FindAll(l => !l.IsFurtherPart);
        foreach (var look in cautioned ? [] : told.Where(l => l.File.People is not null))
        {
            if (await CautionAsync(db, studyId, people!, people!.Columns(look.File), cancel) is { } caution) return looks.ConvertAll(l => new ExportOutcome(null, l.HeldBack, l == look ? caution : null, null, []));
        }

        foreach (var (file, _, _, warnings, agreed) in told)
        {
            agreed?.Use(clock.GetUtcNow());
            var released = file.People is null ? [] : people!.Columns(file);
            if (released.Count > 0) db.ReleasedColumns.Add(ReleasedColumns.Note(studyId, member.Id, file.Name, released, clock.GetUtcNow()));
            var detail = AuditDetail.Word("list", file.List).AndCount("rows", file.RowsInAll ?? file.Rows.Count);
            if (warnings > 0) detail = detail.AndCount("warnings", warnings);
            db.Audit(AuditEntry.Of(
                agreed is null ? AuditKind.ListExported : AuditKind.ExportOverridden, member, AuditSubject.Of(studyId), file.Token is { } token ? detail.AndId("token", token) : detail));
        }

        if ((await db.SaveOrRefuseAsync(looks[0].File.Name, cancel)).IsRefused(out var clash, out _)) return clash;
        foreach (var look in told)
        {
            StudyMeters.Exports.Add(1, new KeyValuePair<string, object?>("outcome", look.Known is null ? "left" : "agreed"));
            DisclosureLog.ExportLeft(logger, studyId, look.File.Rows.Count);
        }

        return looks.ConvertAll(l => new ExportOutcome(l.File, l.HeldBack, null, null, []) { Warnings = l.Warnings });
    }

    /// <summary>A table that was looked through.</summary>
    /// <param name="Warnings">Places that do not stop it.</param>
    /// <param name="Known">Its entry of the list of stopped exports; null where nothing was found.</param>
    private sealed record Look(Export File, int HeldBack, IReadOnlyList<LeakHit> Hits, int Warnings, StoppedExport? Known)
    {
        /// <summary>Whether it has been told with an earlier part.</summary>
        public bool IsFurtherPart => File.IsContinued && Known is null;
    }

    /// <summary>The entry for this very file, made where there is none.</summary>
    private async Task<StoppedExport> StopAsync(StudyDb db, StudyId studyId, Export file, IReadOnlyList<LeakHit> hits, Member member, CancellationToken cancel)
    {
        var fingerprint = Fingerprint(file, hits);
        if (await db.StoppedExports.Where(s => s.StudyId == studyId && s.Fingerprint == fingerprint && s.UsedAt == null).OrderByDescending(s => s.StoppedAt).FirstOrDefaultAsync(cancel) is { } known) return known;
        var stopped = StoppedExport.Stop(studyId, Scrubbed(file.Name, hits), fingerprint, member.Id, [.. hits.Select(h => new LeakPlace(h.Weight, h.Place, h.Category))], clock.GetUtcNow());
        db.StoppedExports.Add(stopped);
        db.Audit(AuditEntry.Of(AuditKind.ExportHeldBack, member, AuditSubject.Of(studyId), AuditDetail.Word("list", file.List).AndCount("blocks", stopped.Blocks).AndCount("warns", stopped.Warns)));
        return stopped;
    }

    /// <summary>The same file with what fewer than k share held back, for everybody.</summary>
    private static (Export File, int HeldBack) Coarsen(Export export, PeopleColumns people)
    {
        var columns = people.Columns(export);
        if (columns.Count == 0 || export.People is not { } whom) return (export, 0);
        var kept = people.Coarsen(columns);
        var heldBack = 0;
        var rows = export.Rows.Select((row, i) =>
        {
            var shown = kept.GetValueOrDefault(whom[i]);
            if (shown >= columns.Count) return row;
            heldBack++;
            return [.. row.Select((cell, c) => export.Columns[c].Attribute is { } attribute && columns.IndexOf(attribute) >= shown ? Export.HeldBack : cell)];
        }).ToList();
        return (export with { Rows = rows }, heldBack);
    }

    private static async Task<string?> CautionAsync(StudyDb db, StudyId studyId, PeopleColumns people, List<string> released, CancellationToken cancel)
    {
        if (released.Count == 0) return null;
        var earlier = (await db.ReleasedColumns.AsNoTracking().Where(r => r.StudyId == studyId).Select(r => r.Columns).ToListAsync(cancel)).Where(c => c.Except(released).Any()).SelectMany(c => c).ToHashSet();
        if (released.All(earlier.Contains) || earlier.Count == 0) return null;
        var union = people.InOrder(earlier.Union(released));
        var report = people.Count(union);
        return report.InSmall == 0 ? null
            : $"Together with files that left before, this tells {people.Names(union)} of the same participants. {report.Reason} Whoever holds both files may single somebody out.";
    }

    /// <summary>
    /// File name and headings first: a place is told by its heading, but for one in which something was found. So short, they are no matter for a tagger,
    /// and the app dates file names itself: there only what blocks counts.
    /// </summary>
    private async Task<(IReadOnlyList<LeakHit> Hits, int Warnings)> ScanAsync(StudyId studyId, Export file, CancellationToken cancel)
    {
        static string Heading(int column) => $"the heading of column {column + 1}";
        var heads = (await scan.CheckAsync(studyId, [new(FileNamePlace, file.FileName), .. file.Columns.Select((c, i) => new ScannedText(Heading(i), c.Title))], cancel))
            .Where(h => h.Weight == LeakWeight.Blocks).ToList();
        var (cells, labels, ours, released) = (new List<ScannedText>(), new List<ScannedText>(), new List<ScannedText>(), new List<ScannedText>());
        for (var c = 0; c < file.Columns.Count; c++)
        {
            if (!file.Columns[c].IsScanned) continue;
            var among = file.Columns[c].IsOfTeam ? ours : file.Columns[c].IsLabel ? labels : file.Columns[c].IsReleased ? released : cells;
            var column = heads.Any(h => h.Place == Heading(c)) ? $"column {c + 1}" : $"column {file.Columns[c].Title}";
            for (var r = 0; r < file.Rows.Count; r++) among.Add(new ScannedText($"{column}, row {r + 1}", file.Rows[r][c]));
        }

        var seen = await scan.CheckAsync(studyId, released, cancel);
        IReadOnlyList<LeakHit> hits =
        [
            .. heads,
            .. (await scan.CheckAsync(studyId, labels, cancel)).Where(h => h.Weight == LeakWeight.Blocks),
            .. (await scan.CheckAsync(studyId, ours, cancel)).Where(h => h is { Weight: LeakWeight.Blocks, IsKnown: true }),
            .. await scan.CheckAsync(studyId, cells, cancel),
            .. seen.Where(h => h.Weight == LeakWeight.Blocks),
        ];
        return (hits, seen.Count(h => h.Weight != LeakWeight.Blocks));
    }

    /// <summary>What was found, with its words for admins alone.</summary>
    private static List<StoppedPlace> Show(IReadOnlyList<LeakHit> hits, Member reader) =>
    [
        .. hits.OrderByDescending(h => h.Weight).Take(MostPlacesShown)
            .Select(h => new StoppedPlace(h.Weight, h.Place, h.Category, reader.Role == Role.Admin ? h.Words : null, reader.Role == Role.Admin ? h.Replacement : null)),
    ];

    private static string Scrubbed(string name, IReadOnlyList<LeakHit> hits) => hits.Any(h => h.Place == FileNamePlace) ? "A file" : name;

    /// <summary>Of every character that would leave and of what was found in it.</summary>
    private static string Fingerprint(Export file, IReadOnlyList<LeakHit> hits)
    {
        var all = new StringBuilder().Append(file.Name).Append('\0').Append(file.FileName).Append('\0').AppendJoin('\u001f', file.Columns.Select(c => c.Title));
        foreach (var row in file.Rows) all.Append('\u001e').AppendJoin('\u001f', row);
        foreach (var hit in hits) all.Append('\0').Append(hit);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString())));
    }
}
