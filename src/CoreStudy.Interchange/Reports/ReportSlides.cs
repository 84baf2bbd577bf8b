namespace CoreStudy.Interchange.Reports;

/// <summary>A report as PowerPoint slides (ECMA-376, PresentationML).</summary>
public static class ReportSlides
{
    /// <param name="template">A team's own file, of slides; null for the house's look.</param>
    /// <returns>A .pptx file.</returns>
    public static byte[] Write(WrittenReport report, ReportTemplate? template) => throw new NotSupportedException("Slides are not written yet.");
}
