using CoreStudy.Data.Codings;
using CoreStudy.Data.Transcripts;
using CoreStudy.Domain;
using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Data.Findings;

/// <summary>A turn that words to be quoted lie in, and who speaks.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Participant">Null for interviewers, and for people who were matched to nobody.</param>
public sealed record SpokenTurn(int Number, Segment Segment, int Speaker, ParticipantId? Participant, bool IsInterviewer);

/// <summary>A quote as it is stored, with the words of its parts as the transcript has them now.</summary>
/// <param name="Parts">Empty where the words were withdrawn.</param>
/// <param name="Turns">Those that the kept words lie in, in order.</param>
/// <param name="IsTouched">Whether the words were changed since somebody saw the quote.</param>
public sealed record QuoteRow(
    QuoteId Id, TranscriptId TranscriptId, string Title, TrustId TrustId, string Trust, QuoteStatus Status, CodeId? CodeId, string MadeBy, DateTimeOffset MadeAt, string? ApprovedBy, uint Version,
    IReadOnlyList<QuotedPart> Parts, IReadOnlyList<SpokenTurn> Turns, bool IsTouched, bool IsWithdrawn)
{
    public override string ToString() => $"quote {Id.Value} of {Parts.Count} parts";
}

/// <summary>Reads quotes: no word of theirs is stored but in the transcript, and with the places that they keep.</summary>
public static class QuoteReading
{
    /// <summary>The quotes that the reader may see: of trusts they reach and transcripts in use, past no blind round. What was withdrawn stays in the list, without words.</summary>
    public static IQueryable<Quote> VisibleTo(this IQueryable<Quote> quotes, StudyDb db, Member reader)
    {
        var (reach, readsUnopened, kept) = (reader.TrustIds, reader.May(Operation.ReadUnopenedTranscripts), db.KeptPassages.VisibleTo(db, reader));
        return quotes.Where(q => q.StudyId == reader.StudyId
            && kept.Any(k => k.Id == q.PassageId)
            && q.Parts.All(p => p.PassageId == null || kept.Any(k => k.Id == p.PassageId))
            && db.Transcripts.Any(t => t.Id == q.TranscriptId && (reach.Count == 0 || reach.Contains(t.TrustId)) && (readsUnopened || t.OpenedAt != null)
                && (t.ArchivedAt == null || db.KeptPassages.Any(k => k.Id == q.PassageId && k.WithdrawnAt != null))));
    }

