using System.Buffers.Binary;
using CoreStudy.Domain;

namespace CoreStudy.Interchange.Media;

/// <summary>MP4, M4A, 3GP and QuickTime (ISO 14496-12): boxes in boxes, of which only the small ones that tell something are read.</summary>
internal static class Mp4Sound
{
    /// <summary>A recording in pieces of a second each has two boxes a second.</summary>
    private const int MostBoxes = 40_000;

    private const int MostInside = 200;

    public static Result<MediaFacts>? Read(MediaBytes bytes)
    {
        if (!IsMp4(bytes)) return null;
        Box? contents = null;
        (long At, Box Box)? lastPiece = null;
        var hasSound = false;
        long at = 0;
        for (var i = 0; i < MostBoxes && at < bytes.Length; i++)
        {
            if (BoxAt(bytes, at, bytes.Length) is not { } box)
            {
                // fewer than eight bytes at the end are padding; anything else is not a box
                if (at < bytes.Here && bytes.Length - at >= 8 && bytes.Here - at >= 16) return MediaWords.Damaged("This MP4 file");
                break;
            }

            if (box.Type == "moov") contents ??= box;
            else if (box.Type == "moof") lastPiece = (at, box);
            hasSound |= box.Type == "mdat";
            if (box.End > bytes.Length)
            {
                if (box.Type is "free" or "skip" or "wide" or "uuid" && contents is not null) break;
                return contents is null && !Holds(bytes, "moov") ? MediaWords.Unfinished
                    : MediaWords.CutShort($"{MediaWords.Size(box.End)} or more", MediaWords.Size(bytes.Length));
            }

            at = box.End;
        }

        if (contents is not { } moov || moov.End > bytes.Here) return bytes.IsWhole ? hasSound ? MediaWords.Unfinished : MediaWords.Damaged("This MP4 file") : Unknown;
        return OfContents(bytes, moov, lastPiece?.Box);
    }

    private static MediaFacts Unknown { get; } = new("MP4", "", "audio/mp4", null, false);

    private static bool IsMp4(MediaBytes bytes)
    {
        if (bytes.Is(4, "ftyp"u8)) return true;
        // QuickTime of old begins with any of its boxes
        return (bytes.Is(4, "moov"u8) || bytes.Is(4, "mdat"u8) || bytes.Is(4, "wide"u8) || bytes.Is(4, "free"u8) || bytes.Is(4, "skip"u8)) && BoxAt(bytes, 0, bytes.Length) is not null;
    }

    private static bool Holds(MediaBytes bytes, string type)
    {
        long at = 0;
        for (var i = 0; i < MostInside && BoxAt(bytes, at, bytes.Length) is { } box; i++)
        {
            if (box.Type == type) return true;
            at = box.End;
        }

        return false;
    }

    private static Result<MediaFacts> OfContents(MediaBytes bytes, Box moov, Box? lastPiece)
    {
        var (tracks, pictures) = (0, 0);
        Refusal? unplayable = null;
        foreach (var track in Inside(bytes, moov).Where(b => b.Type == "trak"))
        {
            if (Child(bytes, track, "mdia") is not { } media) continue;
            if (Child(bytes, media, "hdlr") is not { } handler || !bytes.Is(handler.Start + 8, "soun"u8))
            {
                pictures++;
                continue;
            }

            tracks++;
            if (Child(bytes, media, "minf", "stbl", "stsd") is not { } described || bytes.Big(described.Start + 4) is null or 0
                || BoxAt(bytes, described.Start + 8, described.End) is not { } entry)
            {
                unplayable ??= MediaWords.Damaged("This MP4 file");
                continue;
            }

            if (Codec(bytes, entry).IsRefused(out var refusal, out var codec))
            {
                unplayable ??= refusal;
                continue;
            }

            return new MediaFacts("MP4", codec, "audio/mp4", Duration(bytes, moov, track, media, lastPiece), true);
        }

        return unplayable is { } no ? no
            : MediaWords.NoSound(pictures > 0 ? "This video has pictures but no sound" : "There is no sound in this MP4 file");
    }

