using System.Buffers.Binary;
using System.Security.Cryptography;
using CoreStudy.Domain;

namespace CoreStudy.Vault.Recordings;

/// <summary>
/// How sound lies on the disk: a header, then chunks of 64 KiB, each sealed by itself, so that any place is read without what is before it.
/// </summary>
/// <remarks>
/// <para>
/// The header has 40 bytes: <c>CSSOUND</c> and a zero, the version (1) and the size of a chunk as 32-bit numbers, the length of the sound as a 64-bit number, and the id of the recording;
/// numbers are little-endian. A chunk is 4 random bytes, the tag of 16 bytes, and as many bytes as it holds; each holds 64 KiB but the last, which holds what is left.
/// </para>
/// <para>
/// Sealed by AES-256-GCM (NIST SP 800-38D) under the recording’s own key. The nonce is the 4 random bytes and the chunk’s number as 64 bits, big-endian; they are random because a chunk that a cut
/// left half-written is sealed again, perhaps with other bytes. What is bound to it is the header, the chunk’s number, and whether it is the last. So a chunk that was changed, moved,
/// taken from another recording or from another length does not open, and a file that was cut or grew has the wrong length.
/// </para>
/// </remarks>
internal static class SealedSound
{
    /// <summary>Bytes of sound in a chunk.</summary>
    public const int ChunkSize = 64 * 1024;

    public const int HeaderSize = 40;
    public const int SaltSize = 4;
    public const int TagSize = 16;

    /// <summary>Bytes that sealing adds to a chunk.</summary>
    public const int Overhead = SaltSize + TagSize;

    public const int SealedChunk = ChunkSize + Overhead;

    private const int BoundSize = HeaderSize + 9;
    private const int Version = 1;

    private static ReadOnlySpan<byte> Magic => "CSSOUND\0"u8;

    /// <summary>How many chunks a sound of this many bytes has.</summary>
    public static long Chunks(long length) => (length + ChunkSize - 1) / ChunkSize;

    /// <summary>Bytes on the disk of a sound of this many bytes.</summary>
    public static long Sealed(long length) => HeaderSize + (Chunks(length) * Overhead) + length;

    /// <summary>Where a chunk begins on the disk.</summary>
    public static long PlaceOf(long chunk) => HeaderSize + (chunk * SealedChunk);

    /// <summary>Bytes of sound in a chunk of a sound of this length.</summary>
    public static int SizeOf(long chunk, long length) => (int)Math.Min(ChunkSize, length - (chunk * ChunkSize));

    /// <summary>How many bytes of sound are whole on a disk that holds this many bytes of the file; a chunk that is not all there does not count.</summary>
    public static long Whole(long onDisk, long length)
    {
        if (onDisk >= Sealed(length)) return length;
        return onDisk < HeaderSize ? 0 : (onDisk - HeaderSize) / SealedChunk * ChunkSize;
    }

    public static byte[] Header(RecordingId id, long length)
    {
        var header = new byte[HeaderSize];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), ChunkSize);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(16), length);
        id.Value.TryWriteBytes(header.AsSpan(24));
        return header;
    }

    /// <summary>The length that a header tells.</summary>
    /// <exception cref="SoundDamagedException">It is no header, or that of another recording.</exception>
    public static long LengthIn(ReadOnlySpan<byte> header, RecordingId id)
    {
        if (header.Length < HeaderSize || !header.StartsWith(Magic)) throw new SoundDamagedException(id, "its header is none");
        var length = BinaryPrimitives.ReadInt64LittleEndian(header[16..]);
        return length > 0 && header[..HeaderSize].SequenceEqual(Header(id, length)) ? length : throw new SoundDamagedException(id, "its header is another’s");
    }

    /// <summary>Seals and opens the chunks of one sound; not for two at once.</summary>
    public sealed class Seal : IDisposable
    {
        private readonly RecordingId _id;
        private readonly long _length;
        private readonly AesGcm _aes;
        private readonly byte[] _bound = new byte[BoundSize];

        /// <param name="key">Is wiped.</param>
        public Seal(byte[] key, RecordingId id, long length)
        {
            (_id, _length, _aes) = (id, length, new AesGcm(key, TagSize));
            Header(id, length).CopyTo(_bound, 0);
            CryptographicOperations.ZeroMemory(key);
        }

        /// <param name="into">As many bytes as there are open ones, and <see cref="Overhead"/>.</param>
        public void Close(long chunk, ReadOnlySpan<byte> open, Span<byte> into)
        {
            RandomNumberGenerator.Fill(into[..SaltSize]);
            Span<byte> nonce = stackalloc byte[SaltSize + sizeof(long)];
            Bind(chunk, into, nonce);
            _aes.Encrypt(nonce, open, into.Slice(Overhead, open.Length), into.Slice(SaltSize, TagSize), _bound);
        }

        /// <exception cref="SoundDamagedException">These bytes are not what was sealed in this place.</exception>
        public void Open(long chunk, ReadOnlySpan<byte> closed, Span<byte> into)
        {
            Span<byte> nonce = stackalloc byte[SaltSize + sizeof(long)];
            Bind(chunk, closed, nonce);
            try
            {
                _aes.Decrypt(nonce, closed[Overhead..], closed.Slice(SaltSize, TagSize), into[..(closed.Length - Overhead)], _bound);
            }
            catch (AuthenticationTagMismatchException)
            {
                throw new SoundDamagedException(_id, $"chunk {chunk} does not open");
            }
        }

        public void Dispose() => _aes.Dispose();

        private void Bind(long chunk, ReadOnlySpan<byte> closed, Span<byte> nonce)
        {
            closed[..SaltSize].CopyTo(nonce);
            BinaryPrimitives.WriteInt64BigEndian(nonce[SaltSize..], chunk);
            BinaryPrimitives.WriteInt64LittleEndian(_bound.AsSpan(HeaderSize), chunk);
            _bound[HeaderSize + sizeof(long)] = chunk == Chunks(_length) - 1 ? (byte)1 : (byte)0;
        }
    }
}

/// <summary>The sealed file of a recording is not as it was written: it was cut, changed, or is another's. The message holds ids and numbers.</summary>
public sealed class SoundDamagedException(RecordingId recording, string why) : IOException($"The sound of recording {recording.Value} is damaged: {why}.")
{
    public RecordingId Recording { get; } = recording;
}
