using System.Security.Cryptography;

namespace CoreStudy.Interchange.Archives;

/// <summary>Seals and opens the recordings of one archive by its pass-phrase. What the pass-phrase costs is paid once for all of them.</summary>
/// <remarks>
/// A file has the header of a <see cref="SealingStream"/>, which begins with “CSVOICE1” here and has the recording’s id behind it (16 bytes), then the same pieces. The salt is made anew for each
/// archive and is the same in all its recordings: Argon2id makes of it and the pass-phrase a root, which seals nothing itself, and HKDF-SHA256 makes of the root, with the whole header as its
/// context, the key of one file. A recording is in an archive once, so no two files have one key, and numbers of pieces never repeat under it as nonces. The file of one recording does not open in
/// the place of another, nor in another archive. Not for two at once.
/// </remarks>
public sealed class RecordingSeals : IDisposable
{
    internal const int HeaderSize = SealingStream.HeaderSize + 16;

    private readonly PassPhrase _phrase;
    private readonly Guid _archive;
    private readonly Guid _study;
    private readonly KeyCost _cost;
    private readonly HashSet<Guid> _closed = [];
    private byte[]? _common;
    private byte[] _root = [];

    public RecordingSeals(PassPhrase phrase, Guid archive, Guid study)
        : this(phrase, archive, study, KeyCost.Usual)
    {
    }

    internal RecordingSeals(PassPhrase phrase, Guid archive, Guid study, KeyCost cost) => (_phrase, _archive, _study, _cost) = (phrase, archive, study, cost);

    private static ReadOnlySpan<byte> Magic => "CSVOICE1"u8;

    /// <summary>Bytes of the sealed file of a sound of this many bytes.</summary>
    public static long Sealed(long length) => HeaderSize + length + (Math.Max(1, (length + SealingStream.PieceSize - 1) / SealingStream.PieceSize) * SealingStream.TagSize);

    /// <summary>Begins to seal a recording, once.</summary>
    /// <param name="into">Stays open.</param>
    /// <exception cref="InvalidOperationException">It was sealed already: its key is for one file alone.</exception>
    public SealingStream Close(Stream into, Guid recording)
    {
        if (!_closed.Add(recording)) throw new InvalidOperationException($"Recording {recording} was sealed already.");
        Settle(_common ?? SealingStream.Header(Magic, _archive, _study, _cost));
        var header = HeaderOf(recording);
        return new SealingStream(into, header, KeyOf(header));
    }

    /// <summary>Opens the sealed file of a recording.</summary>
    /// <param name="from">Stays open.</param>
    /// <exception cref="SealBrokenException">It is none, or another’s.</exception>
    public OpeningStream Open(Stream from, Guid recording)
    {
        var header = new byte[HeaderSize];
        if (from.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length || !SealingStream.IsHeader(header, Magic, _archive, _study)) throw SealBrokenException.ChangedSound;
        if (_common is not null && !header.AsSpan().StartsWith(_common)) throw SealBrokenException.ChangedSound; // one salt for all, or each would cost as much as the first
        Settle(header[..SealingStream.HeaderSize]);
        if (!header.AsSpan().SequenceEqual(HeaderOf(recording))) throw SealBrokenException.ChangedSound;
        return new OpeningStream(from, header, KeyOf(header), SealBrokenException.ChangedSound, SealBrokenException.ChangedSound);
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_root);

    /// <summary>Makes the root, the first time.</summary>
    private void Settle(byte[] common)
    {
        if (_common is not null) return;
        _root = _phrase.Key(common.AsSpan(SealingStream.SaltAt, SealingStream.SaltSize), SealingStream.CostIn(common));
        _common = common;
    }

    private byte[] HeaderOf(Guid recording) => [.. _common!, .. recording.ToByteArray(bigEndian: true)];

    private byte[] KeyOf(byte[] header) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _root, 32, salt: null, info: header);
}
