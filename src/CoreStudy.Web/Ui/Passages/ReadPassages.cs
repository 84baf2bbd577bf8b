using CoreStudy.Data;
using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Ui.Passages;

/// <summary>Some of the passages that fit a filter, and how many there are.</summary>
/// <param name="Total">All that fit, of which <paramref name="Shown"/> is a page.</param>
/// <param name="People">How many participants say them.</param>
/// <param name="Interviews">In how many interviews.</param>
public sealed record PassagePage(IReadOnlyList<PassageView> Shown, int Total, int People, int Interviews)
{
    public static PassagePage Empty { get; } = new([], 0, 0, 0);

    /// <summary>A page of passages that the reader may see, in the order of reading.</summary>
    internal static async Task<PassagePage> ReadAsync(StudyDb db, IQueryable<CodedPassage> found, int skip, int take, int context, CancellationToken cancel)
    {
        var counts = await found.GroupBy(p => 1).Select(g => new { Total = g.Count(), People = g.Select(p => p.ParticipantId).Distinct().Count(p => p != null) }).SingleOrDefaultAsync(cancel);
        if (counts is null) return Empty;
        var interviews = await db.Transcripts.Where(t => found.Any(p => p.TranscriptId == t.Id)).Select(t => t.InterviewId).Distinct().CountAsync(cancel);
        var page = await found.InReadingOrder(db).Skip(skip).Take(take).ToListAsync(cancel);
        return new PassagePage(await PassageReading.ReadAsync(db, page, context, cancel), counts.Total, counts.People, interviews);
    }
}

/// <summary>The passages that fit a filter, page by page, in the order of trusts, transcripts and text.</summary>
public sealed class ReadPassages(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    /// <param name="take">At most <see cref="PassageReading.Most"/>.</param>
    /// <param name="context">How much of what stands around each passage comes along, in UTF-16 code units on each side.</param>
    public async Task<Result<PassagePage>> RunAsync(
        AccountId me, StudyId studyId, PassageFilter filter, int skip, int take, CancellationToken cancel, int context = PassageReading.UsualContext)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await CodedPassages.RefreshAsync(db, studyId, cancel);
        return await PassagePage.ReadAsync(db, CodedPassages.Matching(db, reader, filter), skip, take, context, cancel);
    }
}
