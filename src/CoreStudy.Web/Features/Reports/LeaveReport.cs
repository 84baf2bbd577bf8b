using CoreStudy.Data;
using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Templates;
using CoreStudy.Interchange.Reports;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Reports;

/// <summary>As what a report can leave.</summary>
public enum ReportFormat
{
    /// <summary>Slides of PowerPoint (.pptx).</summary>
    Pptx,

    /// <summary>A document of Word (.docx).</summary>
    Docx,

    /// <summary>One page of HTML.</summary>
    Html,
}

/// <summary>A report that nothing stops, ready for the gate.</summary>
/// <param name="Export">Every word of it, in a column for each place, such as “part 4, finding 2”.</param>
/// <param name="Report">What the file is made of.</param>
/// <param name="Template">The team's own look that was chosen for this kind of file; null for ours.</param>
public sealed record ReportLeaving(Export Export, WrittenReport Report, ReportFormat Format, ReportTemplate? Template)
{
    public override string ToString() => $"{Format} of {Report.Parts.Count} parts";

    /// <summary>The file.</summary>
    public byte[] Write() => Format switch
    {
        ReportFormat.Pptx => ReportSlides.Write(Report, Template),
        ReportFormat.Docx => ReportDocument.Write(Report, Template),
        _ => Interchange.Reports.ReportPage.Write(Report),
    };
}

/// <summary>Makes a report ready to leave: as it is now, or as a version has it. What stops it is asked again.</summary>
public sealed class LeaveReport(IDbContextFactory<StudyDb> databases, Permissions permissions, ReadReport read, ILogger<LeaveReport> logger) : IUseCase
{
    /// <param name="version">Null for the report as it is now.</param>
    public async Task<Result<ReportLeaving>> RunAsync(AccountId me, StudyId studyId, ReportId id, ReportVersionId? version, ReportFormat format, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await CodedPassages.RefreshAsync(db, studyId, cancel);
        if (await db.Reports.AsNoTracking().Include(r => r.Parts).SingleOrDefaultAsync(r => r.Id == id && r.StudyId == studyId, cancel) is not { } report) return Refusal.NotFound;
        var (told, stops) = version is null ? await read.TellAsync(db, reader, report, cancel) : (null, []);
        if (version is { } one)
        {
            if (await db.ReportVersions.AsNoTracking().SingleOrDefaultAsync(v => v.Id == one && v.ReportId == id, cancel) is not { } kept) return Refusal.NotFound;
            if (await VersionSight.ForbidAsync(db, reader, kept, cancel) is { } hidden) return hidden;
            told = FrozenReport.Read(kept.Content);
        }

        var (worded, ofQuotes) = told!.WithWords(studyId, await ReadReport.QuotesAsync(db, reader, told, cancel));
        var stopping = ofQuotes.Concat(stops).Where(s => s.Stops).ToList();
        logger.ReportAsked(id, told.Parts.Count, stopping.Count);
        if (stopping.Count > 0) return new Refusal($"{(stopping.Count == 1 ? "1 thing stops" : $"{stopping.Count:N0} things stop")} this report{(version is null ? "" : " as this version has it")}: {stopping[0].Words}{(stopping.Count > 1 ? " The list above tells the others." : "")}");
        if (worded.Written.Parts.Count == 0) return new Refusal("There is nothing in this report yet.");
        return new ReportLeaving(Of(worded, format), worded.Written, format, await TemplateAsync(db, studyId, format, cancel));
    }

    private static async Task<ReportTemplate?> TemplateAsync(StudyDb db, StudyId studyId, ReportFormat format, CancellationToken cancel)
    {
        if (format == ReportFormat.Html) return null;
        var (kind, written) = format == ReportFormat.Pptx ? (StudyTemplateKind.Slides, TemplateKind.Slides) : (StudyTemplateKind.Document, TemplateKind.Document);
        var content = await db.StudyTemplates.Where(t => t.StudyId == studyId && t.Kind == kind && t.IsChosen).Select(t => t.Content).SingleOrDefaultAsync(cancel);
        return content is null ? null : new ReportTemplate(written, content);
    }

    /// <summary>A column for each place, in one row, so that the gate tells where something was found.</summary>
    private static Export Of(ToldReport told, ReportFormat format)
    {
        var places = ReportPlaces.Of(told);
        return new Export(
            ExportedList.Report, told.Name, $"{FileLeaving.NameOf(told.Name)}.{format.ToString().ToLowerInvariant()}",
            [.. places.Select(p => new ExportColumn(p.Where, IsLabel: p.Kind == PlaceKind.Label, IsOfTeam: p.Kind == PlaceKind.OfTeam))], [[.. places.Select(p => p.LookedThrough)]]);
    }
}
