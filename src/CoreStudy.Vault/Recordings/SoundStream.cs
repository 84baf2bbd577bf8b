using System.Buffers;
using CoreStudy.Domain;
using Microsoft.Win32.SafeHandles;

namespace CoreStudy.Vault.Recordings;

/// <summary>The sound of a recording, opened chunk by chunk as it is read: whatever its length, it takes the memory of two chunks.</summary>
/// <remarks>What was sealed last may be read while more arrives. Not for two at once.</remarks>
public sealed class SoundStream : Stream
{
    private readonly SafeFileHandle _file;
    private readonly RecordingId _id;
    private readonly SealedSound.Seal _seal;
    private readonly byte[] _closed = ArrayPool<byte>.Shared.Rent(SealedSound.SealedChunk);
    private readonly byte[] _open = ArrayPool<byte>.Shared.Rent(SealedSound.ChunkSize);
    private long _chunk = -1;
    private long _position;
    private bool _isDisposed;
    private bool _isOwner;

    private SoundStream(SafeFileHandle file, RecordingId id, byte[] key, long whole, long arrived) =>
        (_file, _id, Whole, Length, _seal) = (file, id, whole, arrived, new SealedSound.Seal(key, id, whole));

    /// <summary>Bytes of the whole sound, also where not all of it has arrived.</summary>
    public long Whole { get; }

    /// <summary>Bytes that can be read.</summary>
    public override long Length { get; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    /// <param name="mustBeWhole">Whether a file that does not hold all of its sound is damaged; otherwise what has arrived is read.</param>
    /// <exception cref="SoundDamagedException">The file is not this recording's, or was cut, or grew.</exception>
    internal static SoundStream Open(string path, RecordingId id, byte[] key, bool mustBeWhole)
    {
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous | FileOptions.RandomAccess);
        try
        {
            var reader = Over(file, id, key, mustBeWhole);
            reader._isOwner = true;
            return reader;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The same over a file that is open, and stays so.</summary>
    internal static SoundStream Over(SafeFileHandle file, RecordingId id, byte[] key, bool mustBeWhole)
    {
        var header = new byte[SealedSound.HeaderSize];
        var whole = SealedSound.LengthIn(header.AsSpan(0, RandomAccess.Read(file, header, 0)), id);
        var onDisk = RandomAccess.GetLength(file);
        if (mustBeWhole && onDisk != SealedSound.Sealed(whole)) throw new SoundDamagedException(id, $"the file has {onDisk} bytes and should have {SealedSound.Sealed(whole)}");
        return new SoundStream(file, id, key, whole, SealedSound.Whole(onDisk, whole));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (buffer.Length == 0 || _position >= Length) return 0;
        var chunk = _position / SealedSound.ChunkSize;
        if (chunk != _chunk)
        {
            var size = SealedSound.SizeOf(chunk, Whole) + SealedSound.Overhead;
            var got = 0;
            while (got < size)
            {
                var more = await RandomAccess.ReadAsync(_file, _closed.AsMemory(got, size - got), SealedSound.PlaceOf(chunk) + got, cancellationToken);
                if (more == 0) throw new SoundDamagedException(_id, $"it ends in chunk {chunk}");
                got += more;
            }

            Unseal(chunk, size);
        }

        return Take(chunk, buffer.Span);
    }

    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (buffer.Length == 0 || _position >= Length) return 0;
        var chunk = _position / SealedSound.ChunkSize;
        if (chunk != _chunk)
        {
            var size = SealedSound.SizeOf(chunk, Whole) + SealedSound.Overhead;
            var got = 0;
            while (got < size)
            {
                var more = RandomAccess.Read(_file, _closed.AsSpan(got, size - got), SealedSound.PlaceOf(chunk) + got);
                if (more == 0) throw new SoundDamagedException(_id, $"it ends in chunk {chunk}");
                got += more;
            }

            Unseal(chunk, size);
        }

        return Take(chunk, buffer);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin)
    {
        var to = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => _position + offset, _ => Length + offset };
        ArgumentOutOfRangeException.ThrowIfNegative(to, nameof(offset));
        return _position = to;
    }

    public override void Flush()
    {
        // nothing is written
    }

    public override void SetLength(long value) => throw new NotSupportedException("The sound is only read.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("The sound is only read.");

    protected override void Dispose(bool disposing)
    {
        if (!_isDisposed && disposing)
        {
            _isDisposed = true;
            _seal.Dispose();
            if (_isOwner) _file.Dispose();
            ArrayPool<byte>.Shared.Return(_closed);
            ArrayPool<byte>.Shared.Return(_open, clearArray: true); // somebody's voice
        }

        base.Dispose(disposing);
    }

    private void Unseal(long chunk, int size)
    {
        _chunk = -1; // where it does not open, nothing of it is shown
        _seal.Open(chunk, _closed.AsSpan(0, size), _open);
        _chunk = chunk;
    }

    private int Take(long chunk, Span<byte> buffer)
    {
        var from = (int)(_position - (chunk * SealedSound.ChunkSize));
        var count = (int)Math.Min(Math.Min(buffer.Length, SealedSound.SizeOf(chunk, Whole) - from), Length - _position);
        _open.AsSpan(from, count).CopyTo(buffer);
        _position += count;
        return count;
    }
}
