namespace CoreStudy.Web.Features.Audits;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The audit trail does not hold together at entry {Number}.")]
    public static partial void TrailBroken(this ILogger logger, long number);
}
