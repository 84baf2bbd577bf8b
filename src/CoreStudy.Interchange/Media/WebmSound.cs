using System.Buffers.Binary;
using CoreStudy.Domain;

namespace CoreStudy.Interchange.Media;

/// <summary>WebM and Matroska (RFC 9559): elements in elements, of which those that tell something are read.</summary>
internal static class WebmSound
{
    private const int MostElements = 20_000;

    /// <summary>The last cluster begins within this, in bytes: a browser's recorder makes one every few seconds.</summary>
    private const int Tail = 1024 * 1024;

    private const uint Header = 0x1A45DFA3, DocType = 0x4282, Segment = 0x18538067, Info = 0x1549A966, Tracks = 0x1654AE6B, Cluster = 0x1F43B675;
    private const uint Scale = 0x2AD7B1, Duration = 0x4489, Track = 0xAE, TrackType = 0x83, CodecId = 0x86;
    private const uint Encodings = 0x6D80, Encoding = 0x6240, Encryption = 0x5035, Timestamp = 0xE7, SimpleBlock = 0xA3, BlockGroup = 0xA0, Block = 0xA1;

    public static Result<MediaFacts>? Read(MediaBytes bytes)
    {
        if (ElementAt(bytes, 0, bytes.Length) is not { Id: Header } header) return null;
        var isWebm = Inside(bytes, header).Any(e => e.Id == DocType && bytes.Is(e.Start, "webm"u8));
        var name = isWebm ? "WebM" : "Matroska";
        if (ElementAt(bytes, header.End, bytes.Length) is not { Id: Segment } segment) return bytes.IsWhole ? MediaWords.Damaged($"This {name} file") : Unknown;
        if (segment.End > bytes.Length && !segment.IsOpen) return MediaWords.CutShort(MediaWords.Size(segment.End), MediaWords.Size(bytes.Length));

        Element? info = null, tracks = null;
        var hasSound = false;
        foreach (var element in Inside(bytes, segment with { End = bytes.Length }))
        {
            if (element.Id == Info) info = element;
            else if (element.Id == Tracks) tracks = element;
            hasSound |= element.Id == Cluster;
            if ((info is not null && tracks is not null) || element.IsOpen) break;
        }

        if (tracks is not { } list) return bytes.IsWhole ? MediaWords.Damaged($"This {name} file") : Unknown;
        return OfTracks(bytes, name, list, info);
    }

    private static MediaFacts Unknown { get; } = new("WebM", "", "audio/webm", null, false);

    private static Result<MediaFacts> OfTracks(MediaBytes bytes, string name, Element tracks, Element? info)
    {
        Refusal? unplayable = null;
        var pictures = 0;
        foreach (var track in Inside(bytes, tracks).Where(e => e.Id == Track))
        {
            var (type, codec, encrypted) = (0ul, "", false);
            foreach (var element in Inside(bytes, track))
            {
                if (element.Id == TrackType) type = Number(bytes, element);
                else if (element.Id == CodecId) codec = System.Text.Encoding.Latin1.GetString(bytes.Take(element.Start, (int)Math.Min(element.End - element.Start, 40))).TrimEnd('\0');
                else if (element.Id == Encodings) encrypted = Inside(bytes, element).Any(e => e.Id == Encoding && Inside(bytes, e).Any(x => x.Id == Encryption));
            }

            if (type != 2) pictures++;
            else if (encrypted) unplayable ??= MediaWords.Encrypted("The sound in this file");
            else if (codec is "A_OPUS" or "A_VORBIS") return new MediaFacts("WebM", codec == "A_OPUS" ? "Opus" : "Vorbis", "audio/webm", Length(bytes, info), true);
            else unplayable ??= MediaWords.Unplayable($"The sound in this {name} file is written as {Name(codec)}", "mkv");
        }

        return unplayable is { } no ? no : MediaWords.NoSound(pictures > 0 ? "This video has pictures but no sound" : $"There is no sound in this {name} file");
    }

    private static string Name(string codec) => codec switch
    {
        _ when codec.StartsWith("A_AAC", StringComparison.Ordinal) => "AAC in a container of films",
        "A_MPEG/L3" => "MP3 in a container of films",
        "A_FLAC" => "FLAC in a container of films",
        "A_AC3" or "A_EAC3" => "AC-3 (Dolby Digital)",
        "A_ALAC" => "Apple Lossless (ALAC)",
        _ when codec.StartsWith("A_DTS", StringComparison.Ordinal) => "DTS",
        _ when codec.StartsWith("A_PCM", StringComparison.Ordinal) => "raw PCM in a container of films",
        _ => "something unusual",
    };

