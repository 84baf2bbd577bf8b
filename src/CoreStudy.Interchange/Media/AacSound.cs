using CoreStudy.Domain;

namespace CoreStudy.Interchange.Media;

/// <summary>AAC without a container: frame after frame with an ADTS header (ISO 13818-7).</summary>
internal static class AacSound
{
    private const int SamplesInFrame = 1024;

    private static readonly int[] Rates = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350];

    public static Result<MediaFacts>? Read(MediaBytes bytes)
    {
        if (bytes.Is(0, "ADIF"u8)) return MediaWords.Unplayable("This is AAC of an old kind (ADIF)", "aac");
        var start = Id3Tag.Skip(bytes);
        if (FrameSampling.Follow(bytes, start, Frame, 4) is not { } first) return null;
        return new MediaFacts("AAC", "AAC", "audio/aac", FrameSampling.Duration(bytes, start, Frame, first), true);
    }

    private static SoundFrame? Frame(MediaBytes bytes, long at)
    {
        if (bytes.Big(at) is not { } head || bytes.Byte(at + 5) is not { } last || head >> 20 != 0xFFF || (head & 0x60000) != 0) return null;
        var rate = (int)(head >> 10) & 15;
        var length = (int)((head & 3) << 11) | (bytes.Byte(at + 4)!.Value << 3) | (last >> 5);
        return rate >= Rates.Length || length < 7 ? null : new SoundFrame(length, SamplesInFrame, Rates[rate], (int)(head >> 10) & 15);
    }
}
