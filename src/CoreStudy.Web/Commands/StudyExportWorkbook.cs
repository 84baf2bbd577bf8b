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
        var asked = new List<Export>();
        foreach (var (name, path, query) in Sheets)
        {
            if ((await tables.ReadAsync(services, me, study.Id, path, query, withWords: true, cancel)).IsRefused(out var refusal, out var table)) return new Refusal($"{name}: {refusal.Sentence}");
            asked.Add(table with { Name = name, FileName = $"{name}.xlsx" });
        }

        if ((await gate.AskTogetherAsync(me, study.Id, asked, isCautioned, cancel)).IsRefused(out var no, out var outcomes)) return no;
        var answers = outcomes.Zip(asked, (outcome, table) => (Outcome: outcome, table.Name)).ToList();
        if (answers.Find(a => a.Outcome.Caution is not null) is { Outcome.Caution: { } caution } cautioned) return new Refusal($"{cautioned.Name}: {caution} Having read this, add --cautioned.");
        var stopped = answers.Where(a => a.Outcome.Stopped is not null).Select(a => $"{a.Name}, {StudyAddress.Stopped(study.Id, a.Outcome)}").ToList();
        if (stopped.Count > 0)
            return new Refusal($"Something in it tells, or may tell, who somebody is, so nothing was written. Say why each of these should leave all the same: {string.Join("; ", stopped)}. Once an admin agrees, run this again.");
        return Workbook.Write([.. outcomes.Select(o => TableFile.Sheet(o.File!, o.File!.Name))]);
    }

    private static async Task<int> RunAsync(StudyAsking asking, Study study, FileInfo to, ParseResult given, CancellationToken cancel)
    {
        if ((await MakeAsync(asking.Services, asking.Me, study, given.GetValue(StudyExportFormat.Cautioned), cancel)).IsRefused(out var refusal, out var workbook)) return await StudyCommand.SayAsync(refusal.Sentence);
        await StudyCommand.WriteAsync(to, async output => await output.WriteAsync(workbook, cancel));
        await Console.Out.WriteLineAsync(to.FullName);
        return 0;
    }
}
