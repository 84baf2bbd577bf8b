using System.Collections.Concurrent;

namespace CoreStudy.Web.Access;

/// <summary>How long ago things were that are kept by a time of day: from when this node first heard of each, by a clock that nobody can set.</summary>
/// <remarks>
/// What was before that, on another node or before a restart, only the time of day tells. What lies in the future by it, by more than clocks of nodes differ, is as old as can be:
/// somebody has set a clock back.
/// </remarks>
public sealed class SteadyAges<TKey>(TimeProvider clock)
    where TKey : notnull
{
    /// <summary>By how much the clocks of two nodes may differ.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<TKey, Heard> _heard = new();

    /// <summary>Notes that it is now.</summary>
    /// <param name="at">The time of day that is kept of it.</param>
    public void Happens(TKey what, DateTimeOffset at) => _heard[what] = new(at, TimeSpan.Zero, clock.GetTimestamp());

    /// <summary>How long ago the latest of what is known of it was.</summary>
    /// <param name="at">The time of day that is kept of it.</param>
    public TimeSpan Of(TKey what, DateTimeOffset at)
    {
        var isHeard = _heard.TryGetValue(what, out var heard);
        var age = isHeard ? heard.Age + clock.GetElapsedTime(heard.Since) : TimeSpan.MaxValue;
        if (isHeard && heard.Tells(at)) return age;
        var byDay = clock.GetUtcNow() - at;
        if (byDay < -Tolerance || byDay >= age) return age;
        if (byDay < TimeSpan.Zero) byDay = TimeSpan.Zero;
        _heard[what] = new(at, byDay, clock.GetTimestamp());
        return byDay;
    }

    /// <summary>Lets go of what nobody asks for any more.</summary>
    public void Forget(TKey what) => _heard.TryRemove(what, out _);

    /// <param name="Age">How long ago it was when it was heard of.</param>
    /// <param name="Since">When it was heard of, as <see cref="TimeProvider.GetTimestamp"/> counts.</param>
    private readonly record struct Heard(DateTimeOffset At, TimeSpan Age, long Since)
    {
        /// <summary>The database keeps microseconds.</summary>
        public bool Tells(DateTimeOffset at) => (at - At).Duration() < TimeSpan.FromMicroseconds(1);
    }
}
