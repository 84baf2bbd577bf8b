using System.Text;
using QRCoder;

namespace CoreStudy.Web.Features.Accounts;

/// <summary>The key that a phone's authenticator app shares with the account, as people and phones read it.</summary>
internal static class AuthenticatorKey
{
    private const int Group = 4;
    private const int PixelsAModule = 4;

    public static string InGroups(string key) => string.Join(' ', key.ToLowerInvariant().Chunk(Group).Select(letters => new string(letters)));

    /// <summary>A QR code of the key, as the address of an SVG picture.</summary>
    public static string Picture(string email, string key)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(Address(email, key), QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(data);
        return $"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(picture.GetGraphic(PixelsAModule)))}";
    }

    /// <summary>As the authenticator apps agreed on it (otpauth, six digits, 30 seconds, SHA-1).</summary>
    internal static string Address(string email, string key) =>
        $"otpauth://totp/CoreStudy:{Uri.EscapeDataString(email)}?secret={key}&issuer=CoreStudy&digits=6";
}
