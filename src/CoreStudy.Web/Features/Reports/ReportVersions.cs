using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Reports;
using CoreStudy.Interchange.Reports;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Reports;

/// <summary>A version in a list.</summary>
public sealed record VersionRow(ReportVersionId Id, int Number, string Name, string By, DateTimeOffset At, int Parts)
{
    public override string ToString() => $"version {Number}";
}

/// <summary>Who may read a version: it tells what whoever saved it could see.</summary>
internal static class VersionSight
{
    /// <summary>Why a version is not open to this reader for now; null where it is.</summary>
    public static async Task<Refusal?> ForbidAsync(StudyDb db, Member reader, ReportVersion version, CancellationToken cancel) =>
        version.By == reader.Id ? null
            : reader.TrustIds.Count > 0 ? new Refusal("This version counts every trust, and you work for some alone. Save a version of your own, or ask the study lead for the file.")
            : await db.BlindTo(reader).AnyAsync(cancel) ? new Refusal("This version may count what a blind round hides from you. It is open to you again when the round opens.")
            : null;
}

/// <summary>The versions of a report, the last first.</summary>
public sealed class ListReportVersions(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<IReadOnlyList<VersionRow>>> RunAsync(AccountId me, StudyId studyId, ReportId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out _)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.Reports.AnyAsync(r => r.Id == id && r.StudyId == studyId, cancel)) return Refusal.NotFound;
        var versions = await db.ReportVersions.AsNoTracking().Where(v => v.ReportId == id).OrderByDescending(v => v.Number).Select(v => new { v.Id, v.Number, v.Name, v.By, v.At, v.Parts }).ToListAsync(cancel);
        var names = await db.Members.IgnoreAutoIncludes().Where(m => m.StudyId == studyId).ToDictionaryAsync(m => m.Id, m => m.Name, cancel);
        return versions.ConvertAll(v => new VersionRow(v.Id, v.Number, v.Name, names.GetValueOrDefault(v.By, ""), v.At, v.Parts.Count));
    }
}

/// <summary>Keeps a report as it is at this moment, under a name: numbers and words as they are, quotes by their ids.</summary>
public sealed class SaveReportVersion(ReportDesk desk, ReadReport read, ILogger<SaveReportVersion> logger) : ReportDeed(desk)
{
    private readonly ReportDesk _desk = desk;

    public async Task<Result<ReportVersionId>> RunAsync(AccountId me, StudyId studyId, ReportId id, string name, CancellationToken cancel)
    {
        if ((await _desk.Permissions.AskAsync(me, studyId, Operation.ManageThemes, cancel)).IsRefused(out var refusal, out _)) return refusal;
        await using (var first = await _desk.Databases.CreateDbContextAsync(cancel)) await CodedPassages.RefreshAsync(first, studyId, cancel);
        return await DoAsync<ReportVersionId>(me, studyId, id, async doing =>
        {
            var (told, _) = await read.TellAsync(doing.Db, doing.By, doing.Report, cancel);
            var last = await doing.Db.ReportVersions.Where(v => v.ReportId == id).MaxAsync(v => (int?)v.Number, cancel) ?? 0;
            if (ReportVersion.Save(doing.Report, last + 1, name, FrozenReport.Write(told), doing.By.Id, doing.At).IsRefused(out var no, out var version)) return no;
            doing.Db.ReportVersions.Add(version);
            doing.Tell(AuditKind.ReportVersionSaved, AuditDetail.Count("version", version.Number));
            logger.VersionSaved(id, version.Number, version.Content.Length);
            return version.Id;
        }, cancel, texts: new ScannedText("the name", name));
    }
}

/// <summary>Makes a report what a version of it was. What it was till now should be saved first; parts that were added since are taken out, and can be brought back.</summary>
public sealed class BringVersionBack(ReportDesk desk) : ReportDeed(desk)
{
    public Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, ReportId id, ReportVersionId versionId, CancellationToken cancel) => DoAsync<Done>(me, studyId, id, async doing =>
    {
        if (await doing.Db.ReportVersions.AsNoTracking().SingleOrDefaultAsync(v => v.Id == versionId && v.ReportId == id, cancel) is not { } version) return Refusal.NotFound;
        doing.Report.Become(version.Facts, version.Parts, doing.By.Id, doing.At);
        doing.Tell(AuditKind.ReportVersionBroughtBack, AuditDetail.Count("version", version.Number));
        return Done.Well;
    }, cancel);
}

/// <summary>What is otherwise in a part.</summary>
/// <param name="Part">What the part is called.</param>
/// <param name="How">What became of it, such as “added”.</param>
/// <param name="Was">Words that were there and are not.</param>
/// <param name="Is">Words that are there and were not.</param>
public sealed record PartDifference(string Part, string How, IReadOnlyList<string> Was, IReadOnlyList<string> Is)
{
    public override string ToString() => $"{Was.Count} gone, {Is.Count} new";
}

