using System.IO.Compression;
using CoreStudy.Interchange.Reports;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Reports;
using CoreStudy.Web.Features.Templates;

namespace CoreStudy.Web.Tests.Features.Reports;

public sealed class ReportLookTests(PostgresFixture postgres) : ReportTest(postgres)
{
    [Fact]
    public async Task Slides_take_on_the_template_that_is_chosen_and_ours_where_none_is()
    {
        Assert.DoesNotContain("AA0011", await ThemeAsync(), StringComparison.Ordinal);

        var template = StudyBuilder.Must(await The<AddTemplate>().RunAsync(Researcher.AccountId, StudyId, "Ours", Red(), Cancel));
        Assert.Contains("AA0011", await ThemeAsync(), StringComparison.Ordinal);
        StudyBuilder.Must(await The<ChooseTemplate>().RunAsync(Researcher.AccountId, StudyId, template, chosen: false, Cancel));

        Assert.DoesNotContain("AA0011", await ThemeAsync(), StringComparison.Ordinal);
    }

    private async Task<string> ThemeAsync()
    {
        var leaving = StudyBuilder.Must(await The<LeaveReport>().RunAsync(Researcher.AccountId, StudyId, Report, null, ReportFormat.Pptx, Cancel));
        using var zip = new ZipArchive(new MemoryStream(leaving.Write()));
        return string.Concat(zip.Entries.Where(e => e.FullName.Contains("/theme/", StringComparison.Ordinal)).Select(Text));
    }

    /// <summary>Our slides in another colour.</summary>
    private static byte[] Red()
    {
        using var file = new MemoryStream();
        file.Write(ReportSlides.Write(new("Nothing", "Study", new DateOnly(2026, 3, 2), []), null));
        using (var zip = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            foreach (var theme in zip.Entries.Where(e => e.FullName.Contains("/theme/", StringComparison.Ordinal)).ToList())
            {
                var (name, changed) = (theme.FullName, Text(theme).Replace("12616B", "AA0011", StringComparison.Ordinal));
                theme.Delete();
                using var to = new StreamWriter(zip.CreateEntry(name).Open());
                to.Write(changed);
            }
        }

        return file.ToArray();
    }

    private static string Text(ZipArchiveEntry entry)
    {
        using var from = new StreamReader(entry.Open());
        return from.ReadToEnd();
    }
}
