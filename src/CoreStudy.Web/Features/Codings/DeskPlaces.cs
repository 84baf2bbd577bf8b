using System.Data;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Flags;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codings;

/// <summary>What has a place in a transcript besides codings, at one moment; positions in UTF-16 code units of the text at that revision.</summary>
/// <param name="Revision">The coding revision.</param>
/// <param name="Flags">Passages that are veiled until an admin has looked.</param>
internal sealed record DeskPlaces(long Revision, int TextRevision, IReadOnlyList<DeskNote> ContentNotes, IReadOnlyList<DeskFlag> Flags)
{
    public static async Task<DeskPlaces> ReadAsync(StudyDb db, TranscriptId transcriptId, CancellationToken cancel)
    {
        await using var moment = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel) : null;
        var head = await db.CodingHeads.AsNoTracking().SingleAsync(h => h.TranscriptId == transcriptId, cancel);
        var notes = await db.ContentNotes.Where(n => n.TranscriptId == transcriptId).OrderBy(n => n.Segment.Start)
            .Select(n => new DeskNote(n.Id.Value, n.Segment.Start, n.Segment.End, n.Note)).ToListAsync(cancel);
        var flags = await db.PassageFlags.Where(f => f.TranscriptId == transcriptId && f.State == FlagState.Open).OrderBy(f => f.Segment.Start)
            .Select(f => new DeskFlag(f.Id.Value, f.Segment.Start, f.Segment.End, f.FlaggedBy.Value)).ToListAsync(cancel);
        return new DeskPlaces(head.Revision, head.TextRevision, notes, flags);
    }
}

/// <summary>A passage that may distress, as the desk veils it.</summary>
public sealed record DeskNote(Guid Id, int Start, int End, string Note);

/// <summary>A passage that is withheld until an admin has looked at it.</summary>
public sealed record DeskFlag(Guid Id, int Start, int End, Guid FlaggedBy);
