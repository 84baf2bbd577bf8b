using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Web.Ui;

/// <summary>Changes of a text, in words.</summary>
public static class RevisionWords
{
    public static string Say(TextRevisionKind kind) => kind switch
    {
        TextRevisionKind.Release => "Released",
        TextRevisionKind.Redaction => "Names taken out",
        TextRevisionKind.Correction => "Corrected",
        TextRevisionKind.Restoration => "Taken back",
        TextRevisionKind.Veil => "Hidden",
        TextRevisionKind.Unveil => "Shown again",
        _ => "Blanked after a withdrawal",
    };
}
