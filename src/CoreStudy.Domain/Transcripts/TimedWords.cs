namespace CoreStudy.Domain.Transcripts;

/// <summary>Words that are known to be spoken between two times, such as one caption of a film.</summary>
/// <param name="StartMs">Milliseconds from the start of the recording.</param>
/// <param name="EndMs">Milliseconds; not before the start.</param>
public sealed record TimedWords(long StartMs, long EndMs, string Words)
{
    public override string ToString() => $"{Words.Length} characters at {StartMs} ms";
}
