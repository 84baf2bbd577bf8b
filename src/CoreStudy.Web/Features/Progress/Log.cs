using CoreStudy.Domain;

namespace CoreStudy.Web.Features.Progress;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The board of study {StudyId} could not be counted; it is tried again.")]
    public static partial void BoardNotCounted(ILogger logger, StudyId studyId, Exception exception);
}
