using System.Globalization;
using CoreStudy.Domain;
using CoreStudy.Domain.Memos;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using CoreStudy.Web.Ui.Memos;

namespace CoreStudy.Web.Features.Memos;

/// <summary>Memos and one's own journal as documents to take away.</summary>
public static class MemoFiles
{
    public static void MapMemoFiles(this WebApplication app)
    {
        app.MapGet("/studies/{id:guid}/memos.docx", MemosAsync).RequireAuthorization();
        app.MapGet("/studies/{id:guid}/journal.docx", JournalAsync).RequireAuthorization();
    }

    internal static string Address(StudyId studyId, MemoFilter filter)
    {
        var query = new List<string>();
        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value)) query.Add($"{name}={Uri.EscapeDataString(value)}");
        }

        Add("words", filter.Words);
        Add("kind", filter.Kind?.ToString());
        Add("writer", filter.Writer?.Value.ToString());
        Add("about", filter.About is { } about ? MemoNames.Key(about) : null);
        Add("whose", filter.Whose == MemoWhose.All ? null : filter.Whose.ToString());
        Add("from", filter.From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Add("to", filter.To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Add("order", filter.Order == MemoOrder.Changed ? null : filter.Order.ToString());
        return $"/studies/{studyId.Value}/memos.docx{(query.Count > 0 ? "?" : "")}{string.Join('&', query)}";
    }

    private static async Task<IResult> MemosAsync(
        Guid id, string? words, MemoKind? kind, Guid? writer, string? about, MemoWhose? whose, DateOnly? from, DateOnly? to, MemoOrder? order, HttpContext http, ExportMemos exports, IExportGate gate)
    {
        if (http.User.AccountId() is not { } me) return Results.NotFound();
        var filter = new MemoFilter(words ?? "", kind, writer is { } one ? new MemberId(one) : null, MemoNames.Read(about), whose ?? MemoWhose.All, from, to, order ?? MemoOrder.Changed);
        if ((await exports.RunAsync(me, new(id), filter, http.RequestAborted)).IsRefused(out _, out var export)) return Results.NotFound();
        return await gate.LeaveAsync(me, new(id), export with { FileName = "Memos.docx" }, FileLeaving.Docx, ExportMemos.Document, http.RequestAborted);
    }

    private static async Task<IResult> JournalAsync(Guid id, HttpContext http, ExportJournal exports, IExportGate gate)
    {
        if (http.User.AccountId() is not { } me) return Results.NotFound();
        if ((await exports.RunAsync(me, new(id), http.RequestAborted)).IsRefused(out _, out var export)) return Results.NotFound();
        return await gate.LeaveAsync(me, new(id), export with { FileName = "My journal.docx" }, FileLeaving.Docx, ExportJournal.Document, http.RequestAborted);
    }
}
