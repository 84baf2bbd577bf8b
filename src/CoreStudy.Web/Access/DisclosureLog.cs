using CoreStudy.Domain;
using CoreStudy.Domain.Redactions;

namespace CoreStudy.Web.Access;

internal static partial class DisclosureLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Words typed in study {StudyId} were not kept: {Category}.")]
    public static partial void WordsRefused(ILogger logger, StudyId studyId, IdentifierCategory category);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An export of study {StudyId} was stopped as {StoppedId}: {Blocks} places block, {Warns} warn.")]
    public static partial void ExportStopped(ILogger logger, StudyId studyId, StoppedExportId stoppedId, int blocks, int warns);

    [LoggerMessage(Level = LogLevel.Information, Message = "An export of study {StudyId} left with {Rows} rows.")]
    public static partial void ExportLeft(ILogger logger, StudyId studyId, int rows);
}
