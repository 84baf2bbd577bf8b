namespace CoreStudy.Domain.Transcripts;

/// <summary>Turns given their times by somebody who listens and taps as each begins.</summary>
public sealed class TapAlong
{
    private readonly long?[] _starts;
    private readonly Stack<(int Turn, long? Before)> _taps = new();

    /// <param name="starts">What is known before, in milliseconds; null where nothing is.</param>
    public TapAlong(IEnumerable<long?> starts) => _starts = [.. starts];

    /// <summary>In milliseconds from the start of the recording.</summary>
    public IReadOnlyList<long?> Starts => _starts;

    /// <summary>The turn that the next tap is for, from 0; as many as there are turns when all have been tapped.</summary>
    public int Next { get; private set; }

    public bool CanUndo => _taps.Count > 0;

    /// <summary>The next turn starts now. Turns below it keep what they have until they are tapped; see <see cref="InOrder"/>.</summary>
    /// <returns>A refusal where a turn above it starts later, or all turns have been tapped.</returns>
    public Result<Done> Tap(long ms)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ms);
        if (Next >= _starts.Length) return new Refusal("Every turn has its time. Choose a turn to tap from there again.");
        if (_starts.Take(Next).LastOrDefault(s => s is not null) is { } before && ms < before)
            return new Refusal("A turn above this one starts later in the recording. Go on to that place, or choose the turn that is spoken here.");
        _taps.Push((Next, _starts[Next]));
        _starts[Next++] = ms;
        return Done.Well;
    }

    /// <summary>Takes the last tap back; its turn is the next again. False where there is none.</summary>
    public bool Undo()
    {
        if (!_taps.TryPop(out var last)) return false;
        (_starts[last.Turn], Next) = (last.Before, last.Turn);
        return true;
    }

    /// <summary>Taps go on from this turn.</summary>
    public void GoTo(int turn) => Next = Math.Clamp(turn, 0, _starts.Length);

    /// <summary>The times as they can be kept: known ones that a tapped turn above them has overtaken are left out.</summary>
    public IReadOnlyList<long?> InOrder()
    {
        long latest = 0;
        return [.. _starts.Select(s => s >= latest ? latest = s.Value : (long?)null)];
    }
}
