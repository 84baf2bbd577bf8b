namespace CoreStudy.Domain.Transcripts;

/// <summary>A place in a text that is not the text any more: where something was done whose news came after the words had changed.</summary>
/// <param name="TextRevision">The revision of the text that the segment is of.</param>
/// <remarks>
/// Where it lies in the text of now does not say where it was: words of it may be gone, and come back when a change is taken back. Then this tells
/// where it belongs.
/// </remarks>
public sealed record EarlierPlace(int TextRevision, Segment Segment);
