using System.Data;
using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codings;

/// <summary>Everything on a transcript that the reader may see, or what changed after a revision.</summary>
public sealed class ReadCodings(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    /// <param name="after">Null for everything that stands; otherwise what changed later, removed things included.</param>
    public async Task<Result<ChangeSet>> RunAsync(AccountId me, TranscriptId transcriptId, long? after, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, transcriptId, Operation.ReadTranscripts, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await ReadAsync(db, access.Member, transcriptId, after, cancel);
    }

    internal static async Task<ChangeSet> ReadAsync(StudyDb db, Member reader, TranscriptId transcriptId, long? after, CancellationToken cancel)
    {
        // One moment for all of it: places are of one text.
        await using var moment = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        var head = await db.CodingHeads.Where(h => h.TranscriptId == transcriptId).Select(h => new { h.Revision, h.TextRevision }).SingleAsync(cancel);
        var (revision, textRevision) = (head.Revision, head.TextRevision);
        var sight = (await Blindness.ReadAsync(db, transcriptId, cancel)).Of(reader);
        if (after >= revision) return new ChangeSet(after, revision, [], [], []) { TextRevision = textRevision, Sight = sight };

        var codings = db.Codings.AtDeskOf(db, reader).Where(c => c.TranscriptId == transcriptId);
        var comments = db.Comments.VisibleTo(db, reader).Where(c => c.TranscriptId == transcriptId);
        var memos = db.Memos.VisibleTo(db, reader).Where(m => m.TranscriptId == transcriptId);
        if (after is { } from)
        {
            codings = codings.Where(c => c.Revision > from);
            comments = comments.Where(c => c.Revision > from);
            memos = memos.Where(m => m.Revision > from);
        }
        else
        {
            codings = codings.Where(c => c.RemovedAt == null);
            comments = comments.Where(c => c.RemovedAt == null);
            memos = memos.Where(m => m.RemovedAt == null);
        }

        return new ChangeSet(
            after,
            revision,
            await codings.OrderBy(c => c.Segment.Start).Select(c => new CodingRow(
                c.Id, c.CodeId, c.MemberId, c.Segment, c.IsUnsure, c.Question, c.RemovedAt != null, c.Revision)).ToListAsync(cancel),
            await comments.OrderBy(c => c.WrittenAt).ThenBy(c => c.Revision).Select(c => new CommentRow(
                c.Id, c.CodingId, c.MemberId, c.WrittenAt, c.Text, c.RemovedAt != null, c.Revision)).ToListAsync(cancel),
            await memos.OrderBy(m => m.WrittenAt).ThenBy(m => m.Revision).Select(m => new MemoRow(
                m.Id, m.MemberId, m.Segment!.Value, m.Text, m.IsPrivate, m.ChangedAt, m.RemovedAt != null, m.Revision)).ToListAsync(cancel))
        {
            TextRevision = textRevision,
            Sight = sight,
        };
    }
}
