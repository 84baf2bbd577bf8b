using CoreStudy.Domain;

namespace CoreStudy.Web.Features.Comparisons;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{Codings} codings were brought into study {StudyId}, on {Transcripts} transcripts.")]
    public static partial void CodingsImported(ILogger logger, StudyId studyId, int codings, int transcripts);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Codings} codings that had been brought into study {StudyId} were taken back, on {Transcripts} transcripts.")]
    public static partial void CodingsTakenBack(ILogger logger, StudyId studyId, int codings, int transcripts);
}
