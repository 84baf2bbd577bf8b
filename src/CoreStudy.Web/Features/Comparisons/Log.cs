using CoreStudy.Domain;

namespace CoreStudy.Web.Features.Comparisons;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{Codings} codings were brought into study {StudyId}, on {Transcripts} transcripts.")]
    public static partial void CodingsImported(ILogger logger, StudyId studyId, int codings, int transcripts);
}
