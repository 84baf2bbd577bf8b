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

    private Known _known = new();

    /// <summary>The answer to one; null where there is none.</summary>
    public async Task<TAnswer?> AskAsync(TKey key, CancellationToken cancel)
    {
        var known = Volatile.Read(ref _known);
        var now = clock.GetTimestamp();
        if (known.Kept.TryGetValue(key, out var kept) && IsTrusted(kept.ReadAt, now))
        {
            kept.AskedAt = now;
            return kept.Answer;
        }

        Reading reading;
        lock (known)
        {
            // On a busy machine a question may take longer than its answers are trusted: who comes meanwhile waits for it, and does not ask again.
            if (known.Reading is not { Answers.IsCompleted: false } under || !IsTrusted(under.At, now) || !under.AskedAt.ContainsKey(key)) known.Reading = under = Begin(known, key, now);
            reading = under;
        }

        var answers = await reading.Answers.WaitAsync(cancel);
        if (known.Kept.TryGetValue(key, out var fresh)) fresh.AskedAt = now;
        return answers.GetValueOrDefault(key);
    }

    /// <summary>Everything is read again, what is being read now as well.</summary>
    public void Forget() => Volatile.Write(ref _known, new());

    private bool IsTrusted(long readAt, long now) => clock.GetElapsedTime(readAt, now) < trusted;

    private Reading Begin(Known known, TKey key, long now)
    {
        var asking = new Dictionary<TKey, long> { [key] = now };
        foreach (var (other, answer) in known.Kept)
        {
            if (clock.GetElapsedTime(answer.AskedAt, now) >= Lately) known.Kept.TryRemove(other, out _);
            else if (asking.Count < MostTogether) asking.TryAdd(other, answer.AskedAt);
        }

        return new Reading(asking, now, ReadAsync(known, asking, now));
    }

    private async Task<Dictionary<TKey, TAnswer>> ReadAsync(Known known, Dictionary<TKey, long> asking, long now)
    {
        await Task.Yield(); // nobody else is held up meanwhile
        var answers = await read([.. asking.Keys], CancellationToken.None); // others may wait for it
        foreach (var (key, askedAt) in asking)
        {
            var fresh = new Kept(answers.GetValueOrDefault(key), now, askedAt);
            known.Kept.AddOrUpdate(key, fresh, (_, was) => was.ReadAt > now ? was : fresh);
        }

        return answers;
    }

    private sealed class Known
    {
        public ConcurrentDictionary<TKey, Kept> Kept { get; } = new();

        public Reading? Reading { get; set; }
    }

    /// <param name="AskedAt">What is read, and when each was asked for, not along with others.</param>
    /// <param name="At">Just before it was begun. Times as <see cref="TimeProvider.GetTimestamp"/> counts.</param>
    private sealed record Reading(IReadOnlyDictionary<TKey, long> AskedAt, long At, Task<Dictionary<TKey, TAnswer>> Answers);

    private sealed class Kept(TAnswer? answer, long readAt, long askedAt)
    {
        private long _askedAt = askedAt;

        public TAnswer? Answer => answer;

        public long ReadAt => readAt;

        public long AskedAt
        {
            get => Volatile.Read(ref _askedAt);
            set => Volatile.Write(ref _askedAt, value);
        }
    }
}
