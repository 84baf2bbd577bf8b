namespace CoreStudy.Web.Live.Nodes;

/// <summary>What to make of a message of another node.</summary>
public enum Heard
{
    /// <summary>What follows the last that was heard.</summary>
    News,

    /// <summary>It was heard before.</summary>
    Known,

    /// <summary>Something before it was not heard.</summary>
    AfterGap,
}

/// <summary>The other nodes, as far as this one hears of them: up to which number, and when.</summary>
/// <remarks>Times are those that have passed since the start: a clock that jumps makes nobody silent.</remarks>
public sealed class Neighbours
{
    /// <summary>A node that says nothing for so long is gone.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(7);

    /// <summary>How long what is known of a node that is gone is kept, in case that it was only slow.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Neighbour> _all = [];

    /// <summary>How many other nodes are there.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _all.Values.Count(n => !n.IsGone);
        }
    }

    public Heard Hear(Message message, TimeSpan now)
    {
        lock (_lock)
        {
            if (!_all.TryGetValue(message.Node, out var one)) _all[message.Node] = one = new Neighbour();
            var hasNews = message.Lines.Count > 0;
            var heard = one.Last is not { } last ? Heard.News
                : message.Number > last + (hasNews ? 1 : 0) ? Heard.AfterGap
                : hasNews && message.Number <= last ? Heard.Known
                : Heard.News;
            (one.Last, one.At, one.IsGone) = (Math.Max(message.Number, one.Last ?? 0), now, message.IsLast);
            return heard;
        }
    }

    /// <summary>The line was cut: what was said meanwhile is not known, and is no gap; nor has anybody been silent.</summary>
    public void LineIsNew(TimeSpan now)
    {
        lock (_lock)
        {
            foreach (var one in _all.Values) (one.Last, one.At) = (null, now);
        }
    }

    /// <summary>How many nodes have fallen silent since it was asked last, without having said that they stop.</summary>
    public int Missing(TimeSpan now)
    {
        lock (_lock)
        {
            foreach (var (id, one) in _all)
            {
                if (one.IsGone && now - one.At > Memory) _all.Remove(id);
            }

            var missing = _all.Values.Where(n => !n.IsGone && now - n.At > Silence).ToList();
            foreach (var one in missing) one.IsGone = true;
            return missing.Count;
        }
    }

    private sealed class Neighbour
    {
        public long? Last { get; set; }

        public TimeSpan At { get; set; }

        public bool IsGone { get; set; }
    }
}
