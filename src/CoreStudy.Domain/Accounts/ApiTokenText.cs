using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace CoreStudy.Domain.Accounts;

/// <summary>
/// A token as it is typed: “cs_”, 43 digits of base 62 for 256 random bits, and 6 more for their CRC-32, by which a scanner of published code tells a token
/// from what merely looks like one.
/// </summary>
public static class ApiTokenText
{
    public const string Prefix = "cs_";

    /// <summary>As a regular expression, for scanners.</summary>
    public const string Pattern = "cs_[0-9A-Za-z]{49}";

    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private const int SecretBytes = 32;

    private const int SecretDigits = 43;

    private const int SumDigits = 6;

    public static string New()
    {
        var secret = InBase62(new BigInteger(RandomNumberGenerator.GetBytes(SecretBytes), isUnsigned: true, isBigEndian: true), SecretDigits);
        return $"{Prefix}{secret}{SumOf(secret)}";
    }

    /// <summary>Whether it has the shape of a token and its sum is right: nothing else need be looked up.</summary>
    public static bool IsWellFormed(string? token) =>
        token is { Length: 52 } && token.StartsWith(Prefix, StringComparison.Ordinal) && token.Skip(Prefix.Length).All(char.IsAsciiLetterOrDigit)
        && token[(Prefix.Length + SecretDigits)..] == SumOf(token.Substring(Prefix.Length, SecretDigits));

    /// <summary>What is kept of a token.</summary>
    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static string SumOf(string secret) => InBase62(Crc32(Encoding.ASCII.GetBytes(secret)), SumDigits);

    private static string InBase62(BigInteger number, int digits)
    {
        var text = new char[digits];
        for (var i = digits - 1; i >= 0; i--)
        {
            number = BigInteger.DivRem(number, Digits.Length, out var rest);
            text[i] = Digits[(int)rest];
        }

        return new string(text);
    }

    /// <summary>CRC-32 as zip files have it (ISO 3309, reflected, polynomial EDB88320).</summary>
    private static uint Crc32(byte[] bytes)
    {
        var sum = uint.MaxValue;
        foreach (var one in bytes)
        {
            sum ^= one;
            for (var bit = 0; bit < 8; bit++) sum = (sum & 1) == 0 ? sum >> 1 : (sum >> 1) ^ 0xEDB88320;
        }

        return ~sum;
    }
}
