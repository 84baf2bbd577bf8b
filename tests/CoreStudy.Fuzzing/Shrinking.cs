using System.Diagnostics;

namespace CoreStudy.Fuzzing;

/// <summary>Makes an input as small as it can be while it still does what it was kept for.</summary>
internal static class Shrinking
{
    /// <summary>What was found in an input that was stretched takes long to ask; it is then left as small as it got.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <param name="still">Whether a smaller input still does it.</param>
    /// <param name="tries">How often that may be asked.</param>
    public static byte[] Shrink(byte[] input, Func<byte[], bool> still, int tries)
    {
        var clock = Stopwatch.StartNew();
        bool Still(byte[] smaller) => tries-- > 0 && clock.Elapsed < Longest && still(smaller);
        if (PackedFile.Open(input) is not { } packed || !Still(packed.Pack())) return Bytes(input, Still);

        for (var part = packed.Parts.Count - 1; part >= 0 && packed.Parts.Count > 1; part--)
        {
            if (Still(packed.Without(part).Pack())) packed = packed.Without(part);
        }

        for (var part = 0; part < packed.Parts.Count; part++)
        {
            var at = part;
            packed = packed.With(at, Bytes(packed.Parts[at].Content, smaller => Still(packed.With(at, smaller).Pack())));
        }

        return packed.Pack();
    }

    /// <summary>Takes pieces out, the largest first (after Zeller’s delta debugging).</summary>
    private static byte[] Bytes(byte[] input, Func<byte[], bool> still)
    {
        for (var piece = Math.Max(1, input.Length / 2); input.Length > 0; piece /= 2)
        {
            for (var at = 0; at < input.Length;)
            {
                byte[] smaller = [.. input[..at], .. input[Math.Min(input.Length, at + piece)..]];
                if (still(smaller)) input = smaller;
                else at += piece;
            }

            if (piece == 1) break;
        }

        return input;
    }
}
