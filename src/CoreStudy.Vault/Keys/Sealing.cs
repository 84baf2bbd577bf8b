using System.Security.Cryptography;

namespace CoreStudy.Vault.Keys;

/// <summary>AES-256-GCM (NIST SP 800-38D) with a random nonce: nonce, tag and ciphertext in one array.</summary>
public static class Sealing
{
    /// <summary>Bytes of a key.</summary>
    public const int KeySize = 32;

    private const int NonceSize = 12;
    private const int TagSize = 16;

    /// <param name="bound">What the sealed bytes belong to; they open only where this is the same.</param>
    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> open, ReadOnlySpan<byte> bound)
    {
        var sealedBytes = new byte[NonceSize + TagSize + open.Length];
        var nonce = sealedBytes.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(nonce, open, sealedBytes.AsSpan(NonceSize + TagSize), sealedBytes.AsSpan(NonceSize, TagSize), bound);
        return sealedBytes;
    }

    /// <exception cref="CryptographicException">The key is another, the bytes were changed, or they belong to something else.</exception>
    public static byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> bound)
    {
        if (sealedBytes.Length < NonceSize + TagSize) throw new CryptographicException("These are no sealed bytes.");
        var open = new byte[sealedBytes.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(sealedBytes[..NonceSize], sealedBytes[(NonceSize + TagSize)..], sealedBytes.Slice(NonceSize, TagSize), open, bound);
        return open;
    }
}
