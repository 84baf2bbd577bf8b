using CoreStudy.Domain;

namespace CoreStudy.Web.Features.Transcripts;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Transcript {TranscriptId} imported with {Turns} turns and {Words} words.")]
    public static partial void TranscriptImported(ILogger logger, TranscriptId transcriptId, int turns, int words);

    [LoggerMessage(Level = LogLevel.Information, Message = "Transcript {TranscriptId} imported to be anonymised, with {Turns} turns and {Proposals} proposals.")]
    public static partial void IdentifiableImported(ILogger logger, TranscriptId transcriptId, int turns, int proposals);
}
