namespace CoreStudy.Domain.Transcripts;

/// <summary>How places move over one edit of a text; no words.</summary>
/// <param name="Length">Of what came, in UTF-16 code units.</param>
/// <param name="Refuge">
/// Where nothing came: the nearest character of the same turn in the text as it is afterwards, which an anchor takes whose words all went.
/// </param>
public sealed record TextMove(int Start, int End, int Length, bool IsVeil = false, Segment? Refuge = null)
{
    /// <summary>Whether the edit changes a word of this segment, or puts some between them.</summary>
    public bool Touches(Segment segment) => Start == End
        ? segment.Start < Start && Start < segment.End
        : segment.Start < End && Start < segment.End;
}

/// <summary>How every place of a text moves when it is edited: what an anchor needs to stay on its words.</summary>
/// <remarks>
/// The rules: outside the edits an anchor keeps its words. A start inside words that go, goes to the start of what comes; an end inside goes to
/// its end, so that a coding on part of a redacted name covers the whole replacement. Words put in at the border of an anchor belong to it
/// no more than before: only what is put in between its words does. An anchor is never empty. A veil moves nothing. The same rules stand in
/// the database as the function <c>carried</c>, and in the browser in <c>edits.js</c>; tests hold the three together.
/// </remarks>
public sealed class TextMoves
{
    private readonly int[] _starts;
    private readonly int[] _ends;
    private readonly int[] _landings;
    private readonly int[] _lengths;
    private readonly Dictionary<int, Segment> _refuges = [];

    /// <param name="all">In order, not overlapping.</param>
    public TextMoves(IReadOnlyList<TextMove> all)
    {
        All = all;
        var moving = all.Where(m => !m.IsVeil).ToList();
        (_starts, _ends, _lengths) = ([.. moving.Select(m => m.Start)], [.. moving.Select(m => m.End)], [.. moving.Select(m => m.Length)]);
        _landings = new int[moving.Count];
        var shift = 0;
        for (var i = 0; i < moving.Count; i++)
        {
            _landings[i] = _starts[i] + shift;
            shift += _lengths[i] - (_ends[i] - _starts[i]);
            if (moving[i].Refuge is { } refuge) _refuges[_landings[i]] = refuge;
        }

        Shift = shift;
    }

    public IReadOnlyList<TextMove> All { get; }

    /// <summary>Where edits that move something begin, ascending; <see cref="Ends"/>, <see cref="Landings"/> and <see cref="Lengths"/> stand beside it.</summary>
    public IReadOnlyList<int> Starts => _starts;

    public IReadOnlyList<int> Ends => _ends;

    /// <summary>Where what came begins, in the text as it is afterwards.</summary>
    public IReadOnlyList<int> Landings => _landings;

    public IReadOnlyList<int> Lengths => _lengths;

    /// <summary>By how much the text grows.</summary>
    public int Shift { get; }

    public bool Touches(Segment segment) => All.Any(m => m.Touches(segment));

    /// <summary>Where a segment of the text before lies in the text afterwards.</summary>
    public Segment Carry(Segment segment)
    {
        var (start, end) = (Carry(segment.Start, isEnd: false), Carry(segment.End, isEnd: true));
        return start < end ? new Segment(start, end) : _refuges[start];
    }

    /// <summary>Where a border goes: the start of something, or its end.</summary>
    public int Carry(int position, bool isEnd)
    {
        var i = Before(isEnd ? position - 1 : position);
        if (i < 0) return position;
        if (isEnd) return _landings[i] + _lengths[i] + Math.Max(0, position - _ends[i]);
        return position < _ends[i] ? _landings[i] : _landings[i] + _lengths[i] + position - _ends[i];
    }

    /// <summary>The last edit that begins at a position or before it; -1 for none.</summary>
    private int Before(int position)
    {
        var (low, high) = (0, _starts.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_starts[middle] <= position) low = middle + 1;
            else high = middle;
        }

        return low - 1;
    }
}
