using CoreStudy.Domain.Retention;

namespace CoreStudy.Web.Features.Retention;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Destruction {DestructionId} of study {StudyId} started: {Kind}, {Total}, by member {MemberId}.")]
    public static partial void DestructionStarted(this ILogger logger, Guid destructionId, Guid studyId, RetentionKind kind, int total, Guid memberId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Destruction {DestructionId}: {Kind} {Subject} destroyed.")]
    public static partial void ThingDestroyed(this ILogger logger, Guid destructionId, RetentionKind kind, Guid subject);

    [LoggerMessage(Level = LogLevel.Information, Message = "Study {StudyId} may keep {Kind} until {Until}.")]
    public static partial void DateNear(this ILogger logger, Guid studyId, RetentionKind kind, DateOnly until);

    [LoggerMessage(Level = LogLevel.Error, Message = "A destruction could not go on; it is tried again.")]
    public static partial void JobFailed(this ILogger logger, Exception exception);
}
