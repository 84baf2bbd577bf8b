using System.Collections.Concurrent;

namespace CoreStudy.Web.Access;

/// <summary>Counts what each did within a time that moves along, whoever sets the server's clock meanwhile.</summary>
internal sealed class LatelyCount<TKey>(TimeSpan window, TimeProvider clock)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Queue<long>> _done = new();

    /// <summary>Counts one more; false, and nothing counted, where there were <paramref name="most"/> lately.</summary>
    public bool Take(TKey who, int most)
    {
        var mine = _done.GetOrAdd(who, _ => new());
        lock (mine)
        {
            while (mine.TryPeek(out var first) && clock.GetElapsedTime(first) >= window) mine.Dequeue();
            if (mine.Count >= most) return false;
            mine.Enqueue(clock.GetTimestamp());
            return true;
        }
    }
}
