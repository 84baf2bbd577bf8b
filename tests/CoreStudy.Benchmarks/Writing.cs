using System.Diagnostics;
using System.Globalization;
using CoreStudy.Interchange.Reports;

namespace CoreStudy.Benchmarks;

/// <summary>A report of 60 slides, with a table and a drawing every sixth, as slides, as a document and as a page.</summary>
internal static class Writing
{
    private const int Times = 40;
    private const int Slides = 60;

    public static Task<string> RunAsync(Bench? _)
    {
        var report = Make();
        var slides = Median(() => ReportSlides.Write(report, null));
        var document = Median(() => ReportDocument.Write(report, null));
        var page = Median(() => ReportPage.Write(report));
        return Task.FromResult(string.Create(CultureInfo.InvariantCulture, $"slides p50 {slides:0} ms, document {document:0} ms, page {page:0} ms"));
    }

    private static double Median(Func<byte[]> write)
    {
        write(); // compiled
        var taken = new List<double>(Times);
        for (var time = 0; time < Times; time++)
        {
            var since = Stopwatch.GetTimestamp();
            write();
            taken.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }

        taken.Sort();
        return taken[Times / 2];
    }

    private static WrittenReport Make()
    {
        const string Drawing = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 300" width="640" height="300"><g fill="#12616b"><rect x="210" y="30" width="330" height="34"/><rect x="210" y="94" width="250" height="34"/></g><text x="20" y="52">Supervision</text><text x="20" y="116">Training</text></svg>""";
        List<WrittenPart> parts = [new TitlePart("A report", "Of sixty slides", ["The team"])];
        for (var at = parts.Count; at < Slides; at++)
        {
            parts.Add((at % 6) switch
            {
                0 => new TablePart($"Table {at}", ["Trust", "Workers", "Supervisors"], [.. Enumerable.Range(1, 8).Select(r => (IReadOnlyList<string>)[$"Trust {r}", $"{r * at}", $"{r}"])], 1, "As counted on the day."),
                3 => new PicturePart($"Picture {at}", Drawing, "Bars by theme.", "Passages that were settled."),
                4 => new QuotesPart($"Quotes {at}", [new("I knew I could sit with somebody. What I didn't know was whether I could knock on a door.", "Peer support worker, Alder", "")]),
                _ => new ThemePart($"Theme {at}", "One sentence that says what the theme is about, and for whom.", "A paragraph of narrative for the notes.\n\nAnd another.", [.. Enumerable.Range(1, 3).Select(f => new WrittenFinding($"Finding {f} of theme {at}, a claim of about a line.", ["Strong: 12 passages for, 2 against"], []))], []),
            });
        }

        return new("A report", "A study", new DateOnly(2026, 11, 26), parts);
    }
}
