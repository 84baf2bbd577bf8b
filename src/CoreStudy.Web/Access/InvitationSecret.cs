using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CoreStudy.Web.Access;

/// <summary>What stands in the link of an invitation: 256 random bits, of which only the hash is stored.</summary>
public static class InvitationSecret
{
    private const int Bytes = 32;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>The path of the link on this site.</summary>
    public static string Link(string secret) => $"/join/{secret}";
}
