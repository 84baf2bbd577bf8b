using System.Buffers.Binary;
using CoreStudy.Domain;
using CoreStudy.Interchange.Media;

namespace CoreStudy.Interchange.Tests.Media;

/// <summary>Recordings for tests: real small ones beside the tests, and headers made here.</summary>
internal static class Sounds
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Media", "Samples");

    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.EnumerateFiles(Folder).Select(f => Path.GetFileName(f)!).Where(f => f != "ORIGIN.md").Order(StringComparer.Ordinal)];

    public static byte[] Sample(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    public static MediaFacts Facts(byte[] recording) =>
        Probe(recording).IsRefused(out var refusal, out var facts) ? throw new InvalidOperationException(refusal.Sentence) : facts;

    public static string Sentence(byte[] recording) =>
        Probe(recording).IsRefused(out var refusal, out var facts) ? refusal.Sentence : throw new InvalidOperationException($"taken as {facts}");

    /// <summary>The facts of the beginning of a recording.</summary>
    public static Result<MediaFacts> Begun(byte[] recording, int here)
    {
        using var stream = new MemoryStream(recording, 0, here);
        return MediaProbe.Read(stream, recording.Length);
    }

    public static Result<MediaFacts> Probe(byte[] recording)
    {
        using var stream = new MemoryStream(recording);
        return MediaProbe.Read(stream, recording.Length);
    }

    /// <summary>A WAV whose header says what is wanted, whether or not it is so.</summary>
    public static byte[] Wav(ushort tag, int here, uint? said = null, uint perSecond = 16_000)
    {
        var wav = new byte[44 + here];
        "RIFF"u8.CopyTo(wav);
        BinaryPrimitives.WriteUInt32LittleEndian(wav.AsSpan(4), (said ?? (uint)here) + 36);
        "WAVEfmt "u8.CopyTo(wav.AsSpan(8));
        wav[16] = 16;
        BinaryPrimitives.WriteUInt16LittleEndian(wav.AsSpan(20), tag);
        wav[22] = 1;
        BinaryPrimitives.WriteUInt32LittleEndian(wav.AsSpan(24), perSecond / 2);
        BinaryPrimitives.WriteUInt32LittleEndian(wav.AsSpan(28), perSecond);
        wav[32] = 2;
        wav[34] = 16;
        "data"u8.CopyTo(wav.AsSpan(36));
        BinaryPrimitives.WriteUInt32LittleEndian(wav.AsSpan(40), said ?? (uint)here);
        return wav;
    }
}
