using Microsoft.Playwright;

namespace CoreStudy.Browser.Tests;

/// <summary>A device of Chromium's own that holds passkeys and says yes for its owner.</summary>
internal sealed class PasskeyDevice(ICDPSession devices, string id)
{
    public static async Task<PasskeyDevice> WithAsync(IPage page)
    {
        var devices = await page.Context.NewCDPSessionAsync(page);
        await devices.SendAsync("WebAuthn.enable");
        var made = await devices.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true,
                ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
        return new PasskeyDevice(devices, made!.Value.GetProperty("authenticatorId").GetString()!);
    }

    /// <summary>Whether the device finds, from now on, that it is its owner who asks.</summary>
    public Task VerifiesAsync(bool isOwner) => devices.SendAsync("WebAuthn.setUserVerified", new() { ["authenticatorId"] = id, ["isUserVerified"] = isOwner });
}