/// <summary>What changed from one version of a report to another, or to the report as it is now, in a plain list.</summary>
public sealed class CompareVersions(IDbContextFactory<StudyDb> databases, Permissions permissions, ReadReport read) : IUseCase
{
    /// <param name="to">Null for the report as it is now.</param>
    public async Task<Result<IReadOnlyList<PartDifference>>> RunAsync(AccountId me, StudyId studyId, ReportId id, ReportVersionId from, ReportVersionId? to, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Reports.AsNoTracking().Include(r => r.Parts).SingleOrDefaultAsync(r => r.Id == id && r.StudyId == studyId, cancel) is not { } report) return Refusal.NotFound;
        if (await db.ReportVersions.AsNoTracking().SingleOrDefaultAsync(v => v.Id == from && v.ReportId == id, cancel) is not { } first) return Refusal.NotFound;
        if (await VersionSight.ForbidAsync(db, reader, first, cancel) is { } hidden) return hidden;
        ToldReport after;
        if (to is { } other)
        {
            if (await db.ReportVersions.AsNoTracking().SingleOrDefaultAsync(v => v.Id == other && v.ReportId == id, cancel) is not { } second) return Refusal.NotFound;
            if (await VersionSight.ForbidAsync(db, reader, second, cancel) is { } hiddenToo) return hiddenToo;
            after = FrozenReport.Read(second.Content);
        }
        else
        {
            await CodedPassages.RefreshAsync(db, studyId, cancel);
            (after, _) = await read.TellAsync(db, reader, report, cancel);
        }

        var before = FrozenReport.Read(first.Content);
        var words = await ReadReport.QuotesAsync(db, reader, before with { Parts = [.. before.Parts, .. after.Parts] }, cancel);
        return Differences(before.WithWords(studyId, words).Report, after.WithWords(studyId, words).Report);
    }

    internal static List<PartDifference> Differences(ToldReport before, ToldReport after)
    {
        var found = new List<PartDifference>();
        if (before.Name != after.Name) found.Add(new PartDifference("The report", "called otherwise", [before.Name], [after.Name]));
        var (was, now) = (before.Parts.ToDictionary(p => p.Id), after.Parts.ToDictionary(p => p.Id));
        var (wordsWas, wordsNow) = (Words(before), Words(after));
        // what stands in the same order in both has not been moved
        var kept = Longest([.. before.Parts.Select(p => p.Id).Where(now.ContainsKey)], [.. after.Parts.Select(p => p.Id).Where(was.ContainsKey)]);
        foreach (var part in after.Parts)
        {
            var (has, had) = (wordsNow[part.Id].ToList(), wordsWas[part.Id].ToList());
            if (!was.TryGetValue(part.Id, out var earlier)) found.Add(new PartDifference(NameOf(part), "added", [], has));
            else
            {
                var (gone, come) = (Without(had, has), Without(has, had));
                var moved = !kept.Contains(part.Id);
                var isDrawn = !moved && gone.Count == 0 && come.Count == 0 && Pictures(earlier) != Pictures(part);
                if (gone.Count > 0 || come.Count > 0) found.Add(new PartDifference(NameOf(part), moved ? $"changed, and moved from place {earlier.Number} to {part.Number}" : "changed", gone, come));
                else if (moved) found.Add(new PartDifference(NameOf(part), $"moved from place {earlier.Number} to {part.Number}", [], []));
                else if (isDrawn) found.Add(new PartDifference(NameOf(part), "drawn anew from other numbers", [], []));
            }
        }

        found.AddRange(before.Parts.Where(p => !now.ContainsKey(p.Id)).Select(p => new PartDifference(NameOf(p), "taken out", wordsWas[p.Id].ToList(), [])));
        return found;
    }

    private static string NameOf(ToldPart part) => part.Written is [{ Heading.Length: > 0 } first, ..] ? first.Heading : ReportTerms.Of(part.Kind);

    private static ILookup<ReportPartId, string> Words(ToldReport told) => ReportPlaces.Of(told).Where(p => p.Part is not null).ToLookup(p => p.Part!.Value, p => p.Words);

    private static string Pictures(ToldPart part) => string.Concat(part.Written.OfType<PicturePart>().Select(p => p.Svg)) + string.Join('\u001f', part.Written.OfType<TablePart>().SelectMany(t => t.Rows).SelectMany(r => r));

    private static List<string> Without(IReadOnlyList<string> all, IEnumerable<string> others)
    {
        var left = all.ToList();
        foreach (var other in others) left.Remove(other);
        return left;
    }

    /// <summary>A longest series that both have in the same order.</summary>
    private static HashSet<ReportPartId> Longest(IReadOnlyList<ReportPartId> a, IReadOnlyList<ReportPartId> b)
    {
        var lengths = new int[a.Count + 1, b.Count + 1];
        for (var i = a.Count - 1; i >= 0; i--) for (var j = b.Count - 1; j >= 0; j--) lengths[i, j] = a[i] == b[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
        var kept = new HashSet<ReportPartId>();
        for (var (i, j) = (0, 0); i < a.Count && j < b.Count;)
        {
            if (a[i] == b[j])
            {
                kept.Add(a[i]);
                (i, j) = (i + 1, j + 1);
            }
            else if (lengths[i + 1, j] >= lengths[i, j + 1]) i++;
            else j++;
        }

        return kept;
    }
}
