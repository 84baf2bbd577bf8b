namespace CoreStudy.Domain.Transcripts;

/// <summary>A transcript as read from a file, before anything is stored.</summary>
/// <param name="Format">What the file was recognised as, such as <c>docx, Teams</c>.</param>
/// <param name="Turns">The speaker turns in order; none is empty; each text is normalised (see <see cref="TranscriptText.Normalise"/>).</param>
/// <param name="Warnings">Sentences for the person who imports: what was left out or guessed, and where.</param>
public sealed record TranscriptDraft(string Format, IReadOnlyList<DraftTurn> Turns, IReadOnlyList<string> Warnings)
{
    public override string ToString() => $"{Turns.Count} turns";
}

/// <summary>One turn of a draft.</summary>
/// <param name="Speaker">As the file writes it; null where the file names no speaker.</param>
/// <param name="StartMs">Milliseconds from the start of the recording, null where the file has no time.</param>
/// <param name="Text">The words; line feeds inside are kept.</param>
public sealed record DraftTurn(string? Speaker, long? StartMs, string Text)
{
    public override string ToString() => $"turn of {Text.Length} characters";
}
