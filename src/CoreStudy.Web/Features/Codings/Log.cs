using CoreStudy.Domain;

namespace CoreStudy.Web.Features.Codings;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} sendings on transcript {TranscriptId} failed together and are tried one by one.")]
    public static partial void ActsTriedAgain(ILogger logger, TranscriptId transcriptId, int count, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The news of transcript {TranscriptId} could not be read; it is tried again.")]
    public static partial void NewsFailed(ILogger logger, TranscriptId transcriptId, Exception exception);
}
