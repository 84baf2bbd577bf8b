using System.Diagnostics;
using System.Globalization;
using System.Text;
using CoreStudy.Anonymisation.Training.Corpora;

namespace CoreStudy.Anonymisation.Training.Scoring;

/// <summary>Runs a detector over marked documents and counts.</summary>
internal static class Measurement
{
    public static readonly string[] Names = ["PERSON", "LOCATION", "ORGANISATION"];

    public static readonly string[] Structured = ["NHS_NUMBER", "NINO", "POSTCODE", "PHONE", "EMAIL", "URL", "DATE", "AGE"];

    public static Scorer Score(Func<Document, Detector> detector, IEnumerable<Document> documents, double threshold = Detector.UsualThreshold)
    {
        var scorer = new Scorer();
        foreach (var document in documents) scorer.Add(document, Guess(detector(document), document, threshold));
        return scorer;
    }

    public static List<Guess> Guess(Detector detector, Document document, double threshold) =>
        [.. detector.Detect(document.Text, Knowledge.Nothing, threshold).Select(p => new Guess(p.Segment.Start, p.Segment.End, TypeNames.Of(p.Category, document.Text.AsSpan(p.Segment.Start, p.Segment.Length)), p.Group.ToString(CultureInfo.InvariantCulture), p.Score))];

    /// <summary>Words a second on one thread, the detector being warm.</summary>
    public static double Speed(Detector detector, IReadOnlyList<Document> documents)
    {
        foreach (var document in documents.Take(3)) Guess(detector, document, Detector.UsualThreshold);
        var since = Stopwatch.GetTimestamp();
        foreach (var document in documents) Guess(detector, document, Detector.UsualThreshold);
        return documents.Sum(d => d.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length) / Stopwatch.GetElapsedTime(since).TotalSeconds;
    }

    /// <summary>One row of a table in Markdown.</summary>
    public static string Row(string name, Scorer scorer)
    {
        var row = new StringBuilder($"| {name} | {scorer.Documents} |");
        foreach (var type in Names) row.Append(CultureInfo.InvariantCulture, $" {Share(scorer.Types.TryGetValue(type, out var t) ? t : null)} |");
        row.Append(CultureInfo.InvariantCulture, $" {Share(scorer.Sum(Names))} | {scorer.AlarmsPerThousandWords:0.0} |");
        row.Append(CultureInfo.InvariantCulture, $" {Share(scorer.Sum(Structured))} |");
        row.Append(scorer.Entities > 0 ? $" {Number(scorer.EntitiesHiddenShare)} |" : " |");
        row.Append(scorer.Linked > 0 ? $" {Number(scorer.LinkPrecision)} / {Number(scorer.LinkRecall)} |" : " |");
        row.Append(scorer.Identifiers.TryGetValue("DIRECT", out var direct) && direct.Mentions > 0 ? $" {Number((double)direct.MentionsMasked / direct.Mentions)} |" : " |");
        return row.ToString();
    }

    public const string Head = "| documents | number | people | places | organisations | all three | false alarms a 1,000 words | structured | entities fully hidden | B-cubed P / R | DIRECT |\n|---|---|---|---|---|---|---|---|---|---|---|";

    private static string Share(Tally? tally) => tally is { Gold: > 0 } ? Number(tally.MaskedShare) : "";

    private static string Number(double share) => share.ToString("0.000", CultureInfo.InvariantCulture);
}
