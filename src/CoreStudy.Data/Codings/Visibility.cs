using System.Data;
using CoreStudy.Data.Passages;
using CoreStudy.Data.Tallies;
using CoreStudy.Domain;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Memos;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Rounds;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Data.Codings;

/// <summary>What one reader may see of what others did: the one place that decides it, for every list, count and export.</summary>
/// <remarks>
/// The reader's right to the transcript itself is asked before. While a round is blind, everybody sees only their own work on its transcripts, save those who
/// follow it (<see cref="Operation.FollowBlindRounds"/>) and do not code in a blind round there themselves. <see cref="Blindness"/> is the same rule for one
/// transcript, for what is shared out in memory. Second readings are never seen here, and hide from their coder what they had coded before.
/// </remarks>
public static class Visibility
{
    /// <summary>Rounds that are blind now, second readings too.</summary>
    public static IQueryable<Round> BlindRounds(this StudyDb db) => db.Rounds.Where(r => r.OpenedAt == null && r.CalledOffAt == null);

    /// <summary>The transcripts in use that are open to the reader: of trusts they reach, and opened for coding unless they may read others too.</summary>
    public static IQueryable<Transcript> ReadableBy(this IQueryable<Transcript> transcripts, Member reader)
    {
        var (reach, seesAll) = (reader.TrustIds, reader.May(Operation.ReadUnopenedTranscripts));
        return transcripts.Where(t => t.StudyId == reader.StudyId && t.ArchivedAt == null && (seesAll || t.OpenedAt != null) && (reach.Count == 0 || reach.Contains(t.TrustId)));
    }

    /// <summary>The transcripts on which the reader sees nothing but their own, for now.</summary>
    public static IQueryable<TranscriptId> BlindTo(this StudyDb db, Member reader)
    {
        var follows = reader.May(Operation.FollowBlindRounds);
        return db.BlindRounds()
            .Where(r => r.StudyId == reader.StudyId)
            .Where(r => r.Coders.Any(c => c.MemberId == reader.Id) || (!follows && !r.IsSecondReading))
            .SelectMany(r => r.Transcripts, (r, t) => t.TranscriptId);
    }

    /// <summary>Whether a blind round hides work on any of these from the reader: to be asked before <see cref="Layers"/>.</summary>
    public static Task<bool> HidesAnyAsync(this StudyDb db, Member reader, IReadOnlyCollection<TranscriptId> transcripts, CancellationToken cancel) =>
        db.BlindTo(reader).AnyAsync(t => transcripts.Contains(t), cancel);

    /// <summary>Ordinary codings that the reader may see.</summary>
    public static IQueryable<Coding> VisibleTo(this IQueryable<Coding> codings, StudyDb db, Member reader)
    {
        var (blind, reading) = (db.BlindTo(reader), db.ReadAgainBy(reader).Select(r => r.TranscriptId));
        return codings.Where(c => c.StudyId == reader.StudyId && c.RoundId == null && !reading.Contains(c.TranscriptId) && (c.MemberId == reader.Id || !blind.Contains(c.TranscriptId)));
    }

    /// <summary>What the reader has before them at the desk: in a second reading that is under way, that reading alone.</summary>
    public static IQueryable<Coding> AtDeskOf(this IQueryable<Coding> codings, StudyDb db, Member reader)
    {
        var (blind, readings) = (db.BlindTo(reader), db.ReadAgainBy(reader));
        var again = readings.Select(r => r.TranscriptId);
        return codings.Where(c => c.StudyId == reader.StudyId && (
            (c.RoundId == null && !again.Contains(c.TranscriptId) && (c.MemberId == reader.Id || !blind.Contains(c.TranscriptId)))
            || (c.RoundId != null && c.MemberId == reader.Id && readings.Any(r => r.RoundId == c.RoundId && r.TranscriptId == c.TranscriptId))));
    }

    /// <summary>Comments on what the reader may see; where they are blind, their own on their own coding.</summary>
    public static IQueryable<Comment> VisibleTo(this IQueryable<Comment> comments, StudyDb db, Member reader)
    {
        var (blind, codings) = (db.BlindTo(reader), db.Codings.AtDeskOf(db, reader));
        return comments.Where(c => codings.Any(x => x.Id == c.CodingId) && (c.MemberId == reader.Id || !blind.Contains(c.TranscriptId)));
    }

