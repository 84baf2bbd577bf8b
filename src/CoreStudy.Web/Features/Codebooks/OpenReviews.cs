using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Members;

namespace CoreStudy.Web.Features.Codebooks;

/// <summary>Which passages a reader is asked to look at again.</summary>
internal static class OpenReviews
{
    /// <summary>Reviews in transcripts that the reader may read, of changes that stand.</summary>
    public static IQueryable<PassageReview> ReviewsFor(this StudyDb db, Member reader)
    {
        var (seesAll, reach) = (reader.May(Operation.ReadUnopenedTranscripts), reader.TrustIds);
        return
            from review in db.PassageReviews
            join coding in db.Codings.VisibleTo(db, reader) on review.CodingId equals coding.Id
            join transcript in db.Transcripts on coding.TranscriptId equals transcript.Id
            where review.StudyId == reader.StudyId && transcript.ArchivedAt == null && (seesAll || transcript.OpenedAt != null)
                && (reach.Count == 0 || reach.Contains(transcript.TrustId))
                && db.CodebookChanges.Any(c => c.Id == review.ChangeId && c.UndoneAt == null)
            select review;
    }

    /// <summary>Those that nothing has settled: the coder has not said that the code fits, nor changed or removed the coding since.</summary>
    public static IQueryable<PassageReview> Open(this IQueryable<PassageReview> reviews, StudyDb db) => reviews.Where(r =>
        r.KeptAt == null && db.Codings.Any(c => c.Id == r.CodingId && c.RemovedAt == null && c.CodeId == r.CodeId && c.Revision <= r.Revision));
}
