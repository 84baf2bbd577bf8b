using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Data.Passages;

/// <summary>A run of words of a passage or of its surroundings, of one turn.</summary>
/// <param name="Turn">Its number, from 0.</param>
/// <param name="IsPassage">False for what stands around the passage.</param>
public sealed record PassagePart(int Turn, string Speaker, string Words, bool IsPassage)
{
    public override string ToString() => $"{Words.Length} characters of turn {Turn}";
}

/// <summary>A coded passage as a person reads it.</summary>
/// <param name="Id">The coding's, or the settled coding's.</param>
/// <param name="Turn">In which it begins, from 1.</param>
/// <param name="Participant">The label of who says most of it; empty where that is no participant.</param>
/// <param name="Role">What that participant is in the study; empty where there is none.</param>
/// <param name="Coder">The coder's name; “Settled” in the settled layer.</param>
/// <param name="Parts">The passage and a little around it, in order, cut at the borders of turns and of the passage.</param>
/// <param name="IsCutBefore">Whether the turn that the parts begin in says something before them.</param>
public sealed record PassageView(
    Guid Id, bool IsSettled, TranscriptId TranscriptId, string Title, InterviewId InterviewId, TrustId TrustId, string Trust, int Turn, ParticipantId? ParticipantId, string Participant, string Role,
    CodeId CodeId, string Code, string Colour, MemberId? MemberId, string Coder, DateTimeOffset CodedAt, Segment Segment, string Words, IReadOnlyList<PassagePart> Parts, bool IsCutBefore, bool IsCutAfter)
{
    public override string ToString() => $"{Segment.Length} characters at {Segment.Start}";
}

/// <summary>Reads the words of coded passages.</summary>
public static class PassageReading
{
    /// <summary>How many passages are read at once at most: each brings the text of its transcript along.</summary>
    public const int Most = 100;

    /// <summary>What stands around a passage where nobody asks for more, in UTF-16 code units on each side.</summary>
    public const int UsualContext = 160;

    /// <param name="passages">Those that the reader may see, <see cref="Most"/> at most.</param>
    /// <param name="context">How much of what stands around each is read along, in UTF-16 code units on each side; it ends between words.</param>
    /// <returns>In the order of <paramref name="passages"/>; one that has gone meanwhile is left out.</returns>
    public static async Task<IReadOnlyList<PassageView>> ReadAsync(StudyDb db, IReadOnlyList<CodedPassage> passages, int context, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(passages.Count, Most);
        var ids = passages.Select(p => p.TranscriptId).Distinct().ToList();
        var transcripts = await (
            from t in db.Transcripts
            join x in db.TranscriptTexts on t.Id equals x.TranscriptId
            join trust in db.Trusts on t.TrustId equals trust.Id
            where ids.Contains(t.Id)
            select new Place(t.Id, t.Title, t.InterviewId, t.TrustId, trust.Label, x.Words)).ToDictionaryAsync(t => t.Id, cancel);
        var turns = await TurnsAsync(db, ids, passages, context, cancel);
        var people = await NamesAsync(db.Participants, passages.Select(p => p.ParticipantId), (set, some) => set.Where(p => some.Contains(p.Id)).Select(p => new { p.Id, Said = new Said(p.Label, p.Role) }).ToDictionaryAsync(p => p.Id, p => p.Said, cancel));
        var codes = await NamesAsync(db.Codes, passages.Select(p => (CodeId?)p.CodeId), (set, some) => set.Where(c => some.Contains(c.Id)).Select(c => new { c.Id, Said = new Said(c.Name, c.Colour) }).ToDictionaryAsync(c => c.Id, c => c.Said, cancel));
        var coders = await NamesAsync(db.Members, passages.Select(p => p.MemberId), (set, some) => set.Where(m => some.Contains(m.Id)).Select(m => new { m.Id, Said = new Said(m.Name, "") }).ToDictionaryAsync(m => m.Id, m => m.Said, cancel));

        var views = new List<PassageView>(passages.Count);
        foreach (var passage in passages)
        {
            if (!transcripts.TryGetValue(passage.TranscriptId, out var place) || passage.Segment.End > place.Words.Length) continue;
            var around = Around(place.Words, passage.Segment, context);
            var near = turns[passage.TranscriptId].Where(t => t.Segment.Overlaps(around)).ToList();
            var speaker = passage.ParticipantId is { } id ? people.GetValueOrDefault(id) : null;
            var code = codes.GetValueOrDefault(passage.CodeId);
            views.Add(new PassageView(
                passage.Id, passage.IsSettled, place.Id, place.Title, place.InterviewId, place.TrustId, place.Trust, passage.FirstTurn + 1, passage.ParticipantId, speaker?.Name ?? "", speaker?.More ?? "",
                passage.CodeId, code?.Name ?? "", code?.More ?? "", passage.MemberId, passage.MemberId is { } coder ? coders.GetValueOrDefault(coder)?.Name ?? "" : "Settled", passage.CodedAt,
                passage.Segment, place.Words[passage.Segment.Start..passage.Segment.End], [.. Parts(place.Words, passage.Segment, around, near)],
                near.Count > 0 && around.Start > near[0].Segment.Start, near.Count > 0 && around.End < near[^1].Segment.End));
        }

        return views;
    }

