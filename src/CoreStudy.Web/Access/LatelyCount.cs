using System.Collections.Concurrent;

namespace CoreStudy.Web.Access;

/// <summary>Counts what each did within a time that moves along with the clock.</summary>
internal sealed class LatelyCount<TKey>(TimeSpan window, TimeProvider clock)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Queue<DateTimeOffset>> _done = new();

    /// <summary>Counts one more; false, and nothing counted, where there were <paramref name="most"/> lately.</summary>
    public bool Take(TKey who, int most)
    {
        var now = clock.GetUtcNow();
        var mine = _done.GetOrAdd(who, _ => new());
        lock (mine)
        {
            while (mine.TryPeek(out var first) && first <= now - window) mine.Dequeue();
            if (mine.Count >= most) return false;
            mine.Enqueue(now);
            return true;
        }
    }
}
