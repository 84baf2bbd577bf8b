using CoreStudy.Domain;

namespace CoreStudy.Interchange.Media;

/// <summary>MP3: frames of MPEG layer 3 (ISO 11172-3, 13818-3), perhaps behind a tag, the first of them perhaps a table of contents (Xing, VBRI).</summary>
internal static class Mp3Sound
{
    /// <summary>Some programs leave this much between tag and sound, in bytes.</summary>
    private const int Search = 64 * 1024;

    private static readonly int[] Kilobits1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0];
    private static readonly int[] Kilobits2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0];
    private static readonly int[] Rates = [44100, 48000, 32000];

    public static Result<MediaFacts>? Read(MediaBytes bytes)
    {
        var start = Id3Tag.Skip(bytes);
        if (start > 0 && start >= bytes.Length) return MediaWords.Damaged("This MP3 file");
        if (IsLayer2(bytes, start)) return MediaWords.Unplayable("The sound in this file is written as MPEG layer 2 (MP2)", "mp2");
        for (var at = start; at < start + Search && at < bytes.Here; at++)
        {
            if (bytes.Byte(at) != 0xFF || FrameSampling.Follow(bytes, at, Frame, at == 0 || start > 0 ? 3 : 6) is not { } first) continue;
            return OfFrames(bytes, at, first);
        }

        return start == 0 ? null
            : bytes.IsWhole || bytes.Here > start + Search ? MediaWords.NoSound("Behind the title of this file there is no sound that we know")
            : new MediaFacts("MP3", "", "audio/mpeg", null, false);
    }

    private static Result<MediaFacts> OfFrames(MediaBytes bytes, long start, SoundFrame first)
    {
        var isMono = (bytes.Byte(start + 3) & 0xC0) == 0xC0;
        var side = start + 4 + (first.Samples, isMono) switch { (1152, false) => 32, (1152, true) or (_, false) => 17, _ => 9 };
        long? duration = null;
        if (bytes.Is(side, "Xing"u8) || bytes.Is(side, "Info"u8))
        {
            var flags = bytes.Big(side + 4) ?? 0;
            if ((flags & 1) != 0) duration = MediaWords.Duration((double)(bytes.Big(side + 8) ?? 0) * first.Samples, first.Rate);
            if ((flags & 2) != 0 && CutShort(bytes, start, bytes.Big(side + ((flags & 1) != 0 ? 12 : 8)) ?? 0, duration) is { } cut) return cut;
        }
        else if (bytes.Is(start + 36, "VBRI"u8))
        {
            duration = MediaWords.Duration((double)(bytes.Big(start + 50) ?? 0) * first.Samples, first.Rate);
            if (CutShort(bytes, start, bytes.Big(start + 46) ?? 0, duration) is { } cut) return cut;
        }

        return new MediaFacts("MP3", "MP3", "audio/mpeg", duration ?? FrameSampling.Duration(bytes, start, Frame, first), true);
    }

    /// <param name="promised">What the table of contents says that there is, in bytes from <paramref name="start"/> on.</param>
    private static Refusal? CutShort(MediaBytes bytes, long start, uint promised, long? duration)
    {
        var here = bytes.Length - start;
        // some count the table of contents itself, some not, and some the tags
        if (promised <= here + 1500) return null;
        return duration is { } all
            ? MediaWords.CutShort($"{MediaWords.Time(all)} of sound", $"about {MediaWords.Time((long)(all * ((double)here / promised)))}")
            : MediaWords.CutShort(MediaWords.Size(promised), MediaWords.Size(here));
    }

    private static bool IsLayer2(MediaBytes bytes, long start) => FrameSampling.Follow(bytes, start, static (b, at) => Any(b, at, layer: 2), 4) is not null;

    private static SoundFrame? Frame(MediaBytes bytes, long at) => Any(bytes, at, layer: 1);

    /// <param name="layer">As the header counts: 1 is layer 3, 2 is layer 2.</param>
    private static SoundFrame? Any(MediaBytes bytes, long at, int layer)
    {
        if (bytes.Big(at) is not { } head || head >> 21 != 0x7FF || ((head >> 17) & 3) != layer) return null;
        var (version, bits, rate) = ((int)(head >> 19) & 3, (int)(head >> 12) & 15, (int)(head >> 10) & 3);
        if (version == 1 || bits is 0 or 15 || rate == 3) return null;
        var perSecond = Rates[rate] >> (version switch { 3 => 0, 2 => 1, _ => 2 });
        var kilobits = layer == 1 ? (version == 3 ? Kilobits1 : Kilobits2)[bits] : LayerTwo(version, bits);
        var samples = layer == 2 || version == 3 ? 1152 : 576;
        var length = (samples / 8 * kilobits * 1000 / perSecond) + (int)((head >> 9) & 1);
        return length < 24 ? null : new SoundFrame(length, samples, perSecond, (version << 2) | rate);
    }

    private static int LayerTwo(int version, int bits) => version == 3
        ? bits switch { 1 => 32, 2 => 48, 3 => 56, 4 => 64, 5 => 80, 6 => 96, 7 => 112, 8 => 128, 9 => 160, 10 => 192, 11 => 224, 12 => 256, 13 => 320, _ => 384 }
        : Kilobits2[bits];
}
