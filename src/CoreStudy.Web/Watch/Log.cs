namespace CoreStudy.Web.Watch;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "What is stored could not be counted for the metrics; it is tried again.")]
    public static partial void GaugesFailed(ILogger logger, Exception exception);
}
