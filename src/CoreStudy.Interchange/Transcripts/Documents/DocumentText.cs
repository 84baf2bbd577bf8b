using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Interchange.Transcripts.Documents;

/// <summary>What a document holds beside its words.</summary>
internal enum Omitted
{
    Deletion,
    Comment,
    Note,
    HiddenWords,
}

/// <summary>The lines of a document, and what of it is not among them.</summary>
internal sealed record DocumentText(string Lines, IReadOnlyCollection<Omitted> Omitted, bool IsCutShort = false)
{
    /// <summary>The draft with a sentence for each thing that was left out.</summary>
    public TranscriptDraft Warn(TranscriptDraft draft) =>
        Omitted.Count == 0 && !IsCutShort ? draft : draft with { Warnings = [.. Omitted.Order().Select(Sentence), .. CutShort, .. draft.Warnings] };

    public override string ToString() => $"{Lines.Length} characters";

    private string[] CutShort => IsCutShort
        ? ["The file ends in the middle of the document, so some of the transcript may be missing. Please compare its end with the original."]
        : [];

    private static string Sentence(Omitted what) => what switch
    {
        Documents.Omitted.Deletion => "Words deleted with tracked changes were left out; words inserted were kept.",
        Documents.Omitted.Comment => "Comments in the margin were left out.",
        Documents.Omitted.Note => "Footnotes and endnotes were left out. Please look whether they hold anything that was said.",
        _ => "Words formatted as hidden were left out.",
    };
}
