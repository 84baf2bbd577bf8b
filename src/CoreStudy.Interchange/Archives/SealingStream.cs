using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CoreStudy.Interchange.Archives;

/// <summary>Seals what is written to it by a pass-phrase, a piece at a time; disposing of it seals the end.</summary>
/// <remarks>
/// A header: “CSVAULT1”, the cost of the key (memory in KiB, passes, lanes), the bytes of a piece, each a 32-bit number with the most significant byte first; a salt of 32 bytes;
/// what it belongs to, 32 bytes. Then pieces, each AES-256-GCM with its tag behind it; all but the last are full. The nonce of a piece is its number from 0 in eight bytes, three zero
/// bytes, and 1 for the last or 0; the SHA-256 of the header is authenticated with each. So pieces can neither be changed, swapped, left out, nor cut off the end, and the
/// header belongs to them. The key is of this file alone, its salt being random.
/// </remarks>
public sealed class SealingStream : Stream
{
    internal const int HeaderSize = 8 + 16 + 32 + 32;
    internal const int PieceSize = 1 << 16;
    internal const int TagSize = 16;
    internal static ReadOnlySpan<byte> Magic => "CSVAULT1"u8;

    private readonly Stream _into;
    private readonly AesGcm _aes;
    private readonly byte[] _bound;
    private readonly byte[] _piece = new byte[PieceSize];
    private readonly byte[] _sealed = new byte[PieceSize + TagSize];
    private int _filled;
    private long _number;
    private bool _isEnded;

    /// <param name="into">Stays open.</param>
    /// <param name="archive">The archive that it belongs to: it opens in no other.</param>
    public SealingStream(Stream into, PassPhrase phrase, Guid archive, Guid study)
        : this(into, phrase, archive, study, KeyCost.Usual)
    {
    }

    internal SealingStream(Stream into, PassPhrase phrase, Guid archive, Guid study, KeyCost cost)
    {
        _into = into;
        var header = new byte[HeaderSize];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(8), cost.MemoryKiB);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(12), cost.Passes);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(16), cost.Lanes);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(20), PieceSize);
        RandomNumberGenerator.Fill(header.AsSpan(24, 32));
        BoundTo(archive, study).CopyTo(header.AsSpan(56));
        into.Write(header);
        _bound = SHA256.HashData(header);
        var key = phrase.Key(header.AsSpan(24, 32), cost);
        _aes = new AesGcm(key, TagSize);
        CryptographicOperations.ZeroMemory(key);
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            if (_filled == PieceSize) Seal(isLast: false); // only when more comes: the last may be full too
            var taken = Math.Min(PieceSize - _filled, buffer.Length);
            buffer[..taken].CopyTo(_piece.AsSpan(_filled));
            _filled += taken;
            buffer = buffer[taken..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Seals the end; without it the file counts as cut off.</summary>
    public void End()
    {
        if (_isEnded) return;
        Seal(isLast: true);
        _isEnded = true;
        _into.Flush();
    }

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    internal static byte[] BoundTo(Guid archive, Guid study) => [.. archive.ToByteArray(bigEndian: true), .. study.ToByteArray(bigEndian: true)];

    internal static byte[] Nonce(long number, bool isLast)
    {
        var nonce = new byte[12];
        BinaryPrimitives.WriteInt64BigEndian(nonce, number);
        nonce[11] = isLast ? (byte)1 : (byte)0;
        return nonce;
    }

    private void Seal(bool isLast)
    {
        _aes.Encrypt(Nonce(_number++, isLast), _piece.AsSpan(0, _filled), _sealed.AsSpan(0, _filled), _sealed.AsSpan(_filled, TagSize), _bound);
        _into.Write(_sealed.AsSpan(0, _filled + TagSize));
        _filled = 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            CryptographicOperations.ZeroMemory(_piece);
            _aes.Dispose();
        }

        base.Dispose(disposing);
    }
}

/// <summary>Opens what a <see cref="SealingStream"/> sealed. What it gives has been authenticated; that all was there, only its end tells.</summary>
public sealed class OpeningStream : Stream
{
    private readonly Stream _from;
    private readonly AesGcm _aes;
    private readonly byte[] _bound;
    private readonly byte[] _piece = new byte[SealingStream.PieceSize];
    private byte[] _next = new byte[SealingStream.PieceSize + SealingStream.TagSize];
    private byte[] _ahead = new byte[SealingStream.PieceSize + SealingStream.TagSize];
    private int _nextLength;
    private int _filled;
    private int _given;
    private long _number;
    private bool _isEnd;

    /// <exception cref="SealBrokenException">It is no sealed vault, or of another archive.</exception>
    public OpeningStream(Stream from, PassPhrase phrase, Guid archive, Guid study)
    {
        _from = from;
        var header = new byte[SealingStream.HeaderSize];
        if (from.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length || !header.AsSpan(0, 8).SequenceEqual(SealingStream.Magic)
            || BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(20)) != SealingStream.PieceSize || !header.AsSpan(56).SequenceEqual(SealingStream.BoundTo(archive, study))) throw SealBrokenException.Changed;
        var cost = new KeyCost(BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(8)), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(12)), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(16)));
        if (!cost.IsFit) throw SealBrokenException.Changed;
        _bound = SHA256.HashData(header);
        var key = phrase.Key(header.AsSpan(24, 32), cost);
        _aes = new AesGcm(key, SealingStream.TagSize);
        CryptographicOperations.ZeroMemory(key);
        _nextLength = from.ReadAtLeast(_next, _next.Length, throwOnEndOfStream: false);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <exception cref="SealBrokenException">The pass-phrase is another, or the bytes were changed or cut off.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (_given == _filled && !_isEnd) Open();
        var taken = Math.Min(buffer.Length, _filled - _given);
        _piece.AsSpan(_given, taken).CopyTo(buffer);
        _given += taken;
        return taken;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Open()
    {
        var ahead = _nextLength < _next.Length ? 0 : _from.ReadAtLeast(_ahead, _ahead.Length, throwOnEndOfStream: false);
        var isLast = ahead == 0;
        (_filled, _given) = (_nextLength - SealingStream.TagSize, 0);
        try
        {
            if (_filled < 0) throw SealBrokenException.Changed;
            _aes.Decrypt(SealingStream.Nonce(_number, isLast), _next.AsSpan(0, _filled), _next.AsSpan(_filled, SealingStream.TagSize), _piece.AsSpan(0, _filled), _bound);
        }
        catch (CryptographicException)
        {
            _filled = 0;
            throw _number == 0 ? SealBrokenException.Shut : SealBrokenException.Changed;
        }

        _number++;
        _isEnd = isLast;
        (_next, _ahead, _nextLength) = (_ahead, _next, ahead);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            CryptographicOperations.ZeroMemory(_piece);
            _aes.Dispose();
        }

        base.Dispose(disposing);
    }
}

/// <summary>The sealed vault of an archive does not open; the message is for the person who tries.</summary>
public sealed class SealBrokenException : Exception
{
    private SealBrokenException(string message)
        : base(message)
    {
    }

    /// <summary>The first piece does not open: that is how a wrong pass-phrase shows.</summary>
    internal static SealBrokenException Shut => new("This pass-phrase does not open the vault in this archive. Nothing was stored.");

    internal static SealBrokenException Changed => new("The vault in this archive was changed or cut off, so it is not opened. Nothing was stored.");
}
