namespace CoreStudy.Interchange.Media;

/// <summary>A tag with a title and the like before the sound: passed over, not read.</summary>
internal static class Id3Tag
{
    private const int MostTags = 4;

    /// <summary>Where the file begins behind its tags.</summary>
    public static long Skip(MediaBytes bytes)
    {
        long at = 0;
        Span<byte> size = stackalloc byte[4];
        for (var tag = 0; tag < MostTags && bytes.Is(at, "ID3"u8) && bytes.Read(at + 6, size); tag++)
            at += 10 + ((long)(size[0] & 0x7f) << 21 | (long)(size[1] & 0x7f) << 14 | (long)(size[2] & 0x7f) << 7 | (long)(size[3] & 0x7f));
        return at;
    }
}
