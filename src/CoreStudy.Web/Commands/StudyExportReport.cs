using System.CommandLine;
using CoreStudy.Domain.Disclosures;
using CoreStudy.Domain.Studies;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Reports;

namespace CoreStudy.Web.Commands;

/// <summary>A report of a study as a file, with the same checks as a download: what stops it, consent, the gate.</summary>
internal static class StudyExportReport
{
    private static readonly Option<string?> Name = new("--report") { Description = "Of pptx, docx and html: the name of the report." };

    public static IEnumerable<StudyExportFormat> Formats { get; } =
    [
        Of(ReportFormat.Pptx, "slides of a report"), Of(ReportFormat.Docx, "a report as a document"), Of(ReportFormat.Html, "a report as one page"),
    ];

    private static StudyExportFormat Of(ReportFormat format, string description)
    {
        var name = format.ToString().ToLowerInvariant();
        return new(name, $".{name}", description, (asking, study, to, given, cancel) => RunAsync(asking, study, to, format, given, cancel)) { Options = [Name, StudyExportFormat.Cautioned] };
    }

    private static async Task<int> RunAsync(StudyAsking asking, Study study, FileInfo to, ReportFormat format, ParseResult given, CancellationToken cancel)
    {
        var name = given.GetValue(Name);
        if (string.IsNullOrWhiteSpace(name)) return await StudyCommand.SayAsync("Please say which report, by --report and its name.", StudyCommand.BadInput);
        if ((await asking.Ask<ListReports>().RunAsync(asking.Me, study.Id, cancel)).IsRefused(out var refusal, out var list)) return await StudyCommand.SayAsync(refusal.Sentence);
        if (list.Reports.FirstOrDefault(r => r.Name == name.Trim()) is not { } report)
        {
            return await StudyCommand.SayAsync(
                $"There is no report “{name}”.{(list.Reports.Count == 0 ? " The study has none." : $" There are: {string.Join(", ", list.Reports.Select(r => $"“{r.Name}”"))}.")}", StudyCommand.BadInput);
        }

        if ((await asking.Ask<LeaveReport>().RunAsync(asking.Me, study.Id, report.Id, null, format, cancel)).IsRefused(out refusal, out var leaving)) return await StudyCommand.SayAsync(refusal.Sentence);
        if ((await asking.Ask<IExportGate>().AskAsync(asking.Me, study.Id, leaving.Export, given.GetValue(StudyExportFormat.Cautioned), cancel)).IsRefused(out refusal, out var outcome)) return await StudyCommand.SayAsync(refusal.Sentence);
        if (outcome.Caution is { } caution) return await StudyCommand.SayAsync($"{caution} Having read this, add --cautioned.");
        if (outcome.File is null)
        {
            foreach (var place in outcome.Places) await Console.Error.WriteLineAsync($"{(place.Weight == LeakWeight.Blocks ? "Stops" : "Look")}: {LeakWords.Of(place.Category)} in {place.Place}");
            return await StudyCommand.SayAsync("The report was not written: it would tell, or may tell, who somebody is. A lead or an admin can look at it under Disclosure.");
        }

        await StudyCommand.WriteAsync(to, async output => await output.WriteAsync(leaving.Write(), cancel));
        await Console.Out.WriteLineAsync(to.FullName);
        return 0;
    }
}
