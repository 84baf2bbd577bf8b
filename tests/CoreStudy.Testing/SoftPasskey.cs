using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CoreStudy.Data.Accounts;
using Microsoft.AspNetCore.Identity;

namespace CoreStudy.Testing;

/// <summary>A passkey without a device (Web Authentication, level 3: ES256, no attestation).</summary>
public sealed class SoftPasskey : IDisposable
{
    private const byte Present = 0x01;
    private const byte Verified = 0x04;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(32);
    private uint _uses;

    /// <summary>Makes one, and gives it to an account as if it had been added on its page.</summary>
    public static async Task<SoftPasskey> AddAsync(UserManager<Account> accounts, Account account)
    {
        var passkey = new SoftPasskey();
        await accounts.AddOrUpdatePasskeyAsync(account, new UserPasskeyInfo(
            passkey._id, passkey.PublicKey(), DateTimeOffset.UnixEpoch, 0, [], isUserVerified: true, isBackupEligible: false, isBackedUp: false, [], []) { Name = "A soft passkey" });
        return passkey;
    }

    /// <summary>What a browser would send for these options.</summary>
    /// <param name="options">As the site gave them, JSON.</param>
    /// <param name="origin">Whose page asked, such as <c>https://study.example</c>.</param>
    /// <param name="account">Whom the device holds it for.</param>
    /// <param name="verified">Whether the device asked its owner first.</param>
    public string Answer(string options, string origin, Guid account, bool verified = true)
    {
        var asked = JsonNode.Parse(options)!;
        var client = JsonSerializer.SerializeToUtf8Bytes(new { type = "webauthn.get", challenge = asked["challenge"]!.GetValue<string>(), origin, crossOrigin = false });
        byte[] counter = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(counter, ++_uses);
        byte[] device = [.. SHA256.HashData(Encoding.UTF8.GetBytes(asked["rpId"]!.GetValue<string>())), (byte)(verified ? Present | Verified : Present), .. counter];
        var signature = _key.SignData([.. device, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return JsonSerializer.Serialize(new
        {
            id = Base64Url.EncodeToString(_id),
            rawId = Base64Url.EncodeToString(_id),
            type = "public-key",
            clientExtensionResults = new { },
            response = new
            {
                clientDataJSON = Base64Url.EncodeToString(client),
                authenticatorData = Base64Url.EncodeToString(device),
                signature = Base64Url.EncodeToString(signature),
                userHandle = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(account.ToString())),
            },
        });
    }

    public void Dispose() => _key.Dispose();

    /// <summary>A COSE key (RFC 9053) of two coordinates.</summary>
    private byte[] PublicKey()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
    }
}
