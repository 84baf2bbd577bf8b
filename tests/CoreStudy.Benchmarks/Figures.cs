using System.Collections.Concurrent;

namespace CoreStudy.Benchmarks;

/// <summary>What was measured while a crowd worked, from one moment to another. An act belongs to the time in which it was begun.</summary>
/// <param name="errors">What went wrong, in words, and how often: of the whole time, for an error outside the measured minute is one too.</param>
internal sealed class Figures(ConcurrentDictionary<string, int> errors)
{
    private int _refused;
    private int _gaps;

    /// <summary>A code applied, from the request to the whole answer.</summary>
    public Times Applied { get; } = new();

    /// <summary>The same act, from its request until another person's circuit on that text was handed it; once for each of them.</summary>
    public Times Told { get; } = new();

    /// <summary>A comment written, from the request to the whole answer.</summary>
    public Times Commented { get; } = new();

    /// <summary>Another transcript opened: page, codings, and until its live link stands.</summary>
    public Times Opened { get; } = new();

    /// <summary>A move told to the server and answered over the circuit.</summary>
    public Times Moved { get; } = new();

    /// <summary>A page closed, until the server has let its circuit go. Nobody waits for it.</summary>
    public Times Left { get; } = new();

    /// <summary>Acts that the site understood and refused with a sentence.</summary>
    public int Refused => _refused;

    /// <summary>How often a page found that it had missed something, and fetched it.</summary>
    public int Gaps => _gaps;

    public void Refuse() => Interlocked.Increment(ref _refused);

    public void Miss() => Interlocked.Increment(ref _gaps);

    public void Fail(string what) => errors.AddOrUpdate(what, 1, (_, count) => count + 1);
}
