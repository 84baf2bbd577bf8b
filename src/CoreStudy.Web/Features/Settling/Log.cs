using CoreStudy.Domain;

namespace CoreStudy.Web.Features.Settling;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Settling of transcript {TranscriptId} begun: {Agreed} passages agreed, {Differences} differences.")]
    public static partial void SettlingBegun(this ILogger logger, TranscriptId transcriptId, int agreed, int differences);
}
