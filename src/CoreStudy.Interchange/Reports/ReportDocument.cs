namespace CoreStudy.Interchange.Reports;

/// <summary>A report as a Word document (ECMA-376, WordprocessingML).</summary>
public static class ReportDocument
{
    /// <param name="template">A team's own file, a document; null for the house's look.</param>
    /// <returns>A .docx file.</returns>
    public static byte[] Write(WrittenReport report, ReportTemplate? template) => throw new NotSupportedException("Documents are not written yet.");
}
