using System.Globalization;
using System.Text;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Agreements;

/// <summary>Where words and sentences of a text are; turns the transcript knows itself.</summary>
public static class TextUnits
{
    /// <summary>The units of a text. For characters and transcripts, which are not listed, none.</summary>
    /// <param name="turns">The turns of the text, in order. A sentence does not reach beyond its turn.</param>
    public static IReadOnlyList<Segment> Of(ComparisonUnit unit, TranscriptText text, IReadOnlyList<Segment> turns) => unit switch
    {
        ComparisonUnit.Word => Words(text),
        ComparisonUnit.Sentence => Sentences(text, turns),
        ComparisonUnit.Turn => turns,
        _ => [],
    };

    /// <summary>What stands between white space, as the words of a transcript are counted elsewhere.</summary>
    public static IReadOnlyList<Segment> Words(TranscriptText text)
    {
        var (words, found, start) = (text.Words, new List<Segment>(), -1);
        for (var i = 0; i <= words.Length; i++)
        {
            var isWord = i < words.Length && !char.IsWhiteSpace(words[i]);
            if (isWord && start < 0) start = i;
            if (isWord || start < 0) continue;
            found.Add(new Segment(start, i));
            start = -1;
        }

        return found;
    }

    /// <summary>
    /// Sentences of each turn, without the white space between them. A sentence ends after . ! ? or …, with the quotation marks and brackets that close there,
    /// where white space follows and then no small letter; not after the commonest abbreviations or a single capital letter. A rule of thumb: speech has no full stops but the transcriber's.
    /// </summary>
    public static IReadOnlyList<Segment> Sentences(TranscriptText text, IReadOnlyList<Segment> turns)
    {
        var (words, found) = (text.Words, new List<Segment>());
        foreach (var turn in turns)
        {
            var start = turn.Start;
            for (var i = turn.Start; i < turn.End; i++)
            {
                if (!Ends(words[i])) continue;
                var after = i + 1;
                while (after < turn.End && (Ends(words[after]) || Closes(words[after]))) after++;
                if (after < turn.End && !GoesOn(words, start, i, after, turn.End))
                {
                    Add(start, after);
                    start = after;
                }

                i = after - 1;
            }

            Add(start, turn.End);
        }

        return found;

        void Add(int from, int to)
        {
            while (from < to && char.IsWhiteSpace(words[from])) from++;
            while (to > from && char.IsWhiteSpace(words[to - 1])) to--;
            if (from < to) found.Add(new Segment(from, to));
        }
    }

    private static bool Ends(char sign) => sign is '.' or '!' or '?' or '…' or '。' or '！' or '？' or '؟' or '।';

    private static bool Closes(char sign) => sign is '"' or '\'' || char.GetUnicodeCategory(sign) is UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.ClosePunctuation;

    private static bool GoesOn(string words, int start, int stop, int after, int end)
    {
        if (words[stop] is '。' or '！' or '？') return false; // these need no space
        if (!char.IsWhiteSpace(words[after])) return true;
        var next = after;
        while (next < end && char.IsWhiteSpace(words[next])) next++;
        if (next < end && Rune.TryGetRuneAt(words, next, out var rune) && Rune.IsLower(rune)) return true;
        if (words[stop] != '.') return false;
        var from = stop;
        while (from > start && char.IsLetter(words[from - 1])) from--;
        var before = words.AsSpan(from, stop - from);
        return (before.Length == 1 && char.IsUpper(before[0]) && before[0] != 'I')
            || before is "Mr" or "Mrs" or "Ms" or "Dr" or "Prof" or "St" or "Rev" or "vs";
    }
}
