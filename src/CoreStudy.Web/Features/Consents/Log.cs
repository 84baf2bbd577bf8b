using CoreStudy.Domain.Participants;

namespace CoreStudy.Web.Features.Consents;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Consent {ConsentId} of participant {ParticipantId} recorded by member {MemberId}.")]
    public static partial void ConsentRecorded(this ILogger logger, Guid consentId, Guid participantId, Guid memberId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Withdrawal {WithdrawalId} of participant {ParticipantId} with {Scope} done by member {MemberId}: {Transcripts} transcripts, {Codings} codings.")]
    public static partial void Withdrawn(this ILogger logger, Guid withdrawalId, Guid participantId, WithdrawalScope scope, Guid memberId, int transcripts, int codings);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The key of withdrawal {WithdrawalId} is destroyed.")]
    public static partial void KeyDestroyed(this ILogger logger, Guid withdrawalId);

    [LoggerMessage(Level = LogLevel.Error, Message = "The key of withdrawal {WithdrawalId} could not be destroyed; it is tried again.")]
    public static partial void KeyRemains(this ILogger logger, Guid withdrawalId, Exception exception);
}
