namespace CoreStudy.Web.Features.Accounts;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Account {AccountId} signed in with {Means}.")]
    public static partial void SignedIn(this ILogger logger, Guid accountId, string means);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sign-in of account {AccountId} with {Means} was refused: {Reason}.")]
    public static partial void SignInRefused(this ILogger logger, Guid accountId, string means, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sign-in with {Means} was refused: no such account.")]
    public static partial void SignInOfNobody(this ILogger logger, string means);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {AccountId} signed out.")]
    public static partial void SignedOut(this ILogger logger, Guid accountId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {AccountId} ended all its sign-ins.")]
    public static partial void SignedOutEverywhere(this ILogger logger, Guid accountId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {AccountId} was made.")]
    public static partial void AccountMade(this ILogger logger, Guid accountId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {AccountId} joined study {StudyId} by invitation {InvitationId}.")]
    public static partial void Joined(this ILogger logger, Guid accountId, Guid studyId, Guid invitationId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A new passkey of account {AccountId} was refused.")]
    public static partial void PasskeyRefused(this ILogger logger, Guid accountId, Exception? reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {AccountId}: {Change}.")]
    public static partial void Changed(this ILogger logger, Guid accountId, string change);
}
