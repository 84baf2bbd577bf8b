using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Data.Passages;

/// <summary>A coding that stands, as it is taken into the index.</summary>
internal sealed record StandingCoding(Guid Id, bool IsSettled, TranscriptId TranscriptId, CodeId CodeId, MemberId? MemberId, Segment Segment, DateTimeOffset CodedAt);

/// <summary>A row of <see cref="CodedPassage"/>s as it should be.</summary>
internal sealed record PassageRow(
    Guid Id, bool IsSettled, Guid TranscriptId, Guid CodeId, Guid? MemberId, Guid? ParticipantId, int Start, int End,
    int FirstTurn, int LastTurn, int FirstSentence, int LastSentence, int FirstWord, int EndWord, int NewWords, int OwnNewWords, DateTimeOffset CodedAt);

/// <summary>Where turns, sentences and words of one transcript are, and who speaks: what is asked of each coding on it.</summary>
internal sealed class PassageFacts(IReadOnlyList<(Segment Segment, ParticipantId? Speaker)> turns, string words, int[] wordStarts)
{
    private readonly IReadOnlyList<Segment> _sentences = TextUnits.Sentences(new TranscriptText(words), [.. turns.Select(t => t.Segment)]);

    /// <summary>The rows of all codings of the transcript.</summary>
    public IEnumerable<PassageRow> Rows(IEnumerable<StandingCoding> codings)
    {
        var rows = codings.OrderBy(c => c.Segment.Start).ThenBy(c => c.Segment.End).ThenBy(c => c.Id).Select(Row).ToList();
        var (reached, reachedByOwn) = (new Dictionary<(bool, Guid, Guid?), int>(), new Dictionary<(bool, Guid, Guid?, Guid?), int>());
        foreach (var row in rows)
        {
            var (all, own) = ((row.IsSettled, row.CodeId, row.ParticipantId), (row.IsSettled, row.CodeId, row.ParticipantId, row.MemberId));
            yield return row with { NewWords = Beyond(reached, all, row), OwnNewWords = Beyond(reachedByOwn, own, row) };
        }
    }

    /// <summary>How many words of a row lie behind all that was reached before, in the order of starts.</summary>
    private static int Beyond<TKey>(Dictionary<TKey, int> reached, TKey key, PassageRow row)
        where TKey : notnull
    {
        var until = reached.GetValueOrDefault(key);
        reached[key] = Math.Max(until, row.EndWord);
        return Math.Max(0, row.EndWord - Math.Max(until, row.FirstWord));
    }

    private PassageRow Row(StandingCoding coding)
    {
        var (start, end) = (coding.Segment.Start, coding.Segment.End);
        var (firstTurn, lastTurn) = Reach(turns.Count, i => turns[i].Segment, coding.Segment);
        var (firstSentence, lastSentence) = Reach(_sentences.Count, i => _sentences[i], coding.Segment);
        return new PassageRow(
            coding.Id, coding.IsSettled, coding.TranscriptId.Value, coding.CodeId.Value, coding.MemberId?.Value, Speaker(coding.Segment, firstTurn, lastTurn)?.Value, start, end,
            firstTurn, lastTurn, firstSentence, lastSentence, WordAt(start), WordAt(end), 0, 0, coding.CodedAt);
    }

    private ParticipantId? Speaker(Segment segment, int first, int last)
    {
        if (first == last) return turns.Count > first ? turns[first].Speaker : null;
        (ParticipantId? Who, int Words) most = (null, 0);
        var said = new Dictionary<ParticipantId, int>();
        for (var i = first; i <= last; i++)
        {
            if (turns[i].Speaker is not { } speaker) continue;
            var (from, to) = (Math.Max(segment.Start, turns[i].Segment.Start), Math.Min(segment.End, turns[i].Segment.End));
            said[speaker] = said.GetValueOrDefault(speaker) + Math.Max(0, WordAt(to) - WordAt(from));
        }

        foreach (var (speaker, count) in said) // in the order in which they begin to speak
        {
            if (most.Who is null || count > most.Words) most = (speaker, count);
        }

        return most.Who;
    }

    private int WordAt(int position)
    {
        var index = Array.BinarySearch(wordStarts, position);
        return index >= 0 ? index : ~index;
    }

    /// <summary>From the unit that ends behind the start of a segment to the one that begins before its end; the one that comes next where it lies between two.</summary>
    private static (int First, int Last) Reach(int count, Func<int, Segment> unit, Segment segment)
    {
        var first = FirstEndingAfter(count, unit, segment.Start);
        return (first, Math.Max(first, LastBeginningBefore(count, unit, segment.End)));
    }

    /// <summary>The first of the units, in order, that ends after a position; the last where none does.</summary>
    private static int FirstEndingAfter(int count, Func<int, Segment> unit, int position)
    {
        var (low, high) = (0, count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (unit(middle).End <= position) low = middle + 1;
            else high = middle;
        }

        return Math.Max(0, Math.Min(low, count - 1));
    }

    /// <summary>The last of the units, in order, that begins before a position; the first where none does.</summary>
    private static int LastBeginningBefore(int count, Func<int, Segment> unit, int position)
    {
        var (low, high) = (0, count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (unit(middle).Start < position) low = middle + 1;
            else high = middle;
        }

        return Math.Max(0, low - 1);
    }
}
