using CoreStudy.Domain;

namespace CoreStudy.Web.Speech;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Recording {RecordingId} was drafted by the speech engine: {Turns} turns in {Seconds} s.")]
    public static partial void Drafted(ILogger logger, RecordingId recordingId, int turns, long seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The speech engine gave no draft of recording {RecordingId}: {Why}, status {Status}.")]
    public static partial void NotDrafted(ILogger logger, RecordingId recordingId, NoDraft why, int status);
}

/// <summary>Why there is no draft, for the log.</summary>
internal enum NoDraft
{
    NotReachable,
    BrokeOff,
    Busy,
    TooLarge,
    FormatUnknown,
    Failed,
    NotAnEngine,
    Nonsense,
    NoSpeech,
    TooSlow,
}