    /// <param name="only">Null for all of the study.</param>
    /// <returns>Ordered by trust, transcript and place.</returns>
    public static async Task<IReadOnlyList<QuoteRow>> ReadAsync(StudyDb db, Member reader, IReadOnlyCollection<QuoteId>? only, CancellationToken cancel)
    {
        var some = only?.ToList() ?? [];
        var quotes = await (
            from q in db.Quotes.AsNoTracking().VisibleTo(db, reader)
            join k in db.KeptPassages on q.PassageId equals k.Id
            join t in db.Transcripts on q.TranscriptId equals t.Id
            join trust in db.Trusts on t.TrustId equals trust.Id
            join maker in db.Members on q.MadeBy equals maker.Id
            join head in db.CodingHeads on q.TranscriptId equals head.TranscriptId
            where only == null || some.Contains(q.Id)
            orderby trust.Label, t.Title, t.Id, k.Segment.Start, q.MadeAt, q.Id
            select new
            {
                Quote = q, t.Title, t.TrustId, Trust = trust.Label, k.CodeId, k.WithdrawnAt, MadeBy = maker.Name, head.TextRevision,
                ApprovedBy = db.Members.Where(m => m.Id == q.ApprovedBy).Select(m => m.Name).FirstOrDefault(),
            }).ToListAsync(cancel);
        if (quotes.Count == 0) return [];

        var ids = quotes.ConvertAll(q => q.Quote.Id);
        var stored = await db.QuoteParts.AsNoTracking().Where(p => ids.Contains(p.QuoteId)).OrderBy(p => p.Number).ToListAsync(cancel);
        var places = stored.Select(p => p.PassageId).OfType<KeptPassageId>().ToList();
        var words = await db.KeptPassages.AsNoTracking().Where(k => places.Contains(k.Id)).ToDictionaryAsync(k => k.Id, cancel);
        var turns = await TurnsAsync(db, [.. words.Values.Select(k => (k.TranscriptId, k.Segment))], cancel);
        var parts = stored.ToLookup(p => p.QuoteId);
        var steps = new Dictionary<TranscriptId, IReadOnlyList<RevisionStep>>();
        foreach (var moved in quotes.Where(q => q.TextRevision > q.Quote.SeenRevision).GroupBy(q => q.Quote.TranscriptId))
            steps[moved.Key] = await TextRevising.StepsAsync(db, moved.Key, moved.Min(q => q.Quote.SeenRevision), cancel);

        return [.. quotes.Select(q =>
        {
            var mine = parts[q.Quote.Id].ToList();
            q.Quote.Parts.AddRange(mine);
            var isWithdrawn = q.WithdrawnAt is not null || mine.Exists(p => p.PassageId is { } id && words[id].WithdrawnAt is not null);
            List<QuotedPart> quoted = isWithdrawn ? [] : mine.ConvertAll(p => p.PassageId is { } id ? new QuotedPart(words[id].Segment, words[id].Words) : new QuotedPart(null, p.Clarification));
            List<SpokenTurn> spoken = isWithdrawn ? [] : [.. turns[q.Quote.TranscriptId].Where(t => quoted.Exists(p => p.Place is { } place && place.Overlaps(t.Segment)))];
            return new QuoteRow(
                q.Quote.Id, q.Quote.TranscriptId, q.Title, q.TrustId, q.Trust, q.Quote.Status, q.CodeId, q.MadeBy, q.Quote.MadeAt, q.ApprovedBy, q.Quote.Version, quoted, spoken,
                !isWithdrawn && steps.TryGetValue(q.Quote.TranscriptId, out var later) && q.Quote.IsTouched(later), isWithdrawn);
        })];
    }

    /// <summary>The whole passage that a quote is taken from.</summary>
    public static async Task<Excerpt> WholeAsync(StudyDb db, QuoteId id, CancellationToken cancel)
    {
        var whole = await db.Quotes.Where(q => q.Id == id).Join(db.KeptPassages, q => q.PassageId, k => k.Id, (q, k) => new { k.Segment.Start, k.Segment.End, k.Words }).SingleAsync(cancel);
        return new Excerpt(new Segment(whole.Start, whole.End), whole.Words);
    }

    /// <summary>The turns that places lie in, by transcript, in order.</summary>
    public static async Task<ILookup<TranscriptId, SpokenTurn>> TurnsAsync(StudyDb db, IReadOnlyCollection<(TranscriptId TranscriptId, Segment Segment)> places, CancellationToken cancel)
    {
        var (transcripts, starts, ends) = (places.Select(p => p.TranscriptId.Value).ToArray(), places.Select(p => p.Segment.Start).ToArray(), places.Select(p => p.Segment.End).ToArray());
        var rows = await db.Database.SqlQuery<TurnRow>(
            $"""
             select distinct t.transcript_id, t.number, t.segment_start, t.segment_end, t.speaker_number, s.participant_id, s.is_interviewer
             from unnest({transcripts}, {starts}, {ends}) as p(transcript_id, segment_start, segment_end)
                 join turns t on t.transcript_id = p.transcript_id and t.segment_start < p.segment_end and t.segment_end > p.segment_start
                 join speakers s on s.transcript_id = t.transcript_id and s.number = t.speaker_number
             """).ToListAsync(cancel);
        return rows.OrderBy(r => r.Number).ToLookup(
            r => new TranscriptId(r.TranscriptId),
            r => new SpokenTurn(r.Number, new Segment(r.SegmentStart, r.SegmentEnd), r.SpeakerNumber, r.ParticipantId is { } id ? new ParticipantId(id) : null, r.IsInterviewer));
    }

    private sealed record TurnRow(Guid TranscriptId, int Number, int SegmentStart, int SegmentEnd, int SpeakerNumber, Guid? ParticipantId, bool IsInterviewer);
}
