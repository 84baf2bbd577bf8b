using CoreStudy.Domain;

namespace CoreStudy.Web.Features.Transcriptions;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Transcription {TranscriptionId} of recording {RecordingId} begun by member {MemberId}.")]
    public static partial void TranscriptionBegun(this ILogger logger, TranscriptionId transcriptionId, RecordingId recordingId, MemberId memberId);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Transcription {TranscriptionId} saved as version {Version}: {Turns} turns, {Words} words.")]
    public static partial void TranscriptionSaved(this ILogger logger, TranscriptionId transcriptionId, int version, int turns, int words);

    [LoggerMessage(Level = LogLevel.Information, Message = "Transcription {TranscriptionId} checked by member {MemberId}.")]
    public static partial void TranscriptionChecked(this ILogger logger, TranscriptionId transcriptionId, MemberId memberId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Transcription {TranscriptionId} handed on as transcript {TranscriptId}.")]
    public static partial void TranscriptionSent(this ILogger logger, TranscriptionId transcriptionId, TranscriptId transcriptId);

    [LoggerMessage(Level = LogLevel.Error, Message = "The draft of recording {RecordingId} broke off.")]
    public static partial void DraftBroke(this ILogger logger, RecordingId recordingId, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Transcription {TranscriptionId} deleted by member {MemberId}: {Words} words.")]
    public static partial void TranscriptionDeleted(this ILogger logger, TranscriptionId transcriptionId, MemberId memberId, int words);
}
