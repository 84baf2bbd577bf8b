namespace CoreStudy.Domain.Transcripts;

/// <summary>When a turn starts, and whether somebody ought to listen there.</summary>
/// <param name="StartMs">Milliseconds from the start of the recording; null where nothing is known.</param>
/// <param name="IsSure">False where it was reckoned from the turns around it, or hangs on few words.</param>
public readonly record struct TurnTime(long? StartMs, bool IsSure);
