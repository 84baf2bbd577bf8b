namespace CoreStudy.Interchange.Transcripts.Captions;

/// <summary>One caption: when it is shown, and its text with whatever marks the file wrote in it.</summary>
/// <param name="Id">Empty where the file gives none.</param>
/// <param name="StartMs">Milliseconds from the start of the recording.</param>
/// <param name="EndMs">As the file says, even where it lies before the start.</param>
internal sealed record Cue(string Id, long StartMs, long EndMs, string Text)
{
    public override string ToString() => $"cue of {Text.Length} characters";
}

/// <summary>The captions of a file.</summary>
/// <param name="Unreadable">How many times could not be read; the words under them went to the cue before.</param>
/// <param name="LeftOut">How many blocks of words stood under no time that could be read, and are not among the cues.</param>
internal sealed record CueList(IReadOnlyList<Cue> Cues, int Unreadable, int LeftOut = 0);
