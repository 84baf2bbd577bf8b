using CoreStudy.Data;
using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Disclosures;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Reports;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using CoreStudy.Web.Ui.Charts;
using CoreStudy.Web.Ui.Findings;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Reports;

/// <summary>A part as it is edited.</summary>
/// <param name="Number">Of its last change.</param>
/// <param name="Name">What it is called in a list: its heading, or what it tells of.</param>
public sealed record PartView(ReportPartId Id, ReportPartKind Kind, string Name, PartWords Words, PartChoice Choice, int Number, string ChangedBy, DateTimeOffset ChangedAt)
{
    public override string ToString() => $"{Kind} {Id.Value}";
}

/// <summary>A report as it is edited and as it would leave at this moment.</summary>
/// <param name="Number">Of the last change of its facts.</param>
/// <param name="Told">With the words of quotes, as far as they may be shown.</param>
/// <param name="Stops">What stops it, then what should be looked at; what a scan finds is not among it.</param>
public sealed record ReportView(
    ReportId Id, ReportFacts Facts, int Number, IReadOnlyList<PartView> Parts, ToldReport Told, IReadOnlyList<ReportStop> Stops, bool MayWrite, bool IsArchived, MemberId Me, string MyName)
{
    public override string ToString() => $"report {Id.Value}";
}

/// <summary>Reads a report with all that it tells, counted at this moment.</summary>
public sealed class ReadReport(
    IDbContextFactory<StudyDb> databases, Permissions permissions, IAskedPictures pictures, IToldAgreement agreement, IEnumerable<IToldChecklists> checklists, TimeProvider clock) : IUseCase
{
    public async Task<Result<ReportView>> RunAsync(AccountId me, StudyId studyId, ReportId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await CodedPassages.RefreshAsync(db, studyId, cancel);
        if (await db.Reports.AsNoTracking().Include(r => r.Parts).SingleOrDefaultAsync(r => r.Id == id && r.StudyId == studyId, cancel) is not { } report) return Refusal.NotFound;
        var (told, stops) = await TellAsync(db, reader, report, cancel);
        var (worded, ofQuotes) = told.WithWords(studyId, await QuotesAsync(db, reader, told, cancel));
        var names = await db.Members.IgnoreAutoIncludes().Where(m => m.StudyId == studyId).ToDictionaryAsync(m => m.Id, m => m.Name, cancel);
        var themes = await db.Themes.Where(t => t.StudyId == studyId).Select(t => new { t.Id, t.Name }).ToDictionaryAsync(t => t.Id, t => t.Name, cancel);
        return new ReportView(
            id, report.Facts, report.Number,
            [.. report.Standing.Select(p => new PartView(p.Id, p.Kind, NameOf(p, worded, themes), p.Own, p.Choice, p.Number, names.GetValueOrDefault(p.ChangedBy, ""), p.ChangedAt))],
            worded, [.. ofQuotes.Concat(stops).OrderBy(s => s.Stops ? 0 : 1)], reader.May(Operation.ManageThemes) && report.ArchivedAt is null, report.ArchivedAt is not null, reader.Id, reader.Name);
    }

    /// <summary>The sentences that a part on methods says where nobody has written others.</summary>
    public async Task<Result<string>> MethodsAsync(AccountId me, StudyId studyId, ReportId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Reports.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id && r.StudyId == studyId, cancel) is { } report
            ? await new ReportReading(db, reader, report, clock.Today(), pictures, agreement, checklists.FirstOrDefault()).MethodsAsync(cancel)
            : Refusal.NotFound;
    }

    /// <summary>What a report tells at this moment, with quotes by id, and what stops it.</summary>
    internal async Task<(ToldReport Told, IReadOnlyList<ReportStop> Stops)> TellAsync(StudyDb db, Member reader, Report report, CancellationToken cancel) =>
        await new ReportReading(db, reader, report, clock.Today(), pictures, agreement, checklists.FirstOrDefault()).RunAsync(cancel);

    /// <summary>The quotes of what is told, as the reader may see them at this moment.</summary>
    internal static async Task<IReadOnlyDictionary<QuoteId, QuoteView>> QuotesAsync(StudyDb db, Member reader, ToldReport told, CancellationToken cancel)
    {
        var ids = told.Parts.SelectMany(p => p.Written).SelectMany(QuoteMarks.In).Distinct().ToList();
        return ids.Count == 0 ? new Dictionary<QuoteId, QuoteView>() : (await ReadQuotes.ViewsAsync(db, reader, ids, cancel)).ToDictionary(q => q.Id);
    }

    private static string NameOf(ReportPart part, ToldReport told, Dictionary<ThemeId, string> themes) =>
        part.Heading.Length > 0 ? part.Heading
        : part.Choice.Theme is { } theme && themes.TryGetValue(theme, out var name) && part.Kind == ReportPartKind.Theme ? name
        : told.Parts.First(p => p.Id == part.Id).Written is [{ Heading.Length: > 0 } first, ..] ? first.Heading
        : ReportTerms.Of(part.Kind);
}

