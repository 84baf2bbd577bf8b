using CoreStudy.Interchange.Summaries;
using CoreStudy.Web.Access;

namespace CoreStudy.Web.Features.Summaries;

/// <summary>Writes the table that may leave as a file for printing.</summary>
public static class MatrixFiles
{
    /// <summary>What may leave as a Word document or an Excel workbook, as the name of the file ends.</summary>
    /// <param name="released">As the use cases of export makes it and the gate let it go.</param>
    /// <param name="said">A line below the title.</param>
    public static byte[] Write(Export released, string said)
    {
        var sheet = Sheet(released, said);
        return released.FileName.EndsWith(".docx", StringComparison.Ordinal) ? MatrixDocument.Write(sheet) : MatrixWorkbook.Write(sheet);
    }

    public static MatrixSheet Sheet(Export released, string said)
    {
        var columns = released.Columns.Skip(3).SkipLast(5).Select(c => c.Title).ToList();
        var cases = released.Rows.Where(r => r[^5].Length == 0);
        var references = released.Rows.Where(r => r[^5].Length > 0);
        return new MatrixSheet(
            released.Name, said, released.Columns[0].Title, columns,
            [.. cases.Select(r => new MatrixSheetRow(r[0], [.. r.Skip(1).Take(2).Where(u => u.Length > 0)], [.. r.Skip(3).SkipLast(5)]))],
            [.. references.Select(r => new MatrixSheetReference(r[^5], $"{r[^4]}, turn {r[^3]}", r[^2], r[^1]))]);
    }
}
