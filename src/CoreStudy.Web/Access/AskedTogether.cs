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

    private Known _known = new();

    /// <summary>The answer to one; null where there is none.</summary>
    public async Task<TAnswer?> AskAsync(TKey key, CancellationToken cancel)
    {
        var known = Volatile.Read(ref _known);
        var now = clock.GetUtcNow();
        if (known.Kept.TryGetValue(key, out var kept) && kept.Until > now) return kept.Answer;
        Reading reading;
        lock (known)
        {
            // On a busy machine a question may take longer than its answers are trusted: who comes meanwhile waits for it, and does not ask again.
            if (known.Reading is not { Answers.IsCompleted: false } under || under.Until <= now || !under.Keys.Contains(key)) known.Reading = under = Begin(known, key, now);
            reading = under;
        }

        return (await reading.Answers.WaitAsync(cancel)).GetValueOrDefault(key);
    }

    /// <summary>Everything is read again, what is being read now as well.</summary>
    public void Forget() => Volatile.Write(ref _known, new());

    private Reading Begin(Known known, TKey key, DateTimeOffset now)
    {
        var earliest = now + trusted - Lately;
        var keys = new HashSet<TKey> { key };
        foreach (var (other, answer) in known.Kept)
        {
            if (answer.Until <= earliest) known.Kept.TryRemove(other, out _);
            else if (keys.Count < MostTogether) keys.Add(other);
        }

        return new Reading(keys, now + trusted, ReadAsync(known, [.. keys], now + trusted));
    }

    private async Task<Dictionary<TKey, TAnswer>> ReadAsync(Known known, List<TKey> keys, DateTimeOffset until)
    {
        await Task.Yield(); // nobody else is held up meanwhile
        var answers = await read(keys, CancellationToken.None); // others may wait for it
        foreach (var key in keys)
        {
            var fresh = new Kept(answers.GetValueOrDefault(key), until);
            known.Kept.AddOrUpdate(key, fresh, (_, was) => was.Until > until ? was : fresh);
        }

        return answers;
    }

    private sealed class Known
    {
        public ConcurrentDictionary<TKey, Kept> Kept { get; } = new();

        public Reading? Reading { get; set; }
    }

    private sealed record Reading(HashSet<TKey> Keys, DateTimeOffset Until, Task<Dictionary<TKey, TAnswer>> Answers);

    private readonly record struct Kept(TAnswer? Answer, DateTimeOffset Until);
}
