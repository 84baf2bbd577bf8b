using System.Globalization;
using CoreStudy.Domain;
using CoreStudy.Web.Ui;

namespace CoreStudy.Web.Features.Assignments;

/// <summary>Assignments for a spreadsheet: a row for each transcript and coder, and one for each transcript with nobody.</summary>
public static class WorkCsv
{
    /// <param name="names">How the coders are called.</param>
    public static string Write(IEnumerable<WorkRow> rows, IReadOnlyDictionary<MemberId, string> names) => Csv.Write(
        ["Transcript", "Trust", "Words", "Coder", "State", "Due on", "Past the date"],
        rows.SelectMany(r => r.Cells.Count == 0
            ? [[.. About(r), "", "With nobody", "", ""]]
            : r.Cells.OrderBy(c => names.GetValueOrDefault(c.Coder, ""), ReadingOrder.ForPeople).Select(c => (string[])
            [
                .. About(r), names.GetValueOrDefault(c.Coder, ""), WorkWords.Of(c.State),
                c.DueOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "", c.IsOverdue ? "yes" : "",
            ])));

    private static string[] About(WorkRow row) => [row.Title, row.Trust, row.Words.ToString(CultureInfo.InvariantCulture)];
}