/// <summary>Looks through the words of a report as the gate will, so that what stops it is known while it is written.</summary>
public sealed class ScanReport(Permissions permissions, LeakScan scan) : IUseCase
{
    public async Task<Result<IReadOnlyList<ReportStop>>> RunAsync(AccountId me, StudyId studyId, ToldReport told, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        var places = ReportPlaces.Of(told);
        var byPlace = places.GroupBy(p => p.Where).ToDictionary(g => g.Key, g => g.First());
        var hits = await scan.CheckAsync(studyId, [.. places.Select(p => new ScannedText(p.Where, p.LookedThrough))], cancel);
        return hits
            .Where(h => byPlace[h.Place].Kind switch { PlaceKind.Words => true, PlaceKind.Label => h.Weight == LeakWeight.Blocks, _ => h is { Weight: LeakWeight.Blocks, IsKnown: true } })
            .OrderByDescending(h => h.Weight)
            .Select(h => new ReportStop(
                StopKind.Leak, h.Weight == LeakWeight.Blocks, byPlace[h.Place].Part,
                $"{LeakWords.Of(h.Category)} in {h.Place}{(reader.Role == Role.Admin ? $": “{h.Words}”" : "")}. {(h.Weight == LeakWeight.Blocks ? "It would tell who somebody is." : "It may tell who somebody is: a lead or an admin will be asked.")}",
                "Write it otherwise", null))
            .Distinct().ToList();
    }
}

/// <summary>A theme that a part can tell of, with its findings and those of the themes below it.</summary>
public sealed record ThemeChoice(ThemeId Id, ThemeId? ParentId, string Name, IReadOnlyList<FindingRow> Findings);

/// <summary>What parts can tell of.</summary>
/// <param name="Quotes">All that the reader may see.</param>
/// <param name="Checklists">Short names; empty where there are none.</param>
public sealed record ReportChoices(IReadOnlyList<ThemeChoice> Themes, IReadOnlyList<QuoteView> Quotes, IReadOnlyList<string> Checklists)
{
    public override string ToString() => $"{Themes.Count} themes, {Quotes.Count} quotes";
}

public sealed class ListReportChoices(IDbContextFactory<StudyDb> databases, Permissions permissions, IEnumerable<IToldChecklists> checklists) : IUseCase
{
    public async Task<Result<ReportChoices>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var findings = await ReadFindings.ListAsync(db, reader, null, null, cancel);
        return new ReportChoices(
            [.. findings.Themes.Where(t => !t.IsDropped).Select(t => new ThemeChoice(t.Id, t.ParentId, t.Name, t.Findings))], await ReadQuotes.ViewsAsync(db, reader, null, cancel), checklists.FirstOrDefault()?.Names ?? []);
    }
}
