using System.Globalization;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;

namespace CoreStudy.Web.Features.Assignments;

/// <summary>Assignments for a spreadsheet: a row for each transcript and coder, and one for each transcript with nobody.</summary>
public static class WorkCsv
{
    /// <param name="names">How the coders are called.</param>
    public static Export File(IEnumerable<WorkRow> rows, IReadOnlyDictionary<MemberId, string> names) => new(
        ExportedList.Assignments,
        "Assignments",
        "Assignments.csv",
        [new("Transcript"), new("Trust"), new("Words", IsScanned: false), new("Coder", IsScanned: false), new("State", IsScanned: false), new("Due on", IsScanned: false), new("Past the date", IsScanned: false)],
        [.. rows.SelectMany(r => r.Cells.Count == 0
            ? [(string[])[.. About(r), "", "With nobody", "", ""]]
            : r.Cells.OrderBy(c => names.GetValueOrDefault(c.Coder, ""), ReadingOrder.ForPeople).Select(c => (string[])
            [
                .. About(r), names.GetValueOrDefault(c.Coder, ""), WorkWords.Of(c.State),
                c.DueOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "", c.IsOverdue ? "yes" : "",
            ]))]);

    private static string[] About(WorkRow row) => [row.Title, row.Trust, row.Words.ToString(CultureInfo.InvariantCulture)];
}
