namespace CoreStudy.Web.Features.Archives;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Archive {ArchiveId} of study {StudyId} made by member {MemberId}: {Rows} rows, with the vault: {WithVault}, {Recordings} recordings.")]
    public static partial void ArchiveMade(this ILogger logger, Guid archiveId, Guid studyId, Guid memberId, long rows, bool withVault, int recordings);

    [LoggerMessage(Level = LogLevel.Error, Message = "The sound of recording {RecordingId} of study {StudyId} cannot be read, so no archive with it was made.")]
    public static partial void SoundUnread(this ILogger logger, Guid recordingId, Guid studyId, Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "Study {StudyId} was not restored, and whether its recordings are to be taken away again is not known. Their sealed files stay, and go with the next attempt.")]
    public static partial void SoundsLeft(this ILogger logger, Guid studyId, Exception fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "Archive {ArchiveId} restored as study {StudyId} by account {AccountId}: {Rows} rows, {Papers} papers of the vault, {Recordings} recordings.")]
    public static partial void ArchiveRestored(this ILogger logger, Guid archiveId, Guid studyId, Guid accountId, long rows, long papers, int recordings);
}