    /// <summary>Team memos, and the reader's own: where they are blind, their own alone, and so for what is about participants or interviews that are blind to them, or of trusts that they do not reach.</summary>
    public static IQueryable<Memo> VisibleTo(this IQueryable<Memo> memos, StudyDb db, Member reader)
    {
        var (blind, shut) = (db.BlindTo(reader), db.LinksShutTo(reader));
        return memos.Where(m => m.StudyId == reader.StudyId && (m.MemberId == reader.Id
            || (!m.IsPrivate && (m.TranscriptId == null || !blind.Contains(m.TranscriptId.Value)) && (!m.ReachesFurther || !shut.Any(l => l.MemoId == m.Id)))));
    }

    /// <summary>Of what the reader may see, what lies on transcripts that are open to them now, or on none; and all their own.</summary>
    /// <remarks>For where no right to one transcript has been asked before.</remarks>
    public static IQueryable<Memo> ReadableBy(this IQueryable<Memo> memos, StudyDb db, Member reader)
    {
        var open = db.Transcripts.ReadableBy(reader).Select(t => t.Id);
        return memos.VisibleTo(db, reader).Where(m => m.MemberId == reader.Id || m.TranscriptId == null || open.Contains(m.TranscriptId.Value));
    }

    /// <summary>The entries of the reader's own journal: of nobody else's, whoever they are.</summary>
    public static IQueryable<JournalEntry> VisibleTo(this IQueryable<JournalEntry> entries, Member reader) => entries.Where(e => e.MemberId == reader.Id);

    /// <summary>Links of memos to participants, interviews and passages of trusts out of reach, or whose words are blind to the reader or not open to them.</summary>
    private static IQueryable<MemoLink> LinksShutTo(this StudyDb db, Member reader)
    {
        var (blind, reach, seesAll) = (db.BlindTo(reader), reader.TrustIds, reader.May(Operation.ReadUnopenedTranscripts));
        var participants = db.Participants.Where(p => p.StudyId == reader.StudyId && ((reach.Count > 0 && !reach.Contains(p.TrustId))
            || db.Speakers.Any(s => s.ParticipantId == p.Id && blind.Contains(s.TranscriptId))
            || db.Interviews.Any(i => i.Participants.Any(x => x.ParticipantId == p.Id) && db.Transcripts.Any(t => t.InterviewId == i.Id && blind.Contains(t.Id))))).Select(p => p.Id);
        var interviews = db.Interviews.Where(i => i.StudyId == reader.StudyId && ((reach.Count > 0 && !reach.Contains(i.TrustId))
            || db.Transcripts.Any(t => t.InterviewId == i.Id && (blind.Contains(t.Id) || (!seesAll && t.OpenedAt == null))))).Select(i => i.Id);
        // Asked for those that are open: of what is hidden, the database shows nothing, so a question for it would find nothing shut.
        var passages = db.KeptPassages.Where(p => p.StudyId == reader.StudyId && !blind.Contains(p.TranscriptId)
            && db.Transcripts.Any(t => t.Id == p.TranscriptId && (reach.Count == 0 || reach.Contains(t.TrustId)) && (seesAll || t.OpenedAt != null))).Select(p => p.Id);
        return db.MemoLinks.Where(l => (l.ParticipantId != null && participants.Contains(l.ParticipantId.Value)) || (l.InterviewId != null && interviews.Contains(l.InterviewId.Value))
            || (l.PassageId != null && !passages.Contains(l.PassageId.Value)));
    }

