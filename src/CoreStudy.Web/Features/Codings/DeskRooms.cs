using System.Collections.Concurrent;
using System.Data;
using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Web.Live;
using CoreStudy.Web.Watch;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codings;

/// <summary>Who is at which transcript, and what happened there: changes are read from the database once for everybody on this node.</summary>
public sealed class DeskRooms : IQueue, IDisposable
{
    private readonly IDbContextFactory<StudyDb> _databases;
    private readonly ILogger<DeskRooms> _logger;
    private readonly ConcurrentDictionary<TranscriptId, DeskRoom> _rooms = new();
    private readonly StudyFeed _feed;
    private readonly IDisposable _listening;

    public DeskRooms(IDbContextFactory<StudyDb> databases, StudyFeed feed, ILogger<DeskRooms> logger)
    {
        (_databases, _feed, _logger) = (databases, feed, logger);
        _listening = feed.ListenEverywhere(Hear);
    }

    public string Id => "news";

    public string Title => "Open desks that have not yet been told the latest";

    public long Waiting => _rooms.Values.Sum(r => (long)r.Behind);

    /// <summary>Says what has just been committed on the transcript.</summary>
    public void Tell(TranscriptId transcriptId, ChangeSet changes)
    {
        if (_rooms.TryGetValue(transcriptId, out var room)) room.Tell(changes);
    }

    /// <summary>Says that the transcript has reached a revision in another way than by acts at the desk.</summary>
    public void Tell(TranscriptId transcriptId, long revision)
    {
        if (_rooms.TryGetValue(transcriptId, out var room)) room.Tell(revision);
    }

    public DeskRoom Enter(TranscriptId transcriptId) => _rooms.GetOrAdd(transcriptId, id => new DeskRoom(id, ReadAsync, NameAsync, _feed.Publish, _logger));

    public void Dispose() => _listening.Dispose();

    /// <summary>Whatever moved codings, on whichever node: each room looks for what it does not have.</summary>
    private void Hear(Notice notice)
    {
        switch (notice)
        {
            case CodingsMoved moved: Tell(moved.TranscriptId, moved.Revision); break;
            case CodingsFollowed followed: Tell(followed.TranscriptId, followed.Revision); break;
            case SightMoved sight: Tell(sight.TranscriptId, sight.Revision); break;
            case TextRevised revised: Tell(revised.TranscriptId, revised.Revision); break;
            case DeskSeatTaken seat when _rooms.TryGetValue(seat.TranscriptId, out var room): _ = room.SeatAsync(seat.MemberId, seat.Turn); break;
            case DeskSeatLeft seat when _rooms.TryGetValue(seat.TranscriptId, out var room): room.Unseat(seat.MemberId); break;
            case LookAgain:
                foreach (var room in _rooms.Values) room.LookAgain();
                break;
        }
    }

    private async Task<string?> NameAsync(MemberId member)
    {
        await using var db = await _databases.CreateDbContextAsync();
        return await db.Members.Where(m => m.Id == member).Select(m => m.Name).SingleOrDefaultAsync();
    }

    /// <summary>Everything that changed, whoever may see it; each listener's share is cut out of it.</summary>
    private async Task<ChangeSet> ReadAsync(TranscriptId transcriptId, long after)
    {
        await using var db = await _databases.CreateDbContextAsync();
        await using var everybodys = await db.ForEverybodyAsync(CancellationToken.None);
        // One moment for all of it: places are of one text.
        await using var moment = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        var head = await db.CodingHeads.Where(h => h.TranscriptId == transcriptId).Select(h => new { h.Revision, h.TextRevision }).SingleAsync();
        var (revision, textRevision) = (head.Revision, head.TextRevision);
        var blindness = await Blindness.ReadAsync(db, transcriptId, CancellationToken.None);
        if (revision <= after) return new ChangeSet(after, after, [], [], []) { TextRevision = textRevision, Blindness = blindness };
        var codings = await db.Codings.Where(c => c.TranscriptId == transcriptId && c.Revision > after).Select(c => new CodingRow(
            c.Id, c.CodeId, c.MemberId, c.Segment, c.IsUnsure, c.Question, c.RemovedAt != null, c.Revision) { Reading = c.RoundId }).ToListAsync();
        return new ChangeSet(
            after,
            revision,
            codings,
            await db.Comments.Where(c => c.TranscriptId == transcriptId && c.Revision > after).Select(c => new CommentRow(
                c.Id, c.CodingId, c.MemberId, c.WrittenAt, c.Text, c.RemovedAt != null, c.Revision) { Reading = db.Codings.Where(x => x.Id == c.CodingId).Select(x => x.RoundId).First() }).ToListAsync(),
            await db.Memos.Where(m => m.TranscriptId == transcriptId && m.Revision > after).Select(m => new MemoRow(
                m.Id, m.MemberId, m.Segment!.Value, m.Text, m.IsPrivate, m.ChangedAt, m.RemovedAt != null, m.Revision) { ReachesFurther = m.ReachesFurther }).ToListAsync())
        {
            TextRevision = textRevision,
            Blindness = blindness,
        };
    }
}