    private static Result<string> Codec(MediaBytes bytes, Box entry) => entry.Type switch
    {
        "mp4a" => OfDescriptor(bytes.Take(entry.Start, (int)Math.Min(entry.End - entry.Start, 1024))),
        "Opus" => "Opus",
        "fLaC" => "FLAC",
        ".mp3" or "ms\0\u0055" => "MP3",
        "enca" or "drms" or "drmi" or "p608" or "aavd" => MediaWords.Encrypted("The sound in this file"),
        "alac" => MediaWords.Unplayable("The sound in this MP4 file is written as Apple Lossless (ALAC)", "m4a"),
        "ac-3" or "ec-3" or "ac-4" => MediaWords.Unplayable("The sound in this MP4 file is written as AC-3 (Dolby Digital)", "mp4"),
        "samr" or "sawb" or "sawp" => MediaWords.Unplayable("The sound in this file is written as AMR, as phones do", "3gp"),
        "agsm" or "ima4" or "ms\0\u0002" or "ms\0\u0011" => MediaWords.Unplayable("The sound in this file is written as GSM or ADPCM", "mov"),
        "lpcm" or "ipcm" or "fpcm" or "sowt" or "twos" or "in24" or "in32" or "fl32" or "fl64" or "raw " or "NONE" or "ulaw" or "alaw" =>
            MediaWords.Unplayable("The sound in this file is written as raw PCM in a film's container", "mov"),
        var other => MediaWords.Unplayable($"The sound in this MP4 file is written as something unusual ({Legible(other)})", "mp4"),
    };

    /// <summary>An mp4a entry says in its elementary stream descriptor which of several codecs it is (ISO 14496-1, 14496-3).</summary>
    private static Result<string> OfDescriptor(ReadOnlySpan<byte> entry)
    {
        var at = entry.IndexOf("esds"u8);
        if (at < 0 || at + 8 > entry.Length) return "AAC";
        var rest = entry[(at + 8)..];
        // the descriptor of the decoder (4) lies in that of the stream (3); lengths have one to four bytes
        var decoder = -1;
        for (var i = 0; i + 2 < Math.Min(rest.Length, 40); i++)
        {
            if (rest[i] != 4) continue;
            var length = i + 1;
            while (length < rest.Length - 1 && length < i + 4 && (rest[length] & 0x80) != 0) length++;
            if (rest[length + 1 < rest.Length ? length + 1 : length] is 0x40 or 0x66 or 0x67 or 0x68 or 0x69 or 0x6B or 0xA5 or 0xA6 or 0xA9 or 0xDD or 0xE1)
            {
                decoder = rest[Math.Min(length + 1, rest.Length - 1)];
                break;
            }
        }

        return decoder switch
        {
            0x69 or 0x6B => "MP3",
            0xA5 or 0xA6 => MediaWords.Unplayable("The sound in this MP4 file is written as AC-3 (Dolby Digital)", "mp4"),
            0xA9 => MediaWords.Unplayable("The sound in this MP4 file is written as DTS", "mp4"),
            0xDD => MediaWords.Unplayable("The sound in this MP4 file is written as Vorbis, unusually", "mp4"),
            0xE1 => MediaWords.Unplayable("The sound in this MP4 file is written as QCELP, as old phones do", "mp4"),
            _ => "AAC",
        };
    }

    private static long? Duration(MediaBytes bytes, Box moov, Box track, Box media, Box? lastPiece)
    {
        var (perSecond, duration) = Child(bytes, media, "mdhd") is { } header ? Times(bytes, header) : (0, 0);
        if (duration > 0 && MediaWords.Duration(duration, perSecond) is { } own) return own;
        var (filmPerSecond, film) = Child(bytes, moov, "mvhd") is { } whole ? Times(bytes, whole) : (0, 0);
        if (film > 0 && MediaWords.Duration(film, filmPerSecond) is { } all) return all;
        if (Child(bytes, moov, "mvex", "mehd") is { } extended)
        {
            var later = bytes.Byte(extended.Start) == 1 ? bytes.BigLong(extended.Start + 4) : bytes.Big(extended.Start + 4);
            if (later is > 0 and { } units && MediaWords.Duration(units, filmPerSecond) is { } told) return told;
        }

        return lastPiece is { } piece ? MediaWords.Duration(EndOfPiece(bytes, moov, track, piece), perSecond) : null;
    }

