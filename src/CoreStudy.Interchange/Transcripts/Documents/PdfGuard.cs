using System.IO.Compression;

namespace CoreStudy.Interchange.Transcripts.Documents;

/// <summary>Looks over the bytes of a PDF before it is read: whether it is whole, and whether it unpacks to something a server can hold.</summary>
internal static class PdfGuard
{
    private const long LargestTotal = 256L * 1024 * 1024;
    private const int DeepestNesting = 400;

    public static void Check(ReadOnlySpan<byte> content, CancellationToken cancel)
    {
        if (content[Math.Max(0, content.Length - 4096)..].IndexOf("%%EOF"u8) < 0)
            throw new UnreadableFileException("“{0}” is incomplete: its end is missing. Please fetch or save it again.");
        if (NestsTooDeep(content)) throw Unsafe();

        var (total, buffer) = (0L, new byte[81920]);
        for (var at = 0; at < content.Length;)
        {
            var next = content[at..].IndexOf("stream"u8);
            if (next < 0) break;
            at += next + 6;
            var start = at;
            while (start < content.Length && content[start] is (byte)'\r' or (byte)'\n') start++;
            if (start + 2 >= content.Length || (content[start] & 0x0F) != 8 || ((content[start] << 8) + content[start + 1]) % 31 != 0) continue;
            var end = content[start..].IndexOf("endstream"u8);
            var packed = content.Slice(start, end < 0 ? content.Length - start : end);
            total += Unpacked(packed, LargestTotal - total, buffer, cancel);
            if (total >= LargestTotal) throw Unsafe();
            at = start + packed.Length;
        }
    }

    private static long Unpacked(ReadOnlySpan<byte> packed, long most, byte[] buffer, CancellationToken cancel)
    {
        var (count, nested) = (0L, 0);
        try
        {
            using var inflate = new ZLibStream(new MemoryStream(packed.ToArray(), writable: false), CompressionMode.Decompress);
            for (int read; count < most && (read = inflate.Read(buffer)) > 0; count += read)
            {
                cancel.ThrowIfCancellationRequested();
                nested = Nesting(buffer.AsSpan(0, read), nested, out var deepest);
                if (deepest > DeepestNesting) throw Unsafe();
            }
        }
        catch (InvalidDataException)
        {
            // Damaged or not what it seemed: the reader of PDF will say so where it matters.
        }
        return count;
    }

    private static bool NestsTooDeep(ReadOnlySpan<byte> content)
    {
        Nesting(content, 0, out var deepest);
        return deepest > DeepestNesting;
    }

    /// <summary>Brackets opened and not closed in one run without a letter: what a recursive reader would fall over.</summary>
    private static int Nesting(ReadOnlySpan<byte> bytes, int open, out int deepest)
    {
        deepest = open;
        foreach (var value in bytes)
        {
            if (value is (byte)'[' or (byte)'<' or (byte)'(' or (byte)'{') deepest = Math.Max(deepest, ++open);
            else if (value is (byte)']' or (byte)'>' or (byte)')' or (byte)'}') open = Math.Max(0, open - 1);
        }
        return open;
    }

    private static UnreadableFileException Unsafe() =>
        new("“{0}” is built in a way that no printed transcript is, and could stop the server. Please print the transcript to a PDF again, or save it as .docx.");
}
