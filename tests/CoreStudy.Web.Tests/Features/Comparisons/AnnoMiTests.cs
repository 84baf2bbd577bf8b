using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Members;
using CoreStudy.Interchange.Codings;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Comparisons;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Comparisons;

/// <summary>Ten annotators of AnnoMI on four conversations, brought in as a table, compared, and taken out again as a workbook; the figures are those computed elsewhere.</summary>
/// <remarks>The labels are theirs; the words are not needed, so the turns say nothing. See tests/CoreStudy.Domain.Tests/Agreements/README.md.</remarks>
public sealed class AnnoMiTests(PostgresFixture postgres) : SiteTest(postgres)
{
    private static readonly string[] Singles = ["main_therapist_behaviour", "client_talk_type"];
    private static readonly string[] Subtypes = ["therapist_input_subtype", "reflection_subtype", "question_subtype"];
    private static readonly string[] Any = ["therapist_input", "reflection", "question"];

    [Fact]
    public async Task A_round_of_ten_annotators_gives_the_figures_computed_elsewhere()
    {
        var lead = await Study.MemberAsync(Role.StudyLead);
        var rows = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Features", "Comparisons", "annomi-labels.csv")).Select(l => l.Split(',')).ToList();
        var heading = rows[0].Index().ToDictionary(h => h.Item, h => h.Index);
        var labels = rows.Skip(1).ToList();
        var titles = await TranscriptsAsync(lead, labels);
        var table = StudyBuilder.Must(CodingsFile.Read("annomi.csv", Encoding.UTF8.GetBytes(TableOf(labels, heading, titles)), Cancel));

        var done = StudyBuilder.Must(await The<ImportCodings>().RunAsync(lead.AccountId, Study.Study.Id, table, CodingChoices.None with { RoundName = "AnnoMI" }, Cancel));

        Assert.Equal((10, 4, 10), (done.Coders, done.Transcripts, done.NewCoders));
        var expected = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Features", "Comparisons", "annomi-expected.json"), Cancel)).RootElement.GetProperty("expected");
        var therapist = await SheetAsync(lead, done.Round!.Value, "Interviewer");
        var client = await SheetAsync(lead, done.Round!.Value, "PSW-01");
        foreach (var variable in expected.EnumerateObject())
        {
            var sheet = variable.Name.StartsWith("client", StringComparison.Ordinal) ? client : therapist;
            var (name, under, kind) = RowOf(variable.Name);
            var all = sheet.Single(r => r["Row"] == name && r["Under"] == under && r["Kind"] == kind && r["First coder"] == "All coders");
            Assert.Equal(variable.Value.GetProperty("units").GetDouble(), double.Parse(all["Units"], CultureInfo.InvariantCulture));
            AssertSame(variable.Value, "percent_agreement", all["Percent agreement"]);
            AssertSame(variable.Value, "fleiss_kappa", all["Fleiss’ kappa"]);
            AssertSame(variable.Value, "krippendorff_alpha_nominal", all["Krippendorff’s alpha"]);
            AssertSame(variable.Value, "gwet_ac1", all["Gwet’s AC1"]);
            var pairs = sheet.Where(r => r["Row"] == name && r["Under"] == under && r["Kind"] == kind && r["First coder"] != "All coders").ToList();
            Assert.Equal(45, pairs.Count);
            AssertSame(variable.Value, "cohen_kappa_0_1", pairs.Single(r => r["First coder"] == "Annotator 0" && r["Second coder"] == "Annotator 1")["Cohen’s kappa"]);
            AssertSame(variable.Value.GetProperty("cohen_kappa_pairs"), "mean", all["Light’s kappa"]);
            AssertSame(variable.Value.GetProperty("cohen_kappa_pairs"), "min", pairs.Min(r => double.Parse(r["Cohen’s kappa"], CultureInfo.InvariantCulture)).ToString("R", CultureInfo.InvariantCulture));
        }
    }

