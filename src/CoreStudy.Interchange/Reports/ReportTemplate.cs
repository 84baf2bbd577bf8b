namespace CoreStudy.Interchange.Reports;

/// <summary>What a template is for.</summary>
public enum TemplateKind
{
    /// <summary>A PowerPoint file (.pptx, .potx).</summary>
    Slides,

    /// <summary>A Word file (.docx, .dotx).</summary>
    Document,
}

/// <summary>A team's own file, whose masters, layouts, theme and styles a report takes on. What it says itself is left out.</summary>
/// <param name="Bytes">The file, checked.</param>
public sealed record ReportTemplate(TemplateKind Kind, byte[] Bytes)
{
    public override string ToString() => $"{Kind} template of {Bytes.Length} bytes";
}
