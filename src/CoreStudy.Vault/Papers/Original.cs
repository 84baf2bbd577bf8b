namespace CoreStudy.Vault.Papers;

/// <summary>A transcript as it came: every word and every speaker's name of the file.</summary>
/// <remarks>
/// Turns of a participant are sealed by that participant's key, all others by the transcript's; what was sealed by a destroyed key reads as null.
/// </remarks>
public sealed record Original(IReadOnlyList<OriginalTurn> Turns)
{
    /// <summary>The turns' words joined by line feeds, as all places in it are counted; words that cannot be read any more are ‘█’.</summary>
    public string Words => string.Join('\n', Turns.Select(t => t.Text ?? new string('█', t.Length)));

    public override string ToString() => $"original of {Turns.Count} turns";
}

/// <param name="Speaker">The number of the transcript's speaker.</param>
/// <param name="Name">The speaker as the file named them; null where it named none, or when it cannot be read any more.</param>
/// <param name="ParticipantId">Whose words these are; null where no participant speaks.</param>
/// <param name="StartMs">Milliseconds from the start of the recording; null where the file has no time.</param>
/// <param name="Text">Null when the participant's key has been destroyed.</param>
/// <param name="Length">Of the text, in UTF-16 code units.</param>
public sealed record OriginalTurn(int Speaker, string? Name, Guid? ParticipantId, long? StartMs, string? Text, int Length)
{
    public override string ToString() => $"turn of {Length} characters";
}
