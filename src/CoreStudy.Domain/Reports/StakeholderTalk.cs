namespace CoreStudy.Domain.Reports;

/// <summary>What a new report begins as: a talk for those whom the study is about, in the order in which such talks are given.</summary>
public static class StakeholderTalk
{
    /// <param name="themes">The themes of the study that a report tells of, in order.</param>
    public static IReadOnlyList<(ReportPartKind Kind, PartChoice Choice)> Parts(IEnumerable<ThemeId> themes) =>
    [
        (ReportPartKind.Title, new PartChoice()), (ReportPartKind.Process, new PartChoice()), (ReportPartKind.Purpose, new PartChoice()),
        .. themes.Select(t => (ReportPartKind.Theme, new PartChoice { Theme = t })),
        (ReportPartKind.Issues, new PartChoice()), (ReportPartKind.Acknowledgement, new PartChoice()), (ReportPartKind.Contact, new PartChoice()),
        (ReportPartKind.Methods, new PartChoice()), (ReportPartKind.Framework, new PartChoice()),
    ];
}
