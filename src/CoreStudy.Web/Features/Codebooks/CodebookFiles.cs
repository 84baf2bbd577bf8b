using System.Globalization;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Interchange.Codebooks;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;

namespace CoreStudy.Web.Features.Codebooks;

/// <summary>The framework as it is, or a version of it, as a file to take away.</summary>
public static class CodebookFiles
{
    public static void MapCodebookFiles(this WebApplication app)
    {
        app.MapGet("/studies/{id:guid}/codebook.csv", (Guid id, Guid? version, HttpContext http, ReadVersion read, IExportGate gate, TimeProvider clock) => FileAsync(CodebookFormat.Csv, id, version, http, read, gate, clock)).RequireAuthorization();
        app.MapGet("/studies/{id:guid}/codebook.qdc", ExchangeAsync).RequireAuthorization();
        app.MapGet("/studies/{id:guid}/codebook.docx", (Guid id, Guid? version, HttpContext http, ReadVersion read, IExportGate gate, TimeProvider clock) =>
            SendAsync("docx", FileLeaving.Docx, (_, state) => CodebookDocument.Write(state.Id is null ? "The framework" : state.Name, [.. state.Codes]), id, version, http, read, gate, clock)).RequireAuthorization();
        app.MapGet("/studies/{id:guid}/codebook.jsonl", (Guid id, Guid? version, HttpContext http, ReadVersion read, IExportGate gate, TimeProvider clock) =>
            SendAsync("jsonl", "application/jsonl; charset=utf-8", (file, _) => TableFile.Write(file, TableKind.JsonLines), id, version, http, read, gate, clock)).RequireAuthorization();
        app.MapGet("/studies/{id:guid}/codebook.xlsx", (Guid id, Guid? version, HttpContext http, ReadVersion read, IExportGate gate, TimeProvider clock) => FileAsync(CodebookFormat.Xlsx, id, version, http, read, gate, clock)).RequireAuthorization();
    }

    /// <summary>The framework for other programs (.qdc); null where it may not leave.</summary>
    /// <param name="study">What the study is called.</param>
    public static async Task<Result<(ExportOutcome Outcome, byte[]? Content)>> LeavingAsync(IExportGate gate, AccountId me, StudyId studyId, string study, FrameworkState state, string fileName, CancellationToken cancel)
    {
        if ((await gate.AskAsync(me, studyId, Table(state, fileName), cautioned: false, cancel)).IsRefused(out var refusal, out var outcome)) return refusal;
        if (outcome.File is null) return (outcome, (byte[]?)null);
        return CodebookFile.WriteExchange(study, state.Leaving, cancel).IsRefused(out var none, out var content) ? none : (outcome, content);
    }

    /// <summary>The address of the framework for other programs.</summary>
    public static string ExchangeAddress(StudyId studyId, VersionId? version = null) => $"/studies/{studyId.Value}/codebook.qdc{(version is { } one ? $"?version={one.Value}" : "")}";

    /// <param name="version">Null for the framework as it is.</param>
    public static string Address(StudyId studyId, CodebookFormat format, VersionId? version = null) =>
        Address(studyId, Ending(format), version);

    /// <param name="ending">csv, xlsx, docx or jsonl.</param>
    public static string Address(StudyId studyId, string ending, VersionId? version = null) => $"/studies/{studyId.Value}/codebook.{ending}{(version is { } one ? $"?version={one.Value}" : "")}";

    private static async Task<IResult> ExchangeAsync(Guid id, Guid? version, HttpContext http, ReadVersion read, IExportGate gate, TimeProvider clock)
    {
        if (http.User.AccountId() is not { } me) return Results.NotFound();
        var studyId = new StudyId(id);
        if ((await read.RunAsync(me, studyId, version is { } one ? new VersionId(one) : null, http.RequestAborted)).IsRefused(out _, out var state)) return Results.NotFound();
        var name = NameOf(state, clock);
        if ((await LeavingAsync(gate, me, studyId, name, state, $"{name}.qdc", http.RequestAborted)).IsRefused(out _, out var left)) return Results.NotFound();
        return left.Content is { } content ? Results.File(content, "application/xml", $"{name}.qdc") : Results.LocalRedirect(StudyAddress.Stopped(studyId, left.Outcome));
    }

    private static string NameOf(FrameworkState state, TimeProvider clock) =>
        state.Id is null ? $"Framework {clock.GetLocalNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}" : string.Concat(state.Name.Split(Path.GetInvalidFileNameChars()));

    private static Export Table(FrameworkState state, string fileName)
    {
        var (heading, rows) = CodebookFile.Table([.. state.Codes]);
        return new Export(ExportedList.Framework, "Framework", fileName, [.. heading.Select(h => new ExportColumn(h, h is not ("Id" or "Colour" or "State")))], rows);
    }

    private static string Ending(CodebookFormat format) => format == CodebookFormat.Csv ? "csv" : "xlsx";

    private static Task<IResult> FileAsync(CodebookFormat format, Guid id, Guid? version, HttpContext http, ReadVersion read, IExportGate gate, TimeProvider clock) => SendAsync(
        Ending(format), format == CodebookFormat.Csv ? FileLeaving.Csv : FileLeaving.Xlsx, (_, state) => CodebookFile.Write(format, [.. state.Codes]), id, version, http, read, gate, clock);

    private static async Task<IResult> SendAsync(
        string ending, string type, Func<Export, FrameworkState, byte[]> write, Guid id, Guid? version, HttpContext http, ReadVersion read, IExportGate gate, TimeProvider clock)
    {
        if (http.User.AccountId() is not { } me) return Results.NotFound();
        var versionId = version is { } one ? new VersionId(one) : (VersionId?)null;
        if ((await read.RunAsync(me, new StudyId(id), versionId, http.RequestAborted)).IsRefused(out _, out var state)) return Results.NotFound();
        var export = Table(state, $"{NameOf(state, clock)}.{ending}");
        return await gate.LeaveAsync(me, new StudyId(id), export, type, file => write(file, state), http.RequestAborted);
    }
}
