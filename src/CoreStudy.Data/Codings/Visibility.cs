using CoreStudy.Data.Tallies;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Memos;

namespace CoreStudy.Data.Codings;

/// <summary>What one reader may see of what others did: the one place that decides it, for every list, count and export.</summary>
/// <remarks>The reader's right to the transcript itself is asked before.</remarks>
public static class Visibility
{
    public static IQueryable<Coding> VisibleTo(this IQueryable<Coding> codings, Member reader) =>
        codings.Where(c => c.StudyId == reader.StudyId);

    public static IQueryable<TranscriptTally> VisibleTo(this IQueryable<TranscriptTally> tallies, Member reader) =>
        tallies.Where(t => t.StudyId == reader.StudyId);

    /// <summary>Those of the trusts that the reader reaches.</summary>
    public static IQueryable<CodeTally> VisibleTo(this IQueryable<CodeTally> tallies, Member reader)
    {
        var reach = reader.TrustIds;
        return tallies.Where(t => t.StudyId == reader.StudyId && (reach.Count == 0 || reach.Contains(t.TrustId)));
    }

    /// <summary>Team memos, and the reader's own private ones.</summary>
    public static IQueryable<Memo> VisibleTo(this IQueryable<Memo> memos, Member reader) =>
        memos.Where(m => m.StudyId == reader.StudyId && (!m.IsPrivate || m.MemberId == reader.Id));
}