    /// <summary>Acts that the reader may know of: their own, and others' where they are not blind; of those by which codings followed the framework or were taken back, those on codings that they see.</summary>
    /// <remarks>Not cut to a study: acts know their transcript alone.</remarks>
    public static IQueryable<CodingAct> VisibleTo(this IQueryable<CodingAct> acts, StudyDb db, Member reader)
    {
        var (blind, codings) = (db.BlindTo(reader), db.Codings.VisibleTo(db, reader));
        return acts.Where(a =>
            (a.Kind != ActKind.Follow && a.Kind != ActKind.TakeBack && (a.MemberId == reader.Id || !blind.Contains(a.TranscriptId))) || ((a.Kind == ActKind.Follow || a.Kind == ActKind.TakeBack) && codings.Any(c => c.Id == a.CodingId)));
    }

    public static IQueryable<TranscriptTally> VisibleTo(this IQueryable<TranscriptTally> tallies, StudyDb db, Member reader)
    {
        var blind = db.BlindTo(reader);
        return tallies.Where(t => t.StudyId == reader.StudyId && (t.MemberId == reader.Id || !blind.Contains(t.TranscriptId)));
    }

    /// <summary>Coded passages that the reader may see; of the settled layer, those where they are not blind.</summary>
    public static IQueryable<CodedPassage> VisibleTo(this IQueryable<CodedPassage> passages, StudyDb db, Member reader)
    {
        var (blind, reading) = (db.BlindTo(reader), db.ReadAgainBy(reader).Select(r => r.TranscriptId));
        return passages.Where(p => p.StudyId == reader.StudyId && !reading.Contains(p.TranscriptId) && (p.MemberId == reader.Id || !blind.Contains(p.TranscriptId)));
    }

    /// <summary>Passages that something holds on to: the reader's own, and others' where the reader is not blind.</summary>
    public static IQueryable<KeptPassage> VisibleTo(this IQueryable<KeptPassage> passages, StudyDb db, Member reader)
    {
        var (blind, reading) = (db.BlindTo(reader), db.ReadAgainBy(reader).Select(r => r.TranscriptId));
        return passages.Where(p => p.StudyId == reader.StudyId && !reading.Contains(p.TranscriptId) && (p.KeptBy == reader.Id || !blind.Contains(p.TranscriptId)));
    }

    /// <summary>How many codings of each code the reader may see, in the trusts that they reach, as of the last counting.</summary>
    /// <remarks>Counts of codes are kept by trust: what lies on transcripts that are hidden from the reader is taken off again.</remarks>
    public static async Task<IReadOnlyDictionary<CodeId, int>> CodeCountsAsync(this StudyDb db, Member reader, CancellationToken cancel)
    {
        var (blind, reach) = (db.BlindTo(reader), reader.TrustIds);
        await using var everybodys = await db.ForEverybodyAsync(cancel);
        // One moment for both: of a counting between them, something would be taken off that had not been put on, or the other way round.
        await using var moment = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel) : null;
        var counts = await db.CodeTallies.Where(t => t.StudyId == reader.StudyId && (reach.Count == 0 || reach.Contains(t.TrustId)))
            .GroupBy(t => t.CodeId).Select(g => new { g.Key, Count = g.Sum(t => t.Codings) }).ToDictionaryAsync(c => c.Key, c => c.Count, cancel);
        var hidden = await (
            from t in db.TranscriptTallies
            join mark in db.Set<TallyMark>() on t.TranscriptId equals mark.TranscriptId
            where t.StudyId == reader.StudyId && t.MemberId != reader.Id && !mark.IsArchived && (reach.Count == 0 || reach.Contains(mark.TrustId)) && blind.Contains(t.TranscriptId)
            select new { t.Codes, t.Counts }).ToListAsync(cancel);
        foreach (var (code, count) in hidden.SelectMany(h => h.Codes.Zip(h.Counts))) counts[new(code)] = counts.GetValueOrDefault(new(code)) - count;
        return counts.Where(c => c.Value > 0).ToDictionary(c => c.Key, c => c.Value);
    }

    /// <summary>The second readings under way in which the reader codes, by transcript.</summary>
    private static IQueryable<RoundTranscript> ReadAgainBy(this StudyDb db, Member reader) => db.BlindRounds()
        .Where(r => r.StudyId == reader.StudyId && r.IsSecondReading && r.Coders.Any(c => c.MemberId == reader.Id))
        .SelectMany(r => r.Transcripts);
}
