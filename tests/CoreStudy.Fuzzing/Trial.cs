using System.Diagnostics;

namespace CoreStudy.Fuzzing;

/// <summary>What is wrong with how an input was read.</summary>
/// <param name="Key">The same for inputs that show the same fault.</param>
/// <param name="Told">For whoever mends it; may hold words of the input.</param>
internal sealed record Complaint(string Key, string Told)
{
    public override string ToString() => Key;
}

/// <summary>Reads one input under limits.</summary>
internal static class Trial
{
    /// <summary>
    /// Of the processor, not of the clock, so that other work on the machine is not held against an input. A thousand times what an input of a few kilobytes takes, and short enough that
    /// somebody who waits for a screen has not gone. An input that is not done by then ends the process that reads it.
    /// </summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Bytes that reading may take of memory, all told, however small the input is. What is packed small may unpack to 8 MB before its ratio is asked, and is then copied as text a few times.</summary>
    private const long MemoryOfAny = 256L << 20;

    /// <summary>Bytes of memory besides for each byte of the input.</summary>
    private const long MemoryOfByte = 500;

    private const int ShortestSentence = 16;

    /// <returns>What is wrong; null where the input was taken and all promises hold, or was refused in a sentence.</returns>
    public static Complaint? Of(Target target, byte[] input)
    {
        var (began, before) = (Environment.CpuUsage.TotalTime, GC.GetAllocatedBytesForCurrentThread());
        try
        {
            if (target.Read(input) is { } refusal && refusal.Sentence.Length < ShortestSentence) return new("refusal", $"The refusal is no sentence: {refusal.Sentence}");
        }
        catch (BrokenPromiseException broken)
        {
            return new($"promise {broken.Message}", broken.ToString());
        }
        catch (Exception thrown)
        {
            return new($"{thrown.GetType().Name} {Frames(thrown)}", thrown.ToString());
        }

        var (took, memory) = (Environment.CpuUsage.TotalTime - began, GC.GetAllocatedBytesForCurrentThread() - before);
        if (took > Longest) return new("time", $"It took {took}.");
        return memory > MemoryOfAny + (MemoryOfByte * input.Length) ? new("memory", $"It took {memory:N0} bytes for an input of {input.Length:N0}.") : null;
    }

    /// <summary>The methods nearest to where it was thrown.</summary>
    private static string Frames(Exception thrown) =>
        string.Join(" < ", new StackTrace(thrown).GetFrames().Select(f => f.GetMethod()).OfType<System.Reflection.MethodBase>().Select(m => $"{m.DeclaringType?.Name}.{m.Name}").Take(4));
}
