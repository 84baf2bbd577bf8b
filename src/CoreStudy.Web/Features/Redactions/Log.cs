using CoreStudy.Domain;

namespace CoreStudy.Web.Features.Redactions;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Transcript {TranscriptId} released with {Replaced} places replaced.")]
    public static partial void TranscriptReleased(this ILogger logger, TranscriptId transcriptId, int replaced);
}
