using CoreStudy.Domain;
using CoreStudy.Domain.Recordings;
using CoreStudy.Interchange.Media;
using CoreStudy.Interchange.Reports;
using CoreStudy.Interchange.WriteUps;

namespace CoreStudy.Fuzzing.Targets;

/// <summary>Files that are not read for their words: templates of reports, and recordings.</summary>
internal static class ReportTargets
{
    private static readonly WrittenReport Report = new(
        "Findings", "A study", new DateOnly(2026, 3, 2),
        [
            new TitlePart("Findings", "What people told us", ["The team"]), new TextPart("How", [new("Words"), new("a bullet", 1)]), new TablePart("Whom", ["Trust", "People"], [["Alder", "7"]], 1, "A note."),
            new ThemePart("Waiting", "It is long", "Narrative", [new("People wait.", ["strong"], [])], [new WrittenQuote("I waited.", "PSW-01", "")]), new ThanksPart("Thank you", [new("To all.")], "A funder", "1", "", ["team@example.org"]),
        ]);

    public static IReadOnlyList<Target> All { get; } =
    [
        new("template-pptx", () => [Stored(ReportSlides.Write(Report with { Parts = [Report.Parts[0]] }, null))], Template), new("template-docx", () => [Stored(ReportDocument.Write(Report with { Parts = [] }, null))], Template),
        new("recording", () => Clone.Files(Path.Combine("Media", "Samples"), "", 20 << 10), Recording),
    ];

    /// <summary>Whatever is taken as a template makes a report.</summary>
    private static Refusal? Template(byte[] file)
    {
        if (ReportTemplate.Read(file).IsRefused(out var refusal, out var read)) return refusal;
        Promise.Storable(read.Remarks);
        Promise.Storable(read.Words);
        var written = read.Template.Kind == TemplateKind.Slides ? ReportSlides.Write(Report, read.Template) : ReportDocument.Write(Report, read.Template);
        Promise.That(PackedFile.Open(written) is not null, "a report made from the template is no packed file");
        return null;
    }

    private static Refusal? Recording(byte[] file)
    {
        var begun = Probe(file, Math.Min(file.Length, 1 << 12));
        var whole = Probe(file, file.Length);
        return whole ?? begun;
    }

    private static Refusal? Probe(byte[] file, int here)
    {
        using var stream = new MemoryStream(file, 0, here);
        if (MediaProbe.Read(stream, file.Length).IsRefused(out var refusal, out var facts)) return refusal;
        Promise.Storable(facts);
        Promise.That(facts.DurationMs is null or >= 0, "a recording is shorter than nothing");
        Promise.That(facts.Container.Length <= SoundFormat.LongestContainer && facts.Codec.Length <= SoundFormat.LongestCodec && facts.ContentType.Length <= SoundFormat.LongestContentType, "the kind of a recording does not fit its column");
        return null;
    }

    private static byte[] Stored(byte[] file) => PackedFile.Open(file)!.Pack();
}
