using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using CoreStudy.Interchange.Reports;
using CsCheck;

namespace CoreStudy.Interchange.Tests.Reports;

public sealed partial class ReportPageTests
{
    [Fact]
    public void Any_report_makes_a_page_that_holds_every_word_and_closes_what_it_opens() => AnyReport.Reports.Sample(report =>
    {
        var page = Encoding.UTF8.GetString(ReportPage.Write(report));

        AnyReport.HoldsEveryWord(report, WebUtility.HtmlDecode(Tags().Replace(Alternatives().Replace(page, m => $"\n{m.Groups[1].Value}\n"), "\n")), isDocument: true);
        foreach (var tag in new[] { "p", "ul", "li", "section", "figure", "table", "tr", "div" })
            Assert.Equal(Regex.Count(page, $"<{tag}[ >]"), Regex.Count(page, $"</{tag}>"));
    }, iter: 200, threads: 1);

    [Fact]
    public void A_page_needs_nothing_else_and_runs_nothing()
    {
        var report = SampleReport.Make() with { Name = "<script>alert(1)</script>" };

        var page = Encoding.UTF8.GetString(ReportPage.Write(report));

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("(src|href)=\"(?!data:image/svg|#)", page);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_drawing_loses_what_would_run_or_fetch()
    {
        var drawing = ReportDrawing.Clean("""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="x()"><script>x()</script><style>@import url(http://example.org)</style><image xlink:href="http://example.org/a.png"/><rect fill="url(#g)" style="fill:url(http://example.org)"/><text>Kept</text></svg>""").ToString();

        Assert.DoesNotContain("example.org", drawing, StringComparison.Ordinal);
        Assert.DoesNotContain("x()", drawing, StringComparison.Ordinal);
        Assert.Contains("url(#g)", drawing, StringComparison.Ordinal);
        Assert.Contains("Kept", drawing, StringComparison.Ordinal);
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex("<img[^>]* alt=\"([^\"]*)\">")]
    private static partial Regex Alternatives();
}
