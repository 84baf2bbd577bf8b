using System.Buffers.Binary;

namespace CoreStudy.Interchange.Media;

/// <summary>Places in a recording, read little by little and never more than <see cref="MostBytes"/> in all.</summary>
/// <remarks>What is not there, not there yet, or beyond what may be read, is null or false; nothing throws but the stream itself.</remarks>
internal sealed class MediaBytes
{
    /// <summary>What is read of one file at most, in bytes.</summary>
    public const int MostBytes = 16 * 1024 * 1024;

    private const int WindowBytes = 1024;

    private readonly Stream _stream;
    private readonly byte[] _window = new byte[WindowBytes];
    private long _windowStart = -1;
    private int _windowLength;
    private int _read;

    public MediaBytes(Stream stream, long length) => (_stream, Length, Here) = (stream, length, Math.Min(stream.Length, length));

    /// <summary>Of the whole file, in bytes.</summary>
    public long Length { get; }

    /// <summary>How many of them, from the beginning, are here.</summary>
    public long Here { get; }

    public bool IsWhole => Here == Length;

    /// <summary>Fills all of it, or says that it cannot.</summary>
    public bool Read(long at, Span<byte> into)
    {
        if (at < 0 || into.Length > Here - at) return false;
        if (into.Length > WindowBytes) return Fetch(at, into);
        if (_windowStart < 0 || at < _windowStart || at + into.Length > _windowStart + _windowLength)
        {
            _windowLength = (int)Math.Min(WindowBytes, Here - at);
            _windowStart = Fetch(at, _window.AsSpan(0, _windowLength)) ? at : -1;
            if (_windowStart < 0) return false;
        }

        _window.AsSpan((int)(at - _windowStart), into.Length).CopyTo(into);
        return true;
    }

    /// <summary>As many bytes as are there from a place on, at most <paramref name="most"/>.</summary>
    public byte[] Take(long at, int most)
    {
        var taken = new byte[Math.Clamp(Here - at, 0, most)];
        return Read(at, taken) ? taken : [];
    }

    public bool Is(long at, ReadOnlySpan<byte> expected)
    {
        Span<byte> there = stackalloc byte[expected.Length];
        return Read(at, there) && there.SequenceEqual(expected);
    }

    public byte? Byte(long at)
    {
        Span<byte> there = stackalloc byte[1];
        return Read(at, there) ? there[0] : null;
    }

    public ushort? LittleShort(long at)
    {
        Span<byte> there = stackalloc byte[2];
        return Read(at, there) ? BinaryPrimitives.ReadUInt16LittleEndian(there) : null;
    }

    public uint? Little(long at)
    {
        Span<byte> there = stackalloc byte[4];
        return Read(at, there) ? BinaryPrimitives.ReadUInt32LittleEndian(there) : null;
    }

    public ulong? LittleLong(long at)
    {
        Span<byte> there = stackalloc byte[8];
        return Read(at, there) ? BinaryPrimitives.ReadUInt64LittleEndian(there) : null;
    }

    public uint? Big(long at)
    {
        Span<byte> there = stackalloc byte[4];
        return Read(at, there) ? BinaryPrimitives.ReadUInt32BigEndian(there) : null;
    }

    public ulong? BigLong(long at)
    {
        Span<byte> there = stackalloc byte[8];
        return Read(at, there) ? BinaryPrimitives.ReadUInt64BigEndian(there) : null;
    }

    private bool Fetch(long at, Span<byte> into)
    {
        if (_read + into.Length > MostBytes) return false;
        _read += into.Length;
        _stream.Position = at;
        return _stream.ReadAtLeast(into, into.Length, throwOnEndOfStream: false) == into.Length;
    }
}