    /// <summary>The segment with a little around it, from the beginning of a word to the end of one.</summary>
    internal static Segment Around(string words, Segment segment, int context)
    {
        var (start, end) = (Math.Max(0, segment.Start - context), Math.Min(words.Length, segment.End + context));
        if (start > 0) while (start < segment.Start && !char.IsWhiteSpace(words[start - 1])) start++;
        if (end < words.Length) while (end > segment.End && !char.IsWhiteSpace(words[end])) end--;
        return new Segment(start, end);
    }

    private static IEnumerable<PassagePart> Parts(string words, Segment segment, Segment around, IReadOnlyList<TurnPlace> turns)
    {
        foreach (var turn in turns)
        {
            foreach (var (from, to, isPassage) in new[] { (around.Start, segment.Start, false), (segment.Start, segment.End, true), (segment.End, around.End, false) })
            {
                var (start, end) = (Math.Max(from, turn.Segment.Start), Math.Min(to, turn.Segment.End));
                if (start < end) yield return new PassagePart(turn.Number, turn.Speaker, words[start..end], isPassage);
            }
        }
    }

    private static async Task<ILookup<TranscriptId, TurnPlace>> TurnsAsync(StudyDb db, List<TranscriptId> ids, IReadOnlyList<CodedPassage> passages, int context, CancellationToken cancel)
    {
        var (transcripts, starts, ends) = (passages.Select(p => p.TranscriptId.Value).ToArray(), passages.Select(p => p.Segment.Start - context).ToArray(), passages.Select(p => p.Segment.End + context).ToArray());
        var rows = await db.Database.SqlQuery<TurnRow>(
            $"""
             select distinct t.transcript_id, t.number, t.segment_start, t.segment_end, s.label
             from unnest({transcripts}, {starts}, {ends}) as p(transcript_id, segment_start, segment_end)
                 join turns t on t.transcript_id = p.transcript_id and t.segment_start < p.segment_end and t.segment_end > p.segment_start
                 join speakers s on s.transcript_id = t.transcript_id and s.number = t.speaker_number
             where t.transcript_id = any({ids.Select(i => i.Value).ToArray()})
             """).ToListAsync(cancel);
        return rows.OrderBy(r => r.Number).ToLookup(r => new TranscriptId(r.TranscriptId), r => new TurnPlace(r.Number, new Segment(r.SegmentStart, r.SegmentEnd), r.Label));
    }

    private static Task<Dictionary<TId, Said>> NamesAsync<T, TId>(IQueryable<T> set, IEnumerable<TId?> ids, Func<IQueryable<T>, List<TId>, Task<Dictionary<TId, Said>>> read)
        where TId : struct => read(set, [.. ids.OfType<TId>().Distinct()]);

    private sealed record Place(TranscriptId Id, string Title, InterviewId InterviewId, TrustId TrustId, string Trust, string Words)
    {
        public override string ToString() => $"{Words.Length} characters";
    }

    private sealed record Said(string Name, string More);

    private sealed record TurnPlace(int Number, Segment Segment, string Speaker);

    private sealed record TurnRow(Guid TranscriptId, int Number, int SegmentStart, int SegmentEnd, string Label);
}