    /// <summary>Where the sound has got to by the end of the last piece, in units of the track.</summary>
    private static double EndOfPiece(MediaBytes bytes, Box moov, Box track, Box piece)
    {
        var id = TrackId(bytes, track);
        foreach (var part in Inside(bytes, piece).Where(b => b.Type == "traf"))
        {
            if (Child(bytes, part, "tfhd") is not { } head || bytes.Big(head.Start + 4) != id) continue;
            if (Child(bytes, part, "tfdt") is not { } time) return 0;
            double end = bytes.Byte(time.Start) == 1 ? bytes.BigLong(time.Start + 4) ?? 0 : bytes.Big(time.Start + 4) ?? 0;
            var usual = UsualDuration(bytes, moov, id, head);
            foreach (var run in Inside(bytes, part).Where(b => b.Type == "trun")) end += usual * (bytes.Big(run.Start + 4) ?? 0);
            return end;
        }

        return 0;
    }

    private static uint? TrackId(MediaBytes bytes, Box track) =>
        Child(bytes, track, "tkhd") is { } header ? bytes.Big(header.Start + (bytes.Byte(header.Start) == 1 ? 20 : 12)) : null;

    private static double UsualDuration(MediaBytes bytes, Box moov, uint? id, Box head)
    {
        var flags = (bytes.Big(head.Start) ?? 0) & 0xFFFFFF;
        if ((flags & 8) != 0) return bytes.Big(head.Start + 8 + ((flags & 1) != 0 ? 8 : 0) + ((flags & 2) != 0 ? 4 : 0)) ?? 0;
        if (Child(bytes, moov, "mvex") is not { } extends) return 0;
        foreach (var usual in Inside(bytes, extends).Where(b => b.Type == "trex"))
        {
            if (bytes.Big(usual.Start + 4) == id) return bytes.Big(usual.Start + 12) ?? 0;
        }

        return 0;
    }

    /// <summary>Units a second, and how many units, of an mvhd or mdhd box.</summary>
    private static (double PerSecond, double Duration) Times(MediaBytes bytes, Box box) => bytes.Byte(box.Start) == 1
        ? (bytes.Big(box.Start + 20) ?? 0, bytes.BigLong(box.Start + 24) is { } d and not ulong.MaxValue ? d : 0)
        : (bytes.Big(box.Start + 12) ?? 0, bytes.Big(box.Start + 16) is { } s and not uint.MaxValue ? s : 0);

    private static Box? Child(MediaBytes bytes, Box box, params ReadOnlySpan<string> path)
    {
        foreach (var type in path)
        {
            var found = Inside(bytes, box).Where(b => b.Type == type).Select(b => (Box?)b).FirstOrDefault();
            if (found is not { } child) return null;
            box = child;
        }

        return box;
    }

    private static IEnumerable<Box> Inside(MediaBytes bytes, Box box)
    {
        var at = box.Start;
        for (var i = 0; i < MostInside && BoxAt(bytes, at, box.End) is { } inner && inner.End <= box.End; i++)
        {
            yield return inner;
            at = inner.End;
        }
    }

    private static Box? BoxAt(MediaBytes bytes, long at, long end)
    {
        Span<byte> head = stackalloc byte[8];
        if (at + 8 > end || !bytes.Read(at, head)) return null;
        var type = System.Text.Encoding.Latin1.GetString(head[4..]);
        long size = BinaryPrimitives.ReadUInt32BigEndian(head);
        var start = at + 8;
        if (size == 0) size = end - at;
        else if (size == 1)
        {
            if (bytes.BigLong(at + 8) is not { } large || large > long.MaxValue / 2) return null;
            (size, start) = ((long)large, at + 16);
        }

        return size < start - at ? null : new Box(type, start, at + size);
    }

    private static string Legible(string type) => new([.. type.Select(c => c is > ' ' and < '\u007f' ? c : '?')]);

    /// <summary>A box of the file: what lies from <paramref name="Start"/>, behind its header, up to <paramref name="End"/>.</summary>
    private readonly record struct Box(string Type, long Start, long End);
}
