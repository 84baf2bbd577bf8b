using CoreStudy.Domain.Recordings;

namespace CoreStudy.Web.Features.Recordings;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Recording {RecordingId} of interview {InterviewId} brought in by member {MemberId}: {Bytes} bytes.")]
    public static partial void RecordingBroughtIn(this ILogger logger, Guid recordingId, Guid interviewId, Guid memberId, long bytes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Recording {RecordingId} destroyed by member {MemberId}: {Why}.")]
    public static partial void RecordingDestroyed(this ILogger logger, Guid recordingId, Guid memberId, RecordingEnd why);

    [LoggerMessage(Level = LogLevel.Error, Message = "The disk for recordings is full: upload {RecordingId} stands at {Received} bytes.")]
    public static partial void DiskFull(this ILogger logger, Guid recordingId, long received);

    [LoggerMessage(Level = LogLevel.Error, Message = "The sound of recording {RecordingId} cannot be read.")]
    public static partial void SoundUnreadable(this ILogger logger, Guid recordingId, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Uploads} uploads expired, {Sounds} destroyed sounds ended, {Files} files removed.")]
    public static partial void Swept(this ILogger logger, int uploads, int sounds, int files);

    [LoggerMessage(Level = LogLevel.Error, Message = "Expired uploads could not be removed; it is tried again.")]
    public static partial void SweepFailed(this ILogger logger, Exception exception);
}
