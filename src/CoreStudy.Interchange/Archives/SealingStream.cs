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
    internal const int HeaderSize = 8 + 16 + SaltSize + 32;
    internal const int SaltSize = 32;
    internal const int SaltAt = 8 + 16;
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
        : this(into, Header(Magic, archive, study, cost), phrase)
    {
    }

    private SealingStream(Stream into, byte[] header, PassPhrase phrase)
        : this(into, header, phrase.Key(header.AsSpan(SaltAt, SaltSize), CostIn(header)))
    {
    }

    /// <param name="header">Goes before the pieces, and is bound to each.</param>
    /// <param name="key">Of this one file; is wiped.</param>
    internal SealingStream(Stream into, byte[] header, byte[] key)
    {
        _into = into;
        into.Write(header);
        _bound = SHA256.HashData(header);
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

    /// <summary>A header with a salt that was never used before.</summary>
    internal static byte[] Header(ReadOnlySpan<byte> magic, Guid archive, Guid study, KeyCost cost)
    {
        var header = new byte[HeaderSize];
        magic.CopyTo(header);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(8), cost.MemoryKiB);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(12), cost.Passes);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(16), cost.Lanes);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(20), PieceSize);
        RandomNumberGenerator.Fill(header.AsSpan(SaltAt, SaltSize));
        BoundTo(archive, study).CopyTo(header.AsSpan(SaltAt + SaltSize));
        return header;
    }

    /// <summary>Whether it is a header of this kind, of this archive and study, at a cost that may be asked for.</summary>
    internal static bool IsHeader(ReadOnlySpan<byte> header, ReadOnlySpan<byte> magic, Guid archive, Guid study) =>
        header.Length >= HeaderSize && header.StartsWith(magic) && BinaryPrimitives.ReadInt32BigEndian(header[20..]) == PieceSize
        && header[(SaltAt + SaltSize)..HeaderSize].SequenceEqual(BoundTo(archive, study)) && CostIn(header).IsFit;

    internal static KeyCost CostIn(ReadOnlySpan<byte> header) =>
        new(BinaryPrimitives.ReadInt32BigEndian(header[8..]), BinaryPrimitives.ReadInt32BigEndian(header[12..]), BinaryPrimitives.ReadInt32BigEndian(header[16..]));

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
    private readonly SealBrokenException _shut;
    private readonly SealBrokenException _changed;
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
        : this(from, HeaderOf(from, archive, study), phrase)
    {
    }

    private OpeningStream(Stream from, byte[] header, PassPhrase phrase)
        : this(from, header, phrase.Key(header.AsSpan(SealingStream.SaltAt, SealingStream.SaltSize), SealingStream.CostIn(header)), SealBrokenException.Shut, SealBrokenException.Changed)
    {
    }

    /// <param name="from">Stands behind the header.</param>
    /// <param name="key">Of this one file; is wiped.</param>
    /// <param name="shut">What is thrown where the first piece does not open.</param>
    /// <param name="changed">What is thrown where a later one does not.</param>
    internal OpeningStream(Stream from, byte[] header, byte[] key, SealBrokenException shut, SealBrokenException changed)
    {
        (_from, _shut, _changed) = (from, shut, changed);
        _bound = SHA256.HashData(header);
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

    /// <summary>Opens on the thread that asks: it is the sealing that takes the time.</summary>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static byte[] HeaderOf(Stream from, Guid archive, Guid study)
    {
        var header = new byte[SealingStream.HeaderSize];
        return from.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length && SealingStream.IsHeader(header, SealingStream.Magic, archive, study) ? header : throw SealBrokenException.Changed;
    }

    private void Open()
    {
        var ahead = _nextLength < _next.Length ? 0 : _from.ReadAtLeast(_ahead, _ahead.Length, throwOnEndOfStream: false);
        var isLast = ahead == 0;
        (_filled, _given) = (_nextLength - SealingStream.TagSize, 0);
        try
        {
            if (_filled < 0) throw _changed;
            _aes.Decrypt(SealingStream.Nonce(_number, isLast), _next.AsSpan(0, _filled), _next.AsSpan(_filled, SealingStream.TagSize), _piece.AsSpan(0, _filled), _bound);
        }
        catch (CryptographicException)
        {
            _filled = 0;
            throw _number == 0 ? _shut : _changed;
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

/// <summary>What is sealed in an archive does not open; the message is for the person who tries.</summary>
public sealed class SealBrokenException : Exception
{
    private SealBrokenException(string message)
        : base(message)
    {
    }

    /// <summary>The first piece does not open: that is how a wrong pass-phrase shows.</summary>
    internal static SealBrokenException Shut => new("This pass-phrase does not open the vault in this archive. Nothing was stored.");

    internal static SealBrokenException Changed => new("The vault in this archive was changed or cut off, so it is not opened. Nothing was stored.");

    internal static SealBrokenException ChangedSound => new("A recording in this archive was changed, cut off, or put in the place of another, so it is not opened. Nothing was stored.");
}
