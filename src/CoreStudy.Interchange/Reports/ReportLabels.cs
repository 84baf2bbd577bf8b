namespace CoreStudy.Interchange.Reports;

/// <summary>Words that files add to those of a report, the same in each kind of file.</summary>
internal static class ReportLabels
{
    public const string Funder = "Funder";
    public const string Grant = "Grant number";
    public const string Contact = "Contact";
    public const string Continued = "(continued)";
    public const string NotAnswered = "Not answered";

    /// <summary>Whether the lines of contact stand below that word: not where it is the heading already.</summary>
    public static bool NamesContact(ThanksPart thanks) => thanks.Contact.Any(c => c.Trim().Length > 0) && !thanks.Heading.Trim().Equals(Contact, StringComparison.OrdinalIgnoreCase);

    public static readonly IReadOnlyList<string> ChecklistColumns = ["Item", "Domain", "Topic", "Where or how it is reported"];

    public static IReadOnlyList<string> ChecklistRow(ChecklistLine line) =>
        [line.Number, line.Group, line.Topic, line.Answer.Trim().Length > 0 ? line.Answer : NotAnswered];
}
