using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codebooks;

/// <param name="Turn">As the transcript numbers it, from 1.</param>
public sealed record PassageRow(CodingId CodingId, TranscriptId TranscriptId, string Transcript, int Turn, string Words);

/// <summary>A definition that changed, and the reader's passages that were coded under the old one.</summary>
/// <param name="Before">The code's words before the change.</param>
/// <param name="Passages">Open ones in the order of transcripts; of very many, the first.</param>
/// <param name="Open">How many are open.</param>
/// <param name="All">How many there were.</param>
public sealed record ReviewedChange(
    ChangeId ChangeId, CodeId CodeId, string Code, string Colour, string By, DateTimeOffset At, CodeWords Before, CodeWords After, IReadOnlyList<PassageRow> Passages, int Open, int All);

public sealed record CoderReviews(string Coder, int Open);

/// <param name="Coders">How many are open for each coder, for those who see progress; otherwise null.</param>
public sealed record ReviewsView(IReadOnlyList<ReviewedChange> Changes, IReadOnlyList<CoderReviews>? Coders)
{
    public int Open => Changes.Sum(c => c.Open);

    public int All => Changes.Sum(c => c.All);
}

/// <summary>The reader's passages to look at again because a definition changed, the latest change first.</summary>
public sealed class ListPassageReviews(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    /// <summary>How many passages one reading shows.</summary>
    public const int Most = 300;

    public async Task<Result<ReviewsView>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Code, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var mine = db.ReviewsFor(member).Where(r => r.MemberId == member.Id);
        var open = await mine.Open(db).GroupBy(r => new { r.ChangeId, r.CodeId }).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        var changeIds = open.Select(o => o.Key.ChangeId).Distinct().ToList();
        var all = await mine.Where(r => changeIds.Contains(r.ChangeId))
            .GroupBy(r => new { r.ChangeId, r.CodeId }).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var changes = await (
            from change in db.CodebookChanges.AsNoTracking()
            join author in db.Members on change.By equals author.Id
            where changeIds.Contains(change.Id)
            orderby change.Number descending
            select new { Change = change, By = author.Name }).ToListAsync(cancel);
        var passages = (await PassagesAsync(db, mine.Open(db), cancel)).ToLookup(p => p.Key, p => p.Row);
        var views = changes.SelectMany(c => open.Where(o => o.Key.ChangeId == c.Change.Id).Select(o => (c.Change, c.By, Open: o)))
            .Select(x => (x, Code: x.Change.Codes.Find(code => code.After?.Id == x.Open.Key.CodeId)))
            .Where(x => x.Code is { Before: not null, After: not null })
            .Select(x => new ReviewedChange(
                x.x.Change.Id, x.x.Open.Key.CodeId, x.Code!.After!.Words.Name, x.Code.After.Words.Colour, x.x.By, x.x.Change.At, x.Code.Before!.Words, x.Code.After.Words,
                [.. passages[(x.x.Change.Id, x.x.Open.Key.CodeId)]], x.x.Open.Count, all.GetValueOrDefault(x.x.Open.Key))).ToList();
        return new ReviewsView(views, member.May(Operation.SeeProgress) ? await CodersAsync(db, member, cancel) : null);
    }

    private static async Task<List<((ChangeId, CodeId) Key, PassageRow Row)>> PassagesAsync(StudyDb db, IQueryable<PassageReview> open, CancellationToken cancel)
    {
        var rows = await (
            from review in open
            join coding in db.Codings on review.CodingId equals coding.Id
            join transcript in db.Transcripts on coding.TranscriptId equals transcript.Id
            orderby review.ChangeId, transcript.Title, transcript.Id, coding.Segment.Start
            select new
            {
                review.ChangeId, review.CodeId, review.CodingId, coding.TranscriptId, transcript.Title, coding.Words,
                Turn = db.Turns.Count(t => t.TranscriptId == coding.TranscriptId && t.Segment.Start <= coding.Segment.Start),
            }).Take(Most).ToListAsync(cancel);
        return [.. rows.Select(r => ((r.ChangeId, r.CodeId), new PassageRow(r.CodingId, r.TranscriptId, r.Title, r.Turn, r.Words)))];
    }

    private static async Task<List<CoderReviews>> CodersAsync(StudyDb db, Member reader, CancellationToken cancel)
    {
        var open = await db.ReviewsFor(reader).Open(db).GroupBy(r => r.MemberId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        var ids = open.Select(o => o.Key).ToList();
        var names = await db.Members.Where(m => ids.Contains(m.Id)).ToDictionaryAsync(m => m.Id, m => m.Name, cancel);
        return [.. open.Select(o => new CoderReviews(names[o.Key], o.Count)).OrderByDescending(c => c.Open).ThenBy(c => c.Coder)];
    }
}
