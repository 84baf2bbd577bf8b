using CoreStudy.Domain;
using CoreStudy.Fuzzing.Targets;

namespace CoreStudy.Fuzzing;

/// <summary>A way in for text or a file from outside.</summary>
/// <param name="Seeds">Inputs to begin with: small, and each of another layout.</param>
/// <param name="Read">
/// Reads an input as the site does, and asks of what came out what the rest of the site relies on. Returns the refusal, or null where the input was taken; throws
/// <see cref="BrokenPromiseException"/> where something does not hold, and whatever the reader throws.
/// </param>
internal sealed record Target(string Name, Func<IEnumerable<byte[]>> Seeds, Func<byte[], Refusal?> Read)
{
    public static IReadOnlyList<Target> All { get; } =
        [.. TranscriptTargets.All, .. TableTargets.All, .. ExchangeTargets.All, .. ArchiveTargets.All, .. ReportTargets.All, .. TypedTargets.All];

    /// <summary>Whether something was refused, for readers whose result is not looked at.</summary>
    public static Refusal? Refused<T>(Result<T> result) => result.IsRefused(out var refusal, out _) ? refusal : null;

    public override string ToString() => Name;
}
