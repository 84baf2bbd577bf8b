using CoreStudy.Domain;

namespace CoreStudy.Web.Features.Reports;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Report {ReportId} is asked for as a file: {Parts} parts, {Stops} things stop it.")]
    public static partial void ReportAsked(this ILogger logger, ReportId reportId, int parts, int stops);

    [LoggerMessage(Level = LogLevel.Information, Message = "Version {Number} of report {ReportId} saved, {Length} long.")]
    public static partial void VersionSaved(this ILogger logger, ReportId reportId, int number, int length);
}
