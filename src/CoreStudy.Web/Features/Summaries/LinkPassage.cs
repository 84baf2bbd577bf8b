using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Summaries;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoreStudy.Web.Features.Summaries;

/// <summary>Gives a coded passage a number in a summary, so that its text can refer to it. A place that has one keeps it, whoever’s coding it is.</summary>
public sealed class LinkPassage(IDbContextFactory<StudyDb> databases, Permissions permissions, TimeProvider clock) : IUseCase
{
    /// <param name="passage">The id of the coding, or of the settled coding.</param>
    public async Task<Result<ReferenceView>> RunAsync(AccountId me, StudyId studyId, SummarySpot spot, Guid passage, bool isSettled, CancellationToken cancel)
    {
        try
        {
            return await LinkAsync(me, studyId, spot, passage, isSettled, cancel);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return await LinkAsync(me, studyId, spot, passage, isSettled, cancel); // somebody else took the number at the same moment: the next one, then
        }
    }

    private async Task<Result<ReferenceView>> LinkAsync(AccountId me, StudyId studyId, SummarySpot spot, Guid passage, bool isSettled, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if ((await new SummaryDoor(permissions).EnterAsync(db, me, studyId, spot, Operation.WriteSummaries, cancel)).IsRefused(out var refusal, out var at)) return refusal;
        await CodedPassages.RefreshAsync(db, studyId, cancel);
        if ((await PassageKeeping.KeepAsync(db, at.Member, passage, clock.GetUtcNow(), cancel)).IsRefused(out _, out var kept) || (kept.SettledCodingId is not null) != isSettled) return new Refusal("This passage is not there any more. The list shows what there is now.");

        var summary = await SummaryDoor.FindAsync(db, studyId, spot, cancel);
        if (summary is null) db.Summaries.Add(summary = Summary.Begin(studyId, spot.ColumnId, spot.Case, clock.GetUtcNow()));
        else await db.Entry(summary).Collection(s => s.Links).LoadAsync(cancel);
        var known = summary.Links.ConvertAll(l => l.PassageId);
        var (place, start, end) = (kept.TranscriptId, kept.Segment.Start, kept.Segment.End);
        var before = await db.KeptPassages.VisibleTo(db, at.Member).Where(k => known.Contains(k.Id) && k.TranscriptId == place && k.Segment.Start == start && k.Segment.End == end).Select(k => (KeptPassageId?)k.Id).FirstOrDefaultAsync(cancel);
        var number = summary.Links.Find(l => l.PassageId == before)?.Number;
        if (number is null)
        {
            db.KeptPassages.Add(kept);
            var link = summary.Link(kept.Id);
            if (db.Entry(link).State == EntityState.Detached) db.SummaryLinks.Add(link);
            number = link.Number;
            await db.SaveChangesAsync(cancel);
        }

        return (await SummaryReferences.ReadAsync(db, at.Member, [summary.Id], cancel))[summary.Id].SingleOrDefault(r => r.Number == number) is { } reference ? reference : Refusal.NotFound;
    }
}
