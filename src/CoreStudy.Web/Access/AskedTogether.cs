using System.Collections.Concurrent;

namespace CoreStudy.Web.Access;

/// <summary>
/// Answers of the database that open pages ask for every few seconds, each trusted for a short time. Where one is asked for that is too old, all that
/// were asked for lately are read with it, so that a thousand pages ask the database hardly more often than one.
/// </summary>
/// <param name="trusted">How long an answer is trusted, counted from before it was read.</param>
/// <param name="read">Reads the answers to some keys; a key without one has none.</param>
public sealed class AskedTogether<TKey, TAnswer>(TimeSpan trusted, TimeProvider clock, Func<List<TKey>, CancellationToken, Task<Dictionary<TKey, TAnswer>>> read)
    where TKey : notnull
    where TAnswer : class
{
    /// <summary>What was asked for within this time is likely to be asked for again.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(10);

    /// <summary>Keys read together at most.</summary>
    private const int MostTogether = 500;

    private ConcurrentDictionary<TKey, Kept> _kept = new();

    /// <summary>The answer to one; null where there is none.</summary>
    public async Task<TAnswer?> AskAsync(TKey key, CancellationToken cancel)
    {
        var kept = Volatile.Read(ref _kept);
        var now = clock.GetUtcNow();
        if (kept.TryGetValue(key, out var known) && known.Until > now) return known.Answer;

        var earliest = now + trusted - Lately;
        var asking = new List<TKey> { key };
        foreach (var (other, answer) in kept)
        {
            if (answer.Until <= earliest) kept.TryRemove(other, out _);
            else if (asking.Count < MostTogether && !other.Equals(key)) asking.Add(other);
        }

        var answers = await read(asking, cancel);
        foreach (var one in asking)
        {
            var fresh = new Kept(answers.GetValueOrDefault(one), now + trusted);
            kept.AddOrUpdate(one, fresh, (_, was) => was.Until > fresh.Until ? was : fresh);
        }

        return answers.GetValueOrDefault(key);
    }

    /// <summary>Everything is read again, what is being read now as well.</summary>
    public void Forget() => Volatile.Write(ref _kept, new());

    private readonly record struct Kept(TAnswer? Answer, DateTimeOffset Until);
}
