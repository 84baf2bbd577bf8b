namespace CoreStudy.Web.Features.Identities;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Identity of participant {ParticipantId} saved by member {MemberId}.")]
    public static partial void IdentitySaved(this ILogger logger, Guid participantId, Guid memberId);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} identities of study {StudyId} brought in by member {MemberId}.")]
    public static partial void IdentitiesImported(this ILogger logger, int count, Guid studyId, Guid memberId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} identities of study {StudyId} taken out as a file by member {MemberId}.")]
    public static partial void IdentitiesExported(this ILogger logger, int count, Guid studyId, Guid memberId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Real name of place {PlaceId} saved by member {MemberId}.")]
    public static partial void PlaceNameSaved(this ILogger logger, Guid placeId, Guid memberId);
}
