using System.CommandLine;
using CoreStudy.Domain;
using CoreStudy.Domain.Studies;
using CoreStudy.Interchange.Tables;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using CoreStudy.Web.Ui.Api;

namespace CoreStudy.Web.Commands;

/// <summary>A whole study as a workbook of Excel: a sheet for each list that programs can read too, each past the gate for files, as a member of the team.</summary>
public static class StudyExportWorkbook
{
    /// <summary>Sheets in their order, by the list they are of and what is asked of it.</summary>
    private static readonly (string Name, string Path, string Query)[] Sheets =
    [
        ("Framework", "studies/{study}/framework", ""), ("Participants", "studies/{study}/participants", ""), ("Interviews", "studies/{study}/interviews", ""), ("Transcripts", "studies/{study}/transcripts", ""),
        ("Coded segments", "studies/{study}/passages", ""), ("Codes by trust", "studies/{study}/matrix", "across=Trust"), ("Codes by role", "studies/{study}/matrix", "across=Role"),
        ("Codes together", "studies/{study}/matrix", "across=Code&rows=Top"), ("Themes", "studies/{study}/themes", ""), ("Findings", "studies/{study}/findings", ""), ("Quotes", "studies/{study}/quotes", ""),
    ];

    internal static StudyExportFormat Format { get; } = new("xlsx", ".xlsx", "a workbook of its lists", RunAsync) { Options = [StudyExportFormat.Cautioned] };

    /// <summary>The workbook; refused where the member may not read something of it, or it may not leave.</summary>
    /// <param name="me">As whom each use case and the gate are asked.</param>
    /// <param name="isCautioned">Whether what is said about files that left before has been read.</param>
    public static async Task<Result<byte[]>> MakeAsync(IServiceProvider services, AccountId me, Study study, bool isCautioned, CancellationToken cancel)
    {
        var tables = new ApiTables();
        Site.MapLists(tables);
        var gate = services.GetRequiredService<IExportGate>();
        var sheets = new List<WorkbookSheet>();
        foreach (var (name, path, query) in Sheets)
        {
            if ((await tables.ReadAsync(services, me, study.Id, path, query, withWords: true, cancel)).IsRefused(out var refusal, out var table)) return new Refusal($"{name}: {refusal.Sentence}");
            if ((await gate.AskAsync(me, study.Id, table with { Name = name, FileName = $"{name}.xlsx" }, isCautioned, cancel)).IsRefused(out var no, out var outcome)) return new Refusal($"{name}: {no.Sentence}");
            if (outcome.Caution is { } caution) return new Refusal($"{name}: {caution} Having read this, add --cautioned.");
            if (outcome.File is not { } file)
                return new Refusal($"{name}: something in it tells, or may tell, who somebody is, so nothing was written. Say at {StudyAddress.Stopped(study.Id, outcome)} why it should leave all the same; once an admin agrees, run this again.");
            sheets.Add(TableFile.Sheet(file, name));
        }

        return Workbook.Write(sheets);
    }

    private static async Task<int> RunAsync(StudyAsking asking, Study study, FileInfo to, ParseResult given, CancellationToken cancel)
    {
        if ((await MakeAsync(asking.Services, asking.Me, study, given.GetValue(StudyExportFormat.Cautioned), cancel)).IsRefused(out var refusal, out var workbook)) return await StudyCommand.SayAsync(refusal.Sentence);
        await StudyCommand.WriteAsync(to, async output => await output.WriteAsync(workbook, cancel));
        await Console.Out.WriteLineAsync(to.FullName);
        return 0;
    }
}