    private static long? Length(MediaBytes bytes, Element? info)
    {
        var (scale, duration) = (1_000_000.0, 0.0);
        foreach (var element in info is { } i ? Inside(bytes, i) : [])
        {
            if (element.Id == Scale) scale = Number(bytes, element);
            else if (element.Id == Duration)
            {
                duration = element.End - element.Start == 4
                    ? BitConverter.UInt32BitsToSingle(bytes.Big(element.Start) ?? 0)
                    : BitConverter.UInt64BitsToDouble(bytes.BigLong(element.Start) ?? 0);
            }
        }

        if (scale <= 0) return null;
        return MediaWords.Duration(duration, 1e9 / scale) ?? (bytes.IsWhole ? MediaWords.Duration(LastTime(bytes), 1e9 / scale) : null);
    }

    /// <summary>When the last block begins, in units of the segment: a browser's recorder does not go back to say how long it was.</summary>
    private static double LastTime(MediaBytes bytes)
    {
        var start = Math.Max(0, bytes.Length - Tail);
        var tail = bytes.Take(start, Tail);
        Span<byte> id = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(id, Cluster);
        for (var end = tail.Length; end > 0 && tail.AsSpan(0, end).LastIndexOf(id) is >= 0 and var at; end = at)
        {
            if (ElementAt(bytes, start + at, bytes.Length) is not { Id: Cluster } cluster) continue;
            double? begins = null;
            double last = 0;
            foreach (var element in Inside(bytes, cluster with { End = Math.Min(cluster.End, bytes.Length) }))
            {
                if (element.Id == Timestamp) begins = Number(bytes, element);
                else if (element.Id == SimpleBlock) last = Math.Max(last, Offset(bytes, element));
                else if (element.Id == BlockGroup) last = Math.Max(last, Inside(bytes, element).Where(e => e.Id == Block).Select(e => Offset(bytes, e)).FirstOrDefault());
            }

            if (begins is { } time) return time + last;
        }

        return 0;
    }

    /// <summary>A block's time against its cluster's, behind the number of its track.</summary>
    private static double Offset(MediaBytes bytes, Element block) =>
        bytes.Byte(block.Start) is { } first and > 0 && bytes.LittleShort(block.Start + System.Numerics.BitOperations.LeadingZeroCount(first) - 23) is { } time
            ? BinaryPrimitives.ReverseEndianness((short)time) : 0;

    private static ulong Number(MediaBytes bytes, Element element)
    {
        ulong number = 0;
        foreach (var b in bytes.Take(element.Start, (int)Math.Clamp(element.End - element.Start, 0, 8))) number = (number << 8) | b;
        return number;
    }

    private static IEnumerable<Element> Inside(MediaBytes bytes, Element element)
    {
        var at = element.Start;
        for (var i = 0; i < MostElements && ElementAt(bytes, at, element.End) is { } inner; i++)
        {
            yield return inner;
            if (inner.IsOpen) yield break;
            at = inner.End;
        }
    }

    /// <summary>The element at a place: an id and a size of as many bytes as the zeros they begin with say.</summary>
    private static Element? ElementAt(MediaBytes bytes, long at, long end)
    {
        if (at >= end || bytes.Byte(at) is not { } first || first < 0x10) return null;
        var idLength = System.Numerics.BitOperations.LeadingZeroCount(first) - 23;
        uint id = 0;
        for (var i = 0; i < idLength; i++)
        {
            if (bytes.Byte(at + i) is not { } b) return null;
            id = (id << 8) | b;
        }

        if (bytes.Byte(at + idLength) is not { } sizeFirst || sizeFirst == 0) return null;
        var sizeLength = System.Numerics.BitOperations.LeadingZeroCount(sizeFirst) - 23;
        var size = (long)sizeFirst & ((1 << (8 - sizeLength)) - 1);
        var ones = size == (1 << (8 - sizeLength)) - 1;
        for (var i = 1; i < sizeLength; i++)
        {
            if (bytes.Byte(at + idLength + i) is not { } b) return null;
            size = (size << 8) | b;
            ones &= b == 0xFF;
        }

        var start = at + idLength + sizeLength;
        return new Element(id, start, ones ? end : start + size, ones);
    }

    /// <param name="IsOpen">Its size is not said: it goes on to the end of what holds it.</param>
    private readonly record struct Element(uint Id, long Start, long End, bool IsOpen);
}
