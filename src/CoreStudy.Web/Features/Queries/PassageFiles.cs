using CoreStudy.Domain;
using CoreStudy.Interchange.Tables;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;

namespace CoreStudy.Web.Features.Queries;

/// <summary>Passages as a workbook to take away.</summary>
public static class PassageFiles
{
    public static void MapPassageFiles(this WebApplication app) => app.MapGet("/studies/{id:guid}/passages.xlsx", FileAsync).RequireAuthorization();

    private static async Task<IResult> FileAsync(Guid id, HttpContext http, ExportRetrieval export, ReadSavedQuery read, IExportGate gate)
    {
        if (http.User.AccountId() is not { } me) return Results.NotFound();
        var (studyId, address) = (new StudyId(id), RetrievalAddress.Read(http.Request.QueryString.Value ?? ""));
        var ask = new RetrievalAsk(address.Filter, null, address.By, address.Order);
        if (Guid.TryParse(http.Request.Query["query"], out var query))
        {
            if ((await read.RunAsync(me, studyId, new QueryId(query), http.RequestAborted)).IsRefused(out _, out var saved) || saved.Query is not { } question) return Results.NotFound();
            ask = ask with { Filter = question.Within, Where = question.Where };
        }

        if ((await export.RunAsync(me, studyId, ask, "xlsx", http.RequestAborted)).IsRefused(out _, out var table)) return Results.NotFound();
        return await gate.LeaveAsync(
            me, studyId, table, FileLeaving.Xlsx,
            file => Workbook.Write([new WorkbookSheet("Passages", [.. file.Columns.Select(c => c.Title)], [.. file.Rows.Select(r => (IReadOnlyList<object?>)[.. r])])]), http.RequestAborted);
    }
}
