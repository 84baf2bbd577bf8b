using System.IO.Compression;

namespace CoreStudy.Interchange.Transcripts.Documents;

/// <summary>Looks over the bytes of a PDF before it is read: whether it is whole, and whether it unpacks to something a server can hold.</summary>
internal static class PdfGuard
{
    private const long LargestTotal = 256L * 1024 * 1024;
    private const int MostLayers = 4;

    public static void Check(ReadOnlySpan<byte> content, CancellationToken cancel)
    {
        if (content[Math.Max(0, content.Length - 4096)..].IndexOf("%%EOF"u8) < 0)
            throw new UnreadableFileException("“{0}” is incomplete: its end is missing. Please fetch or save it again.");

        var (total, buffer) = (0L, new byte[81920]);
        for (var at = 0; at < content.Length;)
        {
            var next = content[at..].IndexOf("stream"u8);
            if (next < 0) break;
            at += next + 6;
            var start = at;
            while (start < content.Length && content[start] is (byte)'\r' or (byte)'\n') start++;
            if (start + 2 >= content.Length || !IsPacked(content[start..])) continue;
            var end = content[start..].IndexOf("endstream"u8);
            var packed = content.Slice(start, end < 0 ? content.Length - start : end);
            total += Unpacked(packed, LargestTotal - total, buffer, cancel);
            if (total >= LargestTotal) throw Unsafe();
            at = start + packed.Length;
        }
    }

    /// <summary>How many bytes come out; what comes out may be packed once more, as filters can be chained.</summary>
    private static long Unpacked(ReadOnlySpan<byte> packed, long most, byte[] buffer, CancellationToken cancel)
    {
        var (bytes, total, again) = (packed.ToArray(), 0L, true);
        for (var layers = 1; again && layers <= MostLayers; layers++)
        {
            again = false;
            try
            {
                Stream inflate = new MemoryStream(bytes, writable: false);
                for (var layer = 0; layer < layers; layer++) inflate = new ZLibStream(inflate, CompressionMode.Decompress);
                using (inflate)
                {
                    for (int read, count = 0; total < most && (read = inflate.Read(buffer)) > 0; count += read)
                    {
                        cancel.ThrowIfCancellationRequested();
                        total += read;
                        again |= count == 0 && read > 2 && IsPacked(buffer);
                    }
                }
            }
            catch (InvalidDataException)
            {
                // Damaged or not what it seemed: the reader of PDF will say so where it matters.
            }
        }
        return total;
    }

    /// <summary>The first two bytes of zlib data (RFC 1950).</summary>
    private static bool IsPacked(ReadOnlySpan<byte> bytes) => (bytes[0] & 0x0F) == 8 && ((bytes[0] << 8) + bytes[1]) % 31 == 0;

    private static UnreadableFileException Unsafe() =>
        new("“{0}” is built in a way that no printed transcript is, and could stop the server. Please print the transcript to a PDF again, or save it as .docx.");
}
