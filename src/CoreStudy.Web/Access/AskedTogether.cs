using System.Collections.Concurrent;

namespace CoreStudy.Web.Access;

/// <summary>
/// Answers of the database that open pages ask for every few seconds, each trusted for a short time, whoever sets the server's clock meanwhile. Where one
/// is asked for that is too old, all that were asked for lately are read with it, so that a thousand pages ask the database hardly more often than one.
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
        var now = clock.GetTimestamp();
        if (kept.TryGetValue(key, out var known) && clock.GetElapsedTime(known.ReadAt, now) < trusted)
        {
            known.AskedAt = now;
            return known.Answer;
        }

        var asking = new Dictionary<TKey, long> { [key] = now };
        foreach (var (other, answer) in kept)
        {
            if (clock.GetElapsedTime(answer.AskedAt, now) >= Lately) kept.TryRemove(other, out _);
            else if (asking.Count < MostTogether) asking.TryAdd(other, answer.AskedAt);
        }

        var answers = await read([.. asking.Keys], cancel);
        foreach (var (one, askedAt) in asking)
        {
            var fresh = new Kept(answers.GetValueOrDefault(one), now, askedAt);
            kept.AddOrUpdate(one, fresh, (_, was) => was.ReadAt > now ? was : fresh);
        }

        return answers.GetValueOrDefault(key);
    }

    /// <summary>Everything is read again, what is being read now as well.</summary>
    public void Forget() => Volatile.Write(ref _kept, new());

    /// <summary>Times as <see cref="TimeProvider.GetTimestamp"/> counts.</summary>
    private sealed class Kept(TAnswer? answer, long readAt, long askedAt)
    {
        private long _askedAt = askedAt;

        public TAnswer? Answer => answer;

        /// <summary>Just before it was read.</summary>
        public long ReadAt => readAt;

        /// <summary>When somebody asked for it, not along with others.</summary>
        public long AskedAt
        {
            get => Volatile.Read(ref _askedAt);
            set => Volatile.Write(ref _askedAt, value);
        }
    }
}
