using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CoreStudy.Domain.Rounds;

/// <summary>Transcripts of one kind that a sample is drawn from, and how many of them.</summary>
/// <param name="Name">Such as “Alder, Peer support worker”.</param>
public sealed record Stratum(string Name, IReadOnlyList<TranscriptId> All, IReadOnlyList<TranscriptId> Drawn);

/// <summary>A random sample that has of each kind of transcript about the same share; the same seed draws the same again.</summary>
public static class StratifiedSample
{
    /// <param name="transcripts">What may be drawn, with its kind.</param>
    /// <param name="share">In percent, from 1 to 100.</param>
    /// <param name="seed">Any number, to be noted with the sample.</param>
    /// <remarks>
    /// Proportional allocation: of N transcripts ⌈share × N⌉ are drawn in all; each kind gets the whole part of its share, and one more goes to the kinds with the largest
    /// remainders (Hamilton's method; of equal ones the first by name). Where the number suffices each kind has at least one. Within a kind those with the smallest
    /// SHA-256 of seed and id are drawn, so that it matters neither in which order they come nor what else is there.
    /// </remarks>
    public static IReadOnlyList<Stratum> Draw(IEnumerable<(TranscriptId Id, string Kind)> transcripts, int share, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(share, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 100);
        var kinds = transcripts.GroupBy(t => t.Kind, t => t.Id).OrderBy(k => k.Key, StringComparer.Ordinal)
            .Select(k => (Name: k.Key, Ids: (IReadOnlyList<TranscriptId>)[.. k.Distinct().OrderBy(id => Rank(id, seed))])).ToList();
        var all = kinds.Sum(k => k.Ids.Count);
        var wanted = ((share * all) + 99) / 100;
        var drawn = Allocate([.. kinds.Select(k => k.Ids.Count)], wanted);
        return [.. kinds.Select((k, i) => new Stratum(k.Name, k.Ids, [.. k.Ids.Take(drawn[i])]))];
    }

    private static int[] Allocate(IReadOnlyList<int> sizes, int wanted)
    {
        var all = Math.Max(1, sizes.Sum());
        var least = wanted >= sizes.Count ? 1 : 0;
        var given = sizes.Select(s => Math.Max(least, (int)((long)wanted * s / all))).ToArray();
        while (given.Sum() < wanted) given[Best(i => given[i] < sizes[i], i => ((double)wanted * sizes[i] / all) - given[i])]++;
        while (given.Sum() > wanted) given[Best(i => given[i] > least, i => given[i] - ((double)wanted * sizes[i] / all))]--;
        return given;

        int Best(Func<int, bool> may, Func<int, double> by) => Enumerable.Range(0, sizes.Count).Where(may).MaxBy(by); // the first of equals
    }

    private static ulong Rank(TranscriptId id, int seed) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}:{id.Value:D}")));
}
