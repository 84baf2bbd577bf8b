using System.Globalization;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Interchange.Tables;
using CoreStudy.Interchange.WriteUps;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using CoreStudy.Web.Ui.Findings;

namespace CoreStudy.Web.Features.Findings;

/// <summary>Findings and quotes as files to take away. Counts are taken, and consent is asked, when the file is made.</summary>
public static class FindingFiles
{
    private static readonly IReadOnlyList<ExportColumn> FindingColumns =
    [
        new("Theme"), new("Finding"), new("Strength", IsScanned: false), new("Caveat"),
        new("People for", IsScanned: false), new("Interviews for", IsScanned: false), new("Passages for", IsScanned: false), new("Trusts for", IsScanned: false),
        new("People against", IsScanned: false), new("Interviews against", IsScanned: false), new("Passages against", IsScanned: false), new("To look at again", IsScanned: false),
    ];

    private static readonly IReadOnlyList<ExportColumn> QuoteColumns =
        [new("Quote"), new("Label"), new("Status", IsScanned: false), new("Words", IsScanned: false), new("Findings"), new("Themes")];

    public static string Workbook(StudyId studyId) => $"/studies/{studyId.Value}/findings.xlsx";

    /// <param name="ending">xlsx or docx.</param>
    /// <param name="filter">As the page of quotes has it in its address, without the question mark.</param>
    public static string Quotes(StudyId studyId, string ending, string filter) => $"/studies/{studyId.Value}/quotes.{ending}{(filter.Length > 0 ? "?" + filter : "")}";

    public static void MapFindingFiles(this WebApplication app)
    {
        app.MapGet("/studies/{id:guid}/findings.xlsx", FindingsAsync).RequireAuthorization();
        app.MapGet("/studies/{id:guid}/quotes.xlsx", (Guid id, HttpContext http, ReadQuotes read, IExportGate gate) => QuotesAsync("xlsx", id, http, read, gate)).RequireAuthorization();
        app.MapGet("/studies/{id:guid}/quotes.docx", (Guid id, HttpContext http, ReadQuotes read, IExportGate gate) => QuotesAsync("docx", id, http, read, gate)).RequireAuthorization();
    }

    /// <summary>Counts over all trusts and roles: a count in one trust could single somebody out.</summary>
    public static Export Of(FindingList list, Func<FindingRow, bool> fits, string ending) => new(
        ExportedList.Findings, "Findings", $"Findings.{ending}", FindingColumns,
        [.. list.Themes.SelectMany(t => t.Findings.Where(fits).Select(f => (IReadOnlyList<string>)
        [
            t.Name, f.Claim, FindingTerms.Of(f.Strength), f.Caveat, Say(f.Supporting.People), Say(f.Supporting.Interviews), Say(f.Supporting.Passages), Say(f.Trusts),
            Say(f.Contradicting.People), Say(f.Contradicting.Interviews), Say(f.Contradicting.Passages), Say(f.NeedsLook),
        ]))]);

    /// <summary>Words that may not be quoted at this moment do not go into the file.</summary>
    public static Export Of(IReadOnlyList<QuoteView> quotes, IReadOnlyDictionary<ThemeId, string> themes, string ending) => new(
        ExportedList.Quotes, "Quotes", $"Quotes.{ending}", QuoteColumns,
        [.. quotes.Select(q => (IReadOnlyList<string>)
        [
            q.Shown == QuoteShown.Words ? q.Text : QuoteView.NotForQuoting, q.Label, q.Shown == QuoteShown.Withdrawn ? "Withdrawn" : FindingTerms.Of(q.Status), q.Shown == QuoteShown.Words ? Say(q.Words) : "",
            string.Join("; ", q.Uses.Select(u => u.Claim)), string.Join("; ", q.Themes.Select(t => themes.GetValueOrDefault(t, "")).Where(t => t.Length > 0).Order(StringComparer.CurrentCulture)),
        ])]);

    private static string Say(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static async Task<IResult> FindingsAsync(Guid id, HttpContext http, ReadFindings read, IExportGate gate)
    {
        if (http.User.AccountId() is not { } me) return Results.NotFound();
        var studyId = new StudyId(id);
        if ((await read.RunAsync(me, studyId, null, http.RequestAborted)).IsRefused(out _, out var list)) return Results.NotFound();
        return await gate.LeaveAsync(me, studyId, Of(list, _ => true, "xlsx"), FileLeaving.Xlsx, file => Sheet(file, 34), http.RequestAborted);
    }

    private static async Task<IResult> QuotesAsync(string ending, Guid id, HttpContext http, ReadQuotes read, IExportGate gate)
    {
        if (http.User.AccountId() is not { } me) return Results.NotFound();
        var studyId = new StudyId(id);
        if ((await read.RunAsync(me, studyId, http.RequestAborted)).IsRefused(out _, out var list)) return Results.NotFound();
        var filter = QuoteFilter.Read(http.Request.QueryString.Value ?? "");
        var export = Of([.. list.Quotes.Where(filter.Fits)], list.Themes.ToDictionary(t => t.Id, t => t.Name), ending);
        return ending == "xlsx"
            ? await gate.LeaveAsync(me, studyId, export, FileLeaving.Xlsx, file => Sheet(file, 70), http.RequestAborted)
            : await gate.LeaveAsync(me, studyId, export, FileLeaving.Docx, file => QuoteDocument.Write("Quotes", [.. file.Rows.Select(r => new WrittenQuote(r[0], r[1], r[4]))]), http.RequestAborted);
    }

    private static byte[] Sheet(Export file, int width) => Interchange.Tables.Workbook.Write(
    [
        new WorkbookSheet(
            file.Name, [.. file.Columns.Select(c => c.Title)],
            [.. file.Rows.Select(r => (IReadOnlyList<object?>)[.. r.Select((cell, c) => !file.Columns[c].IsScanned && double.TryParse(cell, CultureInfo.InvariantCulture, out var number) ? (object?)number : cell)])], width),
    ]);
}
