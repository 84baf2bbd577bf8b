using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Data.Demonstration;

/// <summary>Codes as one of several people would who mostly agree: misses some passages, sets other borders, takes a neighbouring code.</summary>
/// <remarks>The same coder always decides the same, so that the demonstration is the same at each start.</remarks>
internal sealed class DemonstrationCoder(int seed, double care)
{
    private uint _state = (uint)seed * 2654435761u;

    /// <summary>This coder's reading of the passages that a careful coder would mark.</summary>
    /// <param name="siblings">For each key, the keys beside it in the framework.</param>
    public IEnumerable<(DemonstrationPassage Passage, bool IsUnsure)> Read(
        TranscriptText text, IEnumerable<DemonstrationPassage> passages, IReadOnlyDictionary<string, string[]> siblings)
    {
        var seen = new HashSet<DemonstrationPassage>();
        foreach (var passage in passages)
        {
            if (Next() > care) continue;
            var key = Next() < 0.08 && siblings[passage.Key] is { Length: > 0 } others ? others[(int)(Next() * others.Length)] : passage.Key;
            var read = new DemonstrationPassage(key, Borders(text, passage.Segment));
            if (seen.Add(read)) yield return (read, Next() < 0.05);
        }
    }

    private Segment Borders(TranscriptText text, Segment segment)
    {
        var (start, end) = (segment.Start, segment.End);
        switch (Next())
        {
            case < 0.15: // up to the end of the sentence
                while (end < text.Length && text.Words[end - 1] is not ('.' or '?' or '!') && text.Words[end] != '\n') end++;
                break;
            case < 0.28: // without the first words
                var from = text.Words.IndexOf(", ", start, Math.Min(segment.Length / 2, 60), StringComparison.Ordinal);
                if (from > start) start = from + 2;
                break;
            case < 0.38: // from the start of the sentence
                while (start > 0 && text.Words[start - 1] != '\n' && !(text.Words[start - 1] == ' ' && start > 1 && text.Words[start - 2] is '.' or '?' or '!')) start--;
                break;
        }

        return text.SnapOutwards(new Segment(start, end));
    }

    /// <summary>From 0 up to but not including 1 (xorshift32, Marsaglia 2003).</summary>
    private double Next()
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return _state / (uint.MaxValue + 1.0);
    }
}
