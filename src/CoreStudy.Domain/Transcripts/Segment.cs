namespace CoreStudy.Domain.Transcripts;

/// <summary>A stretch of a transcript, from <see cref="Start"/> up to but not including <see cref="End"/>.</summary>
/// <remarks>Counted in UTF-16 code units, as both C# and the browser count a string. Never empty.</remarks>
public readonly record struct Segment
{
    public Segment(int start, int end)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(end, start);
        (Start, End) = (start, end);
    }

    public int Start { get; }

    public int End { get; }

    public int Length => End - Start;

    public bool Overlaps(Segment other) => Start < other.End && other.Start < End;
}
