using CoreStudy.Domain;

namespace CoreStudy.Web.Features.Exchange;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Study {StudyId} left for another program with {Transcripts} transcripts and {Codings} codings.")]
    public static partial void StudyLeft(ILogger logger, StudyId studyId, int transcripts, int codings);

    [LoggerMessage(Level = LogLevel.Information, Message = "Study {StudyId} came from another program with {Transcripts} transcripts and {Codings} codings.")]
    public static partial void StudyCame(ILogger logger, StudyId studyId, int transcripts, int codings);
}
