namespace CoreStudy.Interchange.Transcripts.Captions;

/// <summary>One caption: when it is shown, and its text with whatever marks the file wrote in it.</summary>
/// <param name="Id">Empty where the file gives none.</param>
/// <param name="StartMs">Milliseconds from the start of the recording.</param>
/// <param name="EndMs">As the file says, even where it lies before the start.</param>
internal sealed record Cue(string Id, long StartMs, long EndMs, string Text)
{
    public override string ToString() => $"cue of {Text.Length} characters";
}

/// <summary>The captions of a file, and how many blocks had a time that could not be read.</summary>
internal sealed record CueList(IReadOnlyList<Cue> Cues, int Unreadable);
