using System.Globalization;
using System.Text;
using CoreStudy.Domain;
using CoreStudy.Interchange.Tables;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;

namespace CoreStudy.Web.Features.Audits;

/// <summary>
/// The audit trail as a table for a spreadsheet, sent as it is read: UTF-8 with a byte order mark, RFC 4180, times in UTC. For programs the same as lines of JSON; as a workbook of Excel the newest of it.
/// </summary>
public static class TrailCsv
{
    /// <summary>Entries in a workbook at most, the newest: it is made in memory. Older ones are had by dates, or in the other kinds of file, which hold all.</summary>
    private const int MostSheetRows = 100_000;

    private static readonly string[] Heading =
        ["Number", "Time (UTC)", "Who", "What happened", "Kind", "About", "Label", "Id", "Detail", "Account", "Hash before", "Hash"];

    public static void MapTrailCsv(this WebApplication app)
    {
        foreach (var ending in new[] { "csv", "xlsx", "jsonl" })
        {
            app.MapGet($"/studies/{{id:guid}}/audit.{ending}", (Guid id, HttpContext http, ExportTrail export) => SendAsync(new StudyId(id), http, export, ending)).RequireAuthorization();
            app.MapGet($"/audit.{ending}", (HttpContext http, ExportTrail export) => SendAsync(null, http, export, ending)).RequireAuthorization();
        }
    }

    /// <param name="ending">csv, xlsx or jsonl.</param>
    public static string Address(StudyId? studyId, TrailFilter filter, string ending = "csv") =>
        $"{(studyId is { } study ? $"/studies/{study.Value}" : "")}/audit.{ending}?{filter.ToQuery()}".TrimEnd('?');

    private static async Task<IResult> SendAsync(StudyId? studyId, HttpContext http, ExportTrail export, string ending)
    {
        if (http.User.AccountId() is not { } me || TrailFilter.Read(http.Request.Query).IsRefused(out _, out var filter)) return Results.NotFound();
        if ((await export.RunAsync(me, studyId, filter, http.RequestAborted)).IsRefused(out _, out var file)) return Results.NotFound();
        http.Response.Headers.CacheControl = "no-store";
        if (ending == "xlsx")
        {
            var sheet = new List<IReadOnlyList<object?>>();
            await foreach (var rows in file.Rows)
            {
                foreach (var row in rows) sheet.Add([(double)row.Entry.Number, .. Cells(row).Skip(1)]);
                if (sheet.Count >= MostSheetRows) break;
            }

            return Results.File(Workbook.Write([new WorkbookSheet("Audit trail", Heading, [.. sheet.Take(MostSheetRows)])]), FileLeaving.Xlsx, "Audit trail.xlsx");
        }

        if (ending == "jsonl")
        {
            return Results.Stream(async body =>
            {
                await foreach (var rows in file.Rows) await body.WriteAsync(TableFile.Lines(Heading, rows.Select(Cells)));
            }, "application/jsonl; charset=utf-8", "Audit trail.jsonl");
        }

        return Results.Stream(async body =>
        {
            await using var writer = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
            await writer.WriteAsync(Csv.Write(Heading, []));
            await foreach (var rows in file.Rows) await writer.WriteAsync(Csv.Lines(rows.Select(Cells)));
        }, "text/csv; charset=utf-8", "Audit trail.csv");
    }

    private static string[] Cells(TrailRow row)
    {
        var entry = row.Entry;
        return
        [
            entry.Number.ToString(CultureInfo.InvariantCulture), entry.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture), row.Who, row.Sentence,
            entry.Kind.ToString(), entry.SubjectKind.ToString(), entry.Label.Text, entry.SubjectId?.ToString() ?? "", entry.Detail.ToJson(), entry.AccountId?.Value.ToString() ?? "",
            Convert.ToHexStringLower(entry.PreviousHash), Convert.ToHexStringLower(entry.Hash),
        ];
    }
}
