using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Searching;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Searching;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Searching;

/// <summary>A turn with its words as they are now.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Segment">In the transcript.</param>
internal sealed record ReadTurn(TranscriptId TranscriptId, int Number, Segment Segment, string Speaker, int TextRevision, string Words)
{
    public override string ToString() => $"turn {Number}, {Words.Length} characters";
}

/// <summary>What every question of this feature asks of the index of words, and of the words themselves.</summary>
internal static class SearchReading
{
    private const int MostNearly = 25;

    /// <summary>The transcripts of a reader's study that they may read.</summary>
    public static IQueryable<Transcript> Readable(StudyDb db, Member reader) => db.Transcripts.ReadableBy(reader).Where(t => t.ReleasedAt != null);

    /// <summary>The same, cut to where somebody looks.</summary>
    public static IQueryable<Transcript> Readable(StudyDb db, Member reader, SearchAsk ask)
    {
        var transcripts = Readable(db, reader);
        if (ask.Trust is { } trust) transcripts = transcripts.Where(t => t.TrustId == trust);
        if (ask.Interview is { } interview) transcripts = transcripts.Where(t => t.InterviewId == interview);
        if (ask.Kind is { } kind) transcripts = transcripts.Where(t => db.Interviews.Any(i => i.Id == t.InterviewId && i.Kind == kind));
        if (ask.Site is { } site) transcripts = transcripts.Where(t => db.Interviews.Any(i => i.Id == t.InterviewId && i.SiteId == site));
        return transcripts;
    }

    /// <summary>Those who are to be heard; null for everybody.</summary>
    public static IQueryable<Speaker>? Speakers(StudyDb db, string? speaker) => speaker switch
    {
        null => null,
        SearchAsk.Interviewers => db.Speakers.Where(s => s.IsInterviewer),
        SearchAsk.Participants => db.Speakers.Where(s => !s.IsInterviewer && s.ParticipantId != null),
        SearchAsk.Others => db.Speakers.Where(s => !s.IsInterviewer && s.ParticipantId == null),
        _ => db.Speakers.Where(s => !s.IsInterviewer && db.Participants.Any(p => p.Id == s.ParticipantId && p.Role == speaker)),
    };

    /// <summary>The turns that the index finds.</summary>
    public static IQueryable<TurnWords> Found(StudyDb db, Member reader, string tsQuery, SearchAsk ask)
    {
        var transcripts = Readable(db, reader, ask);
        var turns = db.TurnWords.FromSql($"select * from turn_words where study_id = {reader.StudyId.Value} and words @@ {tsQuery}::tsquery").AsNoTracking()
            .Where(w => transcripts.Any(t => t.Id == w.TranscriptId));
        return Speakers(db, ask.Speaker) is { } speakers ? turns.Where(w => speakers.Any(s => s.TranscriptId == w.TranscriptId && s.Number == w.SpeakerNumber)) : turns;
    }

    /// <summary>What the database knows of a query's words: their stems, and which words of transcripts that the reader may read are spelt like those of fuzzy terms.</summary>
    public static async Task<(Dictionary<string, string> Stems, Dictionary<string, IReadOnlyList<string>> Nearly)> KnowAsync(StudyDb db, Member reader, SearchQuery query, CancellationToken cancel)
    {
        var nearly = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var sought in query.Terms.Where(t => t.Kind == TermKind.Fuzzy).Select(t => t.Words[0]).Distinct())
        {
            var readable = Readable(db, reader);
            var alike = await db.WordCounts.FromSql($"select * from word_counts where word % {sought}").Where(c => readable.Any(t => t.Id == c.TranscriptId))
                .Select(c => c.Word).Distinct().ToListAsync(cancel);
            nearly[sought] = [.. alike.Where(w => SearchMatcher.IsNearly(sought, w)).OrderBy(w => SearchMatcher.Distance(sought, w)).ThenBy(w => w, StringComparer.Ordinal).Take(MostNearly)];
        }

        return (await StemsAsync(db, query.Terms.SelectMany(t => t.Words), cancel), nearly);
    }

    /// <summary>The stem of each word, such as “wait” of “waiting”.</summary>
    public static async Task<Dictionary<string, string>> StemsAsync(StudyDb db, IEnumerable<string> words, CancellationToken cancel)
    {
        var all = words.Distinct().ToArray();
        return all.Length == 0
            ? []
            : await db.Database.SqlQuery<Stemmed>($"select word, search_stem(word) as stem from unnest({all}) as w(word)").ToDictionaryAsync(s => s.Word, s => s.Stem, cancel);
    }

    /// <summary>The words of turns, in the order asked for; a turn that has gone meanwhile is left out.</summary>
    /// <param name="turns">Transcripts with numbers of turns from 0.</param>
    /// <remarks>Cut in C#, in one moment, so that places are of the text that is named.</remarks>
    public static async Task<IReadOnlyList<ReadTurn>> TurnsAsync(StudyDb db, IReadOnlyList<(TranscriptId Transcript, int Number)> turns, CancellationToken cancel)
    {
        var ids = turns.Select(t => t.Transcript).Distinct().ToList();
        await using var moment = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancel) : null;
        var texts = await (
            from x in db.TranscriptTexts
            join h in db.CodingHeads on x.TranscriptId equals h.TranscriptId
            where ids.Contains(x.TranscriptId)
            select new { x.TranscriptId, x.Words, h.TextRevision }).ToDictionaryAsync(x => x.TranscriptId, cancel);
        var (transcripts, numbers) = (turns.Select(t => t.Transcript.Value).ToArray(), turns.Select(t => t.Number).ToArray());
        var places = (await db.Database.SqlQuery<Place>(
            $"""
             select t.transcript_id, t.number, t.segment_start, t.segment_end, s.label
             from unnest({transcripts}, {numbers}) as a(transcript_id, number)
                 join turns t on t.transcript_id = a.transcript_id and t.number = a.number
                 join speakers s on s.transcript_id = t.transcript_id and s.number = t.speaker_number
             """).ToListAsync(cancel)).ToDictionary(p => (new TranscriptId(p.TranscriptId), p.Number));
        var read = new List<ReadTurn>(turns.Count);
        foreach (var turn in turns)
        {
            if (!places.TryGetValue(turn, out var place) || !texts.TryGetValue(turn.Transcript, out var text) || place.SegmentEnd > text.Words.Length) continue;
            read.Add(new ReadTurn(turn.Transcript, turn.Number, new Segment(place.SegmentStart, place.SegmentEnd), place.Label, text.TextRevision, text.Words[place.SegmentStart..place.SegmentEnd]));
        }

        return read;
    }

    private sealed record Stemmed(string Word, string Stem);

    private sealed record Place(Guid TranscriptId, int Number, int SegmentStart, int SegmentEnd, string Label);
}