    private static void AssertSame(JsonElement expected, string measure, string found) => Assert.Equal(expected.GetProperty(measure).GetDouble(), double.Parse(found, CultureInfo.InvariantCulture), 1e-6);

    /// <summary>A variable as codes: what exclude each other are one choice among codes, n/a is none of them; what is there or not is a code.</summary>
    private static (string Name, string Under, string Kind) RowOf(string variable) => variable switch
    {
        _ when variable.Contains('=', StringComparison.Ordinal) => (variable.Split('=')[1], variable.Split('=')[0], "code"),
        _ when variable.EndsWith("_any", StringComparison.Ordinal) => (variable, "", "code"),
        _ => (variable, "", "theme: one choice among its codes"),
    };

    private static string TableOf(List<string[]> labels, Dictionary<string, int> heading, Dictionary<string, string> titles)
    {
        var text = new StringBuilder("File,Turn,Code,Coder\n");
        foreach (var row in labels)
        {
            var codes = Singles.Concat(Subtypes).Where(v => row[heading[v]] is not ("n/a" or "")).Select(v => $"{v}={row[heading[v]]}").Concat(Any.Where(v => row[heading[$"{v}_exists"]] == "True").Select(v => $"{v}_any")).ToList();
            foreach (var code in codes.DefaultIfEmpty("")) text.Append(CultureInfo.InvariantCulture, $"{titles[row[0]]},{int.Parse(row[1], CultureInfo.InvariantCulture) + 1},{code},Annotator {row[3]}\n");
        }

        return text.ToString();
    }

    private async Task<Dictionary<string, string>> TranscriptsAsync(Member lead, List<string[]> labels)
    {
        var titles = new Dictionary<string, string>();
        foreach (var transcript in labels.GroupBy(l => l[0]))
        {
            var utterances = transcript.GroupBy(l => int.Parse(l[1], CultureInfo.InvariantCulture)).OrderBy(g => g.Key).ToList();
            Assert.Equal(Enumerable.Range(0, utterances.Count), utterances.Select(u => u.Key));
            titles[transcript.Key] = (await Study.TranscriptAsync(lead, utterances.Select((u, i) => (Says: $"Utterance {i}.", IsAsked: u.First()[2] == "therapist")))).Title;
        }

        return titles;
    }

    /// <summary>The rows of the workbook's sheet of figures, by heading.</summary>
    private async Task<List<Dictionary<string, string>>> SheetAsync(Member lead, RoundId round, string speaker)
    {
        var ask = ComparisonAsk.Of(round, ComparisonUnit.Turn) with { Turns = new TurnFilter(TurnsOf.Speaker, speaker) };
        var comparison = StudyBuilder.Must(await The<ReadComparison>().RunAsync(lead.AccountId, Study.Study.Id, ask, null, Cancel));
        using var archive = new ZipArchive(new MemoryStream(ComparisonFiles.Write(comparison, null, Cancel)));
        var book = await XDocument.LoadAsync(archive.Entries.Single(e => e.FullName.EndsWith("workbook.xml", StringComparison.Ordinal)).Open(), LoadOptions.None, Cancel);
        var sheets = archive.Entries.Where(e => e.FullName.Contains("/worksheets/", StringComparison.Ordinal)).OrderBy(e => e.FullName, StringComparer.Ordinal).ToList();
        var at = book.Descendants().Where(e => e.Name.LocalName == "sheet").Select(e => e.Attribute("name")!.Value).ToList().IndexOf("Agreement");
        var rows = (await XDocument.LoadAsync(sheets[at].Open(), LoadOptions.None, Cancel)).Descendants().Where(e => e.Name.LocalName == "row").Select(r => r.Elements().Select(c => c.Value).ToList()).ToList();
        return [.. rows.Skip(1).Select(r => rows[0].Zip(r).ToDictionary(c => c.First, c => c.Second))];
    }
}
