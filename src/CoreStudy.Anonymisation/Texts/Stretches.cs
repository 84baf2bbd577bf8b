namespace CoreStudy.Anonymisation.Texts;

/// <summary>Stretches of a text of which none overlaps another; who comes first stays.</summary>
/// <param name="length">Of the text.</param>
internal sealed class Stretches<T>(int length)
{
    private readonly bool[] _taken = new bool[length];
    private readonly List<(int Start, T Value)> _held = [];

    public int Count => _held.Count;

    public bool TryAdd(int start, int end, T value)
    {
        if (Overlaps(start, end)) return false;
        _taken.AsSpan(start, end - start).Fill(true);
        _held.Add((start, value));
        return true;
    }

    public bool Overlaps(int start, int end) => _taken.AsSpan(start, end - start).Contains(true);

    public IEnumerable<T> InOrder() => _held.OrderBy(h => h.Start).Select(h => h.Value);
}
