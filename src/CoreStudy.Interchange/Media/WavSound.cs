using CoreStudy.Domain;

namespace CoreStudy.Interchange.Media;

/// <summary>WAV, and RF64 and BW64, which are WAV beyond 4 GB.</summary>
internal static class WavSound
{
    private const int MostChunks = 1000;

    /// <summary>Recorders miscount their own header by so much.</summary>
    private const int Tolerance = 64;

    public static Result<MediaFacts>? Read(MediaBytes bytes)
    {
        var isLong = bytes.Is(0, "RF64"u8) || bytes.Is(0, "BW64"u8);
        if (!isLong && !bytes.Is(0, "RIFF"u8)) return null;
        if (bytes.Is(8, "AVI "u8)) return MediaWords.Unplayable("This is an AVI video", "avi");
        if (bytes.Is(8, "RMID"u8)) return MediaWords.NoSound("This file holds notes of music, not a recording");
        if (bytes.Is(8, "WEBP"u8)) return MediaWords.NoSound("This is a picture");
        if (!bytes.Is(8, "WAVE"u8)) return MediaWords.Damaged("This WAV file");

        (long At, uint Size)? format = null;
        long? longSize = null;
        long at = 12;
        for (var chunk = 0; chunk < MostChunks && bytes.Little(at + 4) is { } size; chunk++)
        {
            if (bytes.Is(at, "ds64"u8)) longSize = (long?)bytes.LittleLong(at + 16);
            else if (bytes.Is(at, "fmt "u8)) format = (at + 8, size);
            else if (bytes.Is(at, "data"u8)) return OfData(bytes, format, at + 8, isLong && size == uint.MaxValue ? longSize ?? 0 : size);
            at += 8 + size + (size & 1);
        }

        return bytes.IsWhole || at < bytes.Here ? MediaWords.Damaged("This WAV file") : Unknown;
    }

    /// <summary>Of a file whose sound begins after what has arrived.</summary>
    private static MediaFacts Unknown { get; } = new("WAV", "", "audio/wav", null, false);

    private static Result<MediaFacts> OfData(MediaBytes bytes, (long At, uint Size)? format, long start, long size)
    {
        if (format is not { } f || bytes.LittleShort(f.At) is not { } tag || bytes.Little(f.At + 8) is not { } perSecond) return MediaWords.Damaged("This WAV file");
        if (tag == 0xFFFE && f.Size >= 26 && bytes.LittleShort(f.At + 24) is { } inner) tag = inner;
        if (Codec(tag) is not { } codec) return MediaWords.Unplayable($"The sound in this WAV file is written as {Unplayed(tag)}", "wav");
        if (perSecond == 0) return MediaWords.Damaged("This WAV file");

        // a recorder that streams, or was switched off, leaves the size open
        var here = bytes.Length - start;
        var isOpen = size is 0 or >= uint.MaxValue - 4096 and <= uint.MaxValue or int.MaxValue;
        if (isOpen) size = here;
        if (size <= 0) return MediaWords.NoSound("There is no sound in this WAV file, only its header");
        if (size - here > Tolerance)
        {
            return MediaWords.Duration(size, perSecond) is { } all && MediaWords.Duration(here, perSecond) is { } some && all - some >= 1000
                ? MediaWords.CutShort($"{MediaWords.Time(all)} of sound", MediaWords.Time(some))
                : MediaWords.CutShort($"{MediaWords.Size(size)} of sound", MediaWords.Size(Math.Max(0, here)));
        }

        return new MediaFacts("WAV", codec, "audio/wav", MediaWords.Duration(size, perSecond), true);
    }

    private static string? Codec(ushort tag) => tag switch { 1 => "PCM", 3 => "PCM (floating point)", 6 => "A-law", 7 => "µ-law", _ => null };

    private static string Unplayed(ushort tag) => tag switch
    {
        0x0002 or 0x0011 or 0x0020 or 0x0200 => "ADPCM",
        0x0022 => "TrueSpeech",
        0x0031 or 0x1500 => "GSM 6.10",
        0x0040 or 0x0045 or 0x0064 => "G.726",
        0x0042 => "G.723.1",
        0x0083 => "G.729",
        0x0050 => "MPEG layer 2",
        0x0055 => "MP3",
        0x0092 or 0x2000 => "AC-3",
        0x0130 => "ACELP",
        0x0160 or 0x0161 or 0x0162 or 0x0163 => "Windows Media Audio",
        0x2001 => "DTS",
        0xA109 => "Speex",
        _ => $"something unusual (number {tag})",
    };
}
