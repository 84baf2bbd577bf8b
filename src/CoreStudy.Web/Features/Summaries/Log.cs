using CoreStudy.Domain;

namespace CoreStudy.Web.Features.Summaries;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Framework matrix {MatrixId} saved with {Columns} columns.")]
    public static partial void MatrixSaved(this ILogger logger, MatrixId matrixId, int columns);

    [LoggerMessage(Level = LogLevel.Information, Message = "Summary {SummaryId} saved as version {Number}, {Length} long.")]
    public static partial void SummarySaved(this ILogger logger, SummaryId summaryId, int number, int length);
}
