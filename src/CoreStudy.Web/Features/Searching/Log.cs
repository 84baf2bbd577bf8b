using CoreStudy.Domain;

namespace CoreStudy.Web.Features.Searching;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Study {StudyId}: batch {BatchId} of {Passages} passages is begun.")]
    public static partial void BatchBegun(ILogger logger, StudyId studyId, CodingBatchId batchId, int passages);

    [LoggerMessage(Level = LogLevel.Information, Message = "Study {StudyId}: batch {BatchId} is taken back.")]
    public static partial void BatchTakenBack(ILogger logger, StudyId studyId, CodingBatchId batchId);
}
