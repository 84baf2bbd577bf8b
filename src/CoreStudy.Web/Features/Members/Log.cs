using CoreStudy.Domain.Members;

namespace CoreStudy.Web.Features.Members;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Member {By} made invitation {InvitationId} to study {StudyId} as {Role}.")]
    public static partial void Invited(this ILogger logger, Guid by, Guid invitationId, Guid studyId, Role role);

    [LoggerMessage(Level = LogLevel.Information, Message = "Member {By} withdrew invitation {InvitationId} to study {StudyId}.")]
    public static partial void InvitationWithdrawn(this ILogger logger, Guid by, Guid invitationId, Guid studyId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Member {By} made member {MemberId} of study {StudyId} {Role}, limited to {Trusts} trusts (0: all).")]
    public static partial void RoleChanged(this ILogger logger, Guid by, Guid memberId, Guid studyId, Role role, int trusts);

    [LoggerMessage(Level = LogLevel.Information, Message = "Member {By} ended the membership {MemberId} of study {StudyId}.")]
    public static partial void MembershipEnded(this ILogger logger, Guid by, Guid memberId, Guid studyId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Member {By} set the lock of account {AccountId} to {Locked}.")]
    public static partial void LockSet(this ILogger logger, Guid by, Guid accountId, bool locked);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Member {By} made a reset link for account {AccountId}.")]
    public static partial void ResetLinkMade(this ILogger logger, Guid by, Guid accountId);
}
