using CoreStudy.Domain.Members;
using CoreStudy.Domain.Reveals;

namespace CoreStudy.Web.Access;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Reveal {RevealId} opened by account {AccountId} in study {StudyId}: {Kind} {SubjectId}, {Reason}.")]
    public static partial void RevealOpened(this ILogger logger, Guid revealId, Guid accountId, Guid studyId, RevealKind kind, Guid? subjectId, RevealReason reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A reveal by account {AccountId} in study {StudyId} was refused: {Kind} {SubjectId}.")]
    public static partial void RevealRefused(this ILogger logger, Guid accountId, Guid studyId, RevealKind kind, Guid? subjectId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Reveal {RevealId} let account {AccountId} read {Kind} {SubjectId}.")]
    public static partial void IdentityRead(this ILogger logger, Guid revealId, Guid accountId, RevealKind kind, Guid? subjectId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Account {AccountId} was refused {Operation} of {SubjectId}: {Reason}.")]
    public static partial void DeedRefused(this ILogger logger, Guid accountId, Operation operation, Guid subjectId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A request of account {AccountId} to {Route} was refused: {Reason}.")]
    public static partial void RequestRefused(this ILogger logger, Guid? accountId, string route, RefusedRequest reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Account {AccountId} was refused more than {Told} deeds within a minute; further ones are counted, and not told.")]
    public static partial void DeedsRefused(this ILogger logger, Guid accountId, int told);

    [LoggerMessage(Level = LogLevel.Information, Message = "Reveal {RevealId} ended by account {AccountId}.")]
    public static partial void RevealClosed(this ILogger logger, Guid revealId, Guid accountId);
}
