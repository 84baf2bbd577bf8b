using System.Buffers;
using System.IO.Pipelines;
using CoreStudy.Domain;

namespace CoreStudy.Vault.Recordings;

/// <summary>Seals sound as it arrives, and puts it behind what was sealed before. Bytes of a chunk that is not whole yet are nowhere but in memory.</summary>
public sealed class SoundWriter : IAsyncDisposable
{
    /// <summary>Chunks that are sealed before they are written together.</summary>
    private const int Together = 4;

    private readonly Stream _file;
    private readonly SealedSound.Seal _seal;
    private readonly long _length;
    private readonly byte[] _open = ArrayPool<byte>.Shared.Rent(SealedSound.ChunkSize);
    private readonly byte[] _closed = ArrayPool<byte>.Shared.Rent(SealedSound.SealedChunk * Together);
    private int _filled;
    private int _waiting;
    private long _sealed;

    /// <param name="file">Holds the header and the chunks of what was received; is written at its end.</param>
    /// <param name="key">Is wiped.</param>
    internal SoundWriter(Stream file, RecordingId id, byte[] key, long length, long received)
    {
        (_file, _length, Received, _sealed) = (file, length, received, received);
        _seal = new SealedSound.Seal(key, id, length);
    }

    /// <summary>Told at the end how far it is sealed.</summary>
    internal Action<long>? Closed { get; init; }

    /// <summary>Bytes of sound that are sealed in the file: where it goes on. All but the last are whole chunks.</summary>
    public long Received { get; private set; }

    public bool IsWhole => Received == _length;

    /// <summary>Takes in what comes, until it ends or the sound is whole. Where it breaks off, the chunks that were whole by then stay.</summary>
    /// <exception cref="IOException">The connection broke, or the disk is full.</exception>
    /// <returns>False where more came than the sound has.</returns>
    public async Task<bool> AppendAsync(PipeReader sound, CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                var read = await sound.ReadAsync(cancel);
                var rest = read.Buffer;
                while (rest.Length > 0)
                {
                    if (_sealed == _length)
                    {
                        sound.AdvanceTo(read.Buffer.End);
                        return false;
                    }

                    var size = SealedSound.SizeOf(_sealed / SealedSound.ChunkSize, _length);
                    var take = (int)Math.Min(rest.Length, size - _filled);
                    rest.Slice(0, take).CopyTo(_open.AsSpan(_filled));
                    rest = rest.Slice(take);
                    _filled += take;
                    if (_filled < size) continue;
                    Close(size);
                    if (_waiting > SealedSound.SealedChunk * (Together - 1)) await WriteAsync();
                }

                sound.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted) return true;
            }
        }
        finally
        {
            _filled = 0; // a chunk that is not whole comes again
            await WriteAsync();
        }
    }

    /// <summary>Makes sure that it is on the disk itself.</summary>
    public void Flush()
    {
        if (_file is FileStream file) file.Flush(flushToDisk: true);
        else _file.Flush();
    }

    public async ValueTask DisposeAsync()
    {
        _seal.Dispose();
        await _file.DisposeAsync();
        ArrayPool<byte>.Shared.Return(_open, clearArray: true); // somebody's voice
        ArrayPool<byte>.Shared.Return(_closed);
        Closed?.Invoke(Received);
    }

    private void Close(int size)
    {
        _seal.Close(_sealed / SealedSound.ChunkSize, _open.AsSpan(0, size), _closed.AsSpan(_waiting));
        _waiting += size + SealedSound.Overhead;
        _sealed += size;
        _filled = 0;
    }

    private async Task WriteAsync()
    {
        if (_waiting == 0) return;
        var end = SealedSound.HeaderSize + Received + (SealedSound.Chunks(Received) * SealedSound.Overhead);
        try
        {
            _file.Position = end;
            await _file.WriteAsync(_closed.AsMemory(0, _waiting), CancellationToken.None);
            Received = _sealed;
        }
        catch (IOException)
        {
            _sealed = Received;
            _file.SetLength(end); // half of a chunk is nothing
            throw;
        }
        finally
        {
            _waiting = 0;
        }
    }
}
