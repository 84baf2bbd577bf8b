using CoreStudy.Domain;

namespace CoreStudy.Web.Features.Memos;

/// <summary>What is logged of memos: ids alone. Of journals nothing is.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Memo {MemoId} saved as version {Version} by {MemberId}.")]
    public static partial void MemoSaved(ILogger logger, MemoId memoId, int version, MemberId memberId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Memo {MemoId} removed by {MemberId}.")]
    public static partial void MemoRemoved(ILogger logger, MemoId memoId, MemberId memberId);
}
