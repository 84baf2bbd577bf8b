using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codebooks;

/// <summary>A passage that a code has been put on.</summary>
/// <param name="Turn">The turn it begins in, from 1.</param>
public sealed record Passage(CodingId Id, TranscriptId TranscriptId, string Title, int Turn, string Coder, string Words);

/// <param name="Total">All that match, of which <paramref name="Shown"/> begins somewhere.</param>
public sealed record Passages(IReadOnlyList<Passage> Shown, int Total);

/// <summary>The passages of one code, in the order of transcripts and text.</summary>
public sealed class ListPassages(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    /// <param name="find">Words that the passage, its transcript or its coder has; empty for all.</param>
    public async Task<Result<Passages>> RunAsync(AccountId me, StudyId studyId, CodeId code, string find, int skip, int take, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageCodebook, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        var reach = member.TrustIds;
        var sought = LikePattern.Containing(find.Trim());
        await using var db = await databases.CreateDbContextAsync(cancel);
        var found =
            from c in db.Codings.VisibleTo(db, member)
            join t in db.Transcripts on c.TranscriptId equals t.Id
            join m in db.Members on c.MemberId equals m.Id
            where c.CodeId == code && c.RemovedAt == null && t.ArchivedAt == null && (reach.Count == 0 || reach.Contains(t.TrustId))
            where EF.Functions.ILike(c.Words, sought) || EF.Functions.ILike(t.Title, sought) || EF.Functions.ILike(m.Name, sought)
            select new { c, t.Title, Coder = m.Name };
        var total = await found.CountAsync(cancel);
        var shown = await found.OrderBy(f => f.Title).ThenBy(f => f.c.TranscriptId).ThenBy(f => f.c.Segment.Start).ThenBy(f => f.c.Id).Skip(skip).Take(take)
            .Select(f => new Passage(
                f.c.Id, f.c.TranscriptId, f.Title,
                db.Turns.Count(x => x.TranscriptId == f.c.TranscriptId && x.Segment.Start <= f.c.Segment.Start),
                f.Coder, f.c.Words))
            .ToListAsync(cancel);
        return new Passages(shown, total);
    }
}
