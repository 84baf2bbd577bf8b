using System.Buffers.Binary;
using CoreStudy.Domain;

namespace CoreStudy.Interchange.Media;

/// <summary>Ogg with Opus, Vorbis or FLAC (RFC 3533, 7845).</summary>
internal static class OggSound
{
    private const int MostStreams = 16;

    /// <summary>The header, 255 lacing values, and what they can hold.</summary>
    private const int LargestPage = 27 + 255 + (255 * 255);

    public static Result<MediaFacts>? Read(MediaBytes bytes)
    {
        if (!bytes.Is(0, "OggS\0"u8)) return null;
        string? unplayed = null;
        long at = 0;
        // each stream begins with a page that says what it is; these come first of all
        for (var stream = 0; stream < MostStreams && bytes.Is(at, "OggS\0"u8) && (bytes.Byte(at + 5) & 2) != 0; stream++)
        {
            if (PageLength(bytes, at) is not { } length) break;
            var packet = at + 27 + bytes.Byte(at + 26)!.Value;
            var serial = bytes.Little(at + 14)!.Value;
            if (bytes.Is(packet, "OpusHead"u8) && bytes.LittleShort(packet + 10) is { } skipped) return Played(bytes, "Opus", serial, 48_000, skipped);
            if (bytes.Is(packet, "\u0001vorbis"u8) && bytes.Little(packet + 12) is { } rate) return Played(bytes, "Vorbis", serial, rate, 0);
            if (bytes.Is(packet, "\u007fFLAC"u8) && bytes.Big(packet + 27) is { } packed) return Played(bytes, "FLAC", serial, packed >> 12, 0);
            if (bytes.Is(packet, "Speex   "u8)) unplayed = "Speex";
            else if (bytes.Is(packet, "PCM     "u8)) unplayed = "raw PCM";
            at += length;
        }

        if (unplayed is not null) return MediaWords.Unplayable($"The sound in this Ogg file is written as {unplayed}", "ogg");
        return bytes.Here < LargestPage && !bytes.IsWhole ? Unknown
            : at == 0 ? MediaWords.Damaged("This Ogg file")
            : MediaWords.NoSound("There is no sound that we know in this Ogg file");
    }

    private static MediaFacts Unknown { get; } = new("Ogg", "", "audio/ogg", null, false);

    private static Result<MediaFacts> Played(MediaBytes bytes, string codec, uint serial, uint rate, int skipped)
    {
        if (rate == 0) return MediaWords.Damaged("This Ogg file");
        if (!bytes.IsWhole) return new MediaFacts("Ogg", codec, "audio/ogg", null, true);
        if (LastPage(bytes, serial) is not { } last) return MediaWords.Damaged("This Ogg file");

        var duration = MediaWords.Duration(last.Position - skipped, rate);
        if (last.Missing > 0) return MediaWords.BrokenOff;
        return duration is null && last.Position >= 0 && last.Position <= skipped
            ? MediaWords.NoSound("There is no sound in this Ogg file, only its header")
            : new MediaFacts("Ogg", codec, "audio/ogg", duration, true);
    }

    /// <summary>Where its sound has got to by the last page that says so, and how many bytes of the last page are missing.</summary>
    private static (long Position, long Missing)? LastPage(MediaBytes bytes, uint serial)
    {
        var start = Math.Max(0, bytes.Length - (2 * LargestPage));
        var tail = bytes.Take(start, 2 * LargestPage);
        long? missing = null;
        for (var end = tail.Length; end > 0 && tail.AsSpan(0, end).LastIndexOf("OggS\0"u8) is >= 0 and var at; end = at)
        {
            if (tail.Length - at < 27 || BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 14)) != serial) continue;
            missing ??= PageLength(bytes, start + at) is { } length ? Math.Max(0, start + at + length - bytes.Length) : 1;
            // a page on which no packet ends says -1
            if (BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(at + 6)) is >= 0 and var position) return (position, missing.Value);
        }

        return missing is { } m ? (-1, m) : null;
    }

    private static long? PageLength(MediaBytes bytes, long at)
    {
        if (bytes.Byte(at + 26) is not { } count) return null;
        Span<byte> lacing = stackalloc byte[count];
        if (!bytes.Read(at + 27, lacing)) return null;
        long length = 27 + count;
        foreach (var part in lacing) length += part;
        return length;
    }
}
