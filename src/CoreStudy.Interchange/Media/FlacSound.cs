using CoreStudy.Domain;

namespace CoreStudy.Interchange.Media;

/// <summary>FLAC in a file of its own (RFC 9639), also behind an ID3 tag.</summary>
internal static class FlacSound
{
    /// <summary>A frame is rarely larger than 64 KiB; the last one, and the one before, lie in this.</summary>
    private const int Tail = 128 * 1024;

    public static Result<MediaFacts>? Read(MediaBytes bytes)
    {
        var at = Id3Tag.Skip(bytes);
        if (!bytes.Is(at, "fLaC"u8)) return null;
        if (bytes.BigLong(at + 18) is not { } packed || (bytes.Byte(at + 4) & 0x7f) != 0) return MediaWords.Damaged("This FLAC file");
        var rate = (uint)(packed >> 44);
        var samples = (long)(packed & 0xF_FFFF_FFFF);
        if (rate == 0) return MediaWords.Damaged("This FLAC file");
        var duration = MediaWords.Duration(samples, rate);
        if (!bytes.IsWhole) return new MediaFacts("FLAC", "FLAC", "audio/flac", duration, true);

        var sizes = bytes.Big(at + 8) ?? 0;
        var (blockSize, largest) = ((int)(sizes >> 16), (int)(sizes & 0xFFFF));
        if (LastFrame(bytes, at, blockSize) is not { } last)
            return MediaWords.NoSound("There is no sound in this FLAC file, only its header");
        // what begins more than two frames before the end that is promised is not the last frame
        if (samples > 0 && samples - last > 2 * largest && MediaWords.Duration(samples, rate) is { } all && MediaWords.Duration(last + blockSize, rate) is var some)
            return MediaWords.CutShort($"{MediaWords.Time(all)} of sound", MediaWords.Time(some ?? 0));
        return new MediaFacts("FLAC", "FLAC", "audio/flac", duration ?? MediaWords.Duration(last + blockSize, rate), true);
    }

    /// <summary>The number of the first sample of the last frame that begins in the file.</summary>
    private static long? LastFrame(MediaBytes bytes, long start, int blockSize)
    {
        var from = Math.Max(start + 42, bytes.Length - Tail);
        var tail = bytes.Take(from, Tail).AsSpan();
        for (var at = tail.Length - 6; at >= 0; at--)
        {
            if (tail[at] == 0xFF && (tail[at + 1] & 0xFE) == 0xF8 && Frame(tail[at..], blockSize) is { } sample) return sample;
        }

        return null;
    }

    /// <summary>The sample that a frame begins with, where this is the header of one: its check sum is right.</summary>
    private static long? Frame(ReadOnlySpan<byte> header, int blockSize)
    {
        if (header[2] >> 4 == 0 || (header[2] & 15) == 15 || (header[3] & 1) != 0) return null;
        var first = header[4];
        var more = first < 0x80 ? 0 : System.Numerics.BitOperations.LeadingZeroCount((uint)(byte)~first) - 25;
        if (more < 0 || (first >= 0x80 && more == 0) || more > 6) return null;
        var length = 5 + more + ((header[2] >> 4) switch { 6 => 1, 7 => 2, _ => 0 }) + ((header[2] & 15) switch { 12 => 1, 13 or 14 => 2, _ => 0 });
        if (header.Length <= length) return null;
        long number = more == 0 ? first : first & (0x3F >> more);
        for (var i = 0; i < more; i++)
        {
            if ((header[5 + i] & 0xC0) != 0x80) return null;
            number = (number << 6) | (uint)(header[5 + i] & 0x3F);
        }

        if (Check(header[..length]) != header[length]) return null;
        return (header[1] & 1) == 1 ? number : number * blockSize;
    }

    /// <summary>CRC-8 with the polynomial x⁸ + x² + x + 1.</summary>
    private static byte Check(ReadOnlySpan<byte> header)
    {
        byte crc = 0;
        foreach (var b in header)
        {
            crc ^= b;
            for (var i = 0; i < 8; i++) crc = (byte)((crc << 1) ^ ((crc & 0x80) != 0 ? 7 : 0));
        }

        return crc;
    }
}
