namespace CoreStudy.Web.Features.Archives;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Archive {ArchiveId} of study {StudyId} made by member {MemberId}: {Rows} rows, with the vault: {WithVault}.")]
    public static partial void ArchiveMade(this ILogger logger, Guid archiveId, Guid studyId, Guid memberId, long rows, bool withVault);

    [LoggerMessage(Level = LogLevel.Information, Message = "Archive {ArchiveId} restored as study {StudyId} by account {AccountId}: {Rows} rows, {Papers} papers of the vault.")]
    public static partial void ArchiveRestored(this ILogger logger, Guid archiveId, Guid studyId, Guid accountId, long rows, long papers);
}
