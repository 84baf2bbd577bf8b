using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Checklists;
using CoreStudy.Domain.Members;
using CoreStudy.Interchange.Reports;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Checklists;

/// <summary>A filled-in checklist as the table that is to leave, and as a document of it.</summary>
public sealed class ExportChecklist(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<Export>> RunAsync(AccountId me, StudyId studyId, ChecklistKind kind, string ending, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out _)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var list = Checklist.Of(kind);
        var answers = await ReadChecklist.AnswersAsync(db, studyId, kind, cancel);
        return new Export(
            ExportedList.Checklist, list.Name, $"{list.Name}.{ending}", [new("Item", IsScanned: false), new("Domain", IsScanned: false), new("Topic", IsScanned: false), new("What to say", IsScanned: false), new("Where or how it is reported")],
            [.. list.Items.Select(i => (IReadOnlyList<string>)[i.Number, i.Group, i.Topic, i.Question, answers.GetValueOrDefault(i.Number)?.Answer.Text ?? ""])]);
    }

    /// <summary>The table that may leave as a Word document.</summary>
    public static byte[] Document(Export file, ChecklistKind kind, DateOnly on)
    {
        var list = Checklist.Of(kind);
        var part = new ChecklistPart(list.FullName, list.Source, [.. file.Rows.Select(r => new ChecklistLine(r[1], r[0], r[2], r[4]))]);
        return ReportDocument.Write(new WrittenReport($"{list.Name} checklist", "", on, [part]), template: null);
    }
}

/// <summary>Checklists as documents to take away.</summary>
public static class ChecklistFiles
{
    public static void MapChecklistFiles(this WebApplication app) => app.MapGet("/studies/{id:guid}/checklists/{kind}.docx", DocumentAsync).RequireAuthorization();

    private static async Task<IResult> DocumentAsync(Guid id, ChecklistKind kind, HttpContext http, ExportChecklist exports, IExportGate gate, TimeProvider clock)
    {
        if (http.User.AccountId() is not { } me) return Results.NotFound();
        if ((await exports.RunAsync(me, new(id), kind, "docx", http.RequestAborted)).IsRefused(out _, out var export)) return Results.NotFound();
        return await gate.LeaveAsync(me, new(id), export, FileLeaving.Docx, file => ExportChecklist.Document(file, kind, clock.Today()), http.RequestAborted);
    }
}
