using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>How people get in, and are let go.</summary>
public sealed class AccountTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    private const string NewPassword = "meadow kettle granite";

    [Fact]
    public async Task A_passkey_signs_in_by_its_button_and_is_worthless_once_removed()
    {
        var page = await PersonAsync("coder1");
        await page.AddInitScriptAsync("PublicKeyCredential.isConditionalMediationAvailable = async () => false");
        await AddPasskeyAsync(page, "coder1");

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Your studies" })).ToBeVisibleAsync();

        await page.GotoAsync("/account");
        await page.GetByRole(AriaRole.Link, new() { Name = "Rename or remove Work laptop" }).ClickAsync();
        await page.GetByLabel("Your password").FillAsync("not the password");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove this passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This is not your password.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey instead" }).ClickAsync();
        await Expect(page.GetByText("The passkey is removed.")).ToBeVisibleAsync();

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The passkey was not accepted");
    }

    [Fact]
    public async Task By_keyboard_alone_a_passkey_opens_the_gate_before_who_people_are()
    {
        var check = new ScreenCheck();
        var (study, _) = await TranscriptAsync("PSW-01");
        var page = await PersonAsync("admin", bypassPolicy: true);
        var device = await AddPasskeyAsync(page, "admin");
        await page.GotoAsync($"/studies/{study.Value}/participants/identities");
        var gate = page.GetByRole(AriaRole.Region, new() { Name = "Who the participants are" });
        var button = gate.GetByRole(AriaRole.Button, new() { Name = "Show it with a passkey" });
        await Expect(button).ToBeVisibleAsync();
        await check.LookAsync(page, "the gate with a passkey");

        await button.PressAsync("Enter");
        await Expect(gate.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Please choose why you need to see this.");
        await gate.GetByLabel("Why do you need to see it?").SelectOptionAsync("Audit");
        await device.VerifiesAsync(false);
        await button.PressAsync("Enter");
        await Expect(gate.GetByRole(AriaRole.Alert)).ToHaveTextAsync("No passkey was used. You can try again.");
        await check.LookAsync(page, "the gate after a passkey that was not used");
        await device.VerifiesAsync(true);
        await button.PressAsync("Enter");

        await Expect(gate.GetByText("Shown for 15 minutes.", new() { Exact = true })).ToBeVisibleAsync();
        check.AssertClean();
    }

    [Fact]
    public async Task A_passkey_is_offered_in_the_field_for_the_address()
    {
        var page = await PersonAsync("coder1");
        await AddPasskeyAsync(page, "coder1");

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/sign-in"); // the device chooses the only passkey by itself

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Your studies" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Two_steps_are_set_up_asked_for_and_turned_off_with_the_password()
    {
        var page = await PersonAsync(null);
        await SignInAsync(page, "coder1");
        await page.GotoAsync("/account/two-step");
        await Expect(page.GetByRole(AriaRole.Img, new() { NameString = "QR code" })).ToBeVisibleAsync();
        var key = await page.Locator("code.key").InnerTextAsync();

        await page.GetByLabel("Six-digit code").FillAsync("000 000");
        await page.GetByLabel("Your password").FillAsync(SignInOf("coder1").Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn on two-step sign-in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This code is not right");

        await page.GetByLabel("Six-digit code").FillAsync(CodeOf(key));
        await page.GetByLabel("Your password").FillAsync(SignInOf("coder1").Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn on two-step sign-in" }).ClickAsync();
        await Expect(page.GetByText("Two-step sign-in is on.")).ToBeVisibleAsync();
        await page.GotoAsync("/sign-out");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await SignInAsync(page, "coder1");
        await page.GetByLabel("Six-digit code").FillAsync(CodeOf(key, next: true)); // each code works once; that of the next half minute is taken already
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Your studies" })).ToBeVisibleAsync();

        await page.GotoAsync("/account/two-step");
        await page.Locator("#off-password").FillAsync(SignInOf("coder1").Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn off two-step sign-in" }).ClickAsync();
        await Expect(page.GetByText("Two-step sign-in is off.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Somebody_invited_joins_is_seen_at_once_and_has_no_way_in_when_the_membership_ends()
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        var (admin, guest) = (await PersonAsync("admin"), await PersonAsync(null));
        await admin.GotoAsync($"/studies/{study.Value}/members");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Invite somebody" }).ClickAsync();
        await admin.GetByLabel("Name", new() { Exact = true }).FillAsync("Somebody New");
        await admin.GetByLabel("E-mail address").FillAsync("new@test.example");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        var link = await admin.GetByLabel("Link", new() { Exact = true }).InputValueAsync();
        await admin.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Expect(admin.GetByText("Open invitations")).ToBeVisibleAsync();

        await guest.GotoAsync(link);
        await guest.GetByLabel("Password").FillAsync(NewPassword);
        await guest.GetByRole(AriaRole.Button, new() { Name = "Make my account and join" }).ClickAsync();
        await Expect(guest.GetByRole(AriaRole.Heading, new() { Name = "Your studies" })).ToBeVisibleAsync();

        var row = admin.GetByRole(AriaRole.Row, new() { Name = "Somebody New" });
        await Expect(row).ToBeVisibleAsync();
        await Expect(admin.GetByText("Open invitations")).ToBeHiddenAsync();
        await row.GetByRole(AriaRole.Button).ClickAsync();
        await admin.GetByText("End the membership…").ClickAsync();
        await admin.GetByRole(AriaRole.Button, new() { Name = "End the membership" }).ClickAsync();
        await Expect(row).ToBeHiddenAsync();

        await guest.GotoAsync($"/studies/{study.Value}");
        await Expect(guest.GetByText("not open to you").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_lead_of_some_trusts_is_offered_those_trusts_and_their_people_alone()
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        await using (var db = Db())
        {
            var hazel = await db.Trusts.Where(t => t.StudyId == study && t.Label == "Hazel").Select(t => t.Id).SingleAsync(Cancel);
            var lead = await db.Members.SingleAsync(m => m.StudyId == study && m.Role == Role.StudyLead, Cancel);
            lead.ChangeRole(Role.StudyLead, [hazel]);
            await db.SaveChangesAsync(Cancel);
        }

        var page = await PersonAsync("lead");
        await page.GotoAsync($"/studies/{study.Value}/members");
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "Coder One" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "Coder One" }).GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Invite somebody" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Somebody New");
        await page.GetByLabel("E-mail address").FillAsync("new@test.example");

        var trusts = page.GetByRole(AriaRole.Group, new() { Name = "Trusts" });
        await Expect(trusts.GetByRole(AriaRole.Radio)).ToHaveCountAsync(0);
        await Expect(trusts.GetByRole(AriaRole.Checkbox)).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        await Expect(page.GetByText("Please choose at least one trust.")).ToBeVisibleAsync();
        await trusts.GetByLabel("Hazel").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        await Expect(page.GetByLabel("Link", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_is_locked_while_a_page_is_open_is_led_to_the_sign_in()
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        var page = await PersonAsync("coder1");
        await page.GotoAsync($"/studies/{study.Value}/codebook");
        await page.Locator(".tree").WaitForAsync();
        await using (var db = Db())
        {
            var account = await db.Users.SingleAsync(a => a.Email == "coder1@demo.example", Cancel);
            account.LockoutEnd = Data.Accounts.Account.Never;
            await db.SaveChangesAsync(Cancel);
        }

        await Expect(page).ToHaveURLAsync(new Regex("/sign-in"), new() { Timeout = 60_000 });
    }

    private static async Task<PasskeyDevice> AddPasskeyAsync(IPage page, string person)
    {
        var device = await PasskeyDevice.WithAsync(page);
        await page.GotoAsync("/account");
        await page.GetByLabel("Your password").FillAsync(SignInOf(person).Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Passkey added" })).ToBeVisibleAsync();
        await page.GetByLabel("Name").FillAsync("Work laptop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save name" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Rename or remove Work laptop" })).ToBeVisibleAsync();
        return device;
    }

    private static async Task SignInAsync(IPage page, string person)
    {
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("E-mail address").FillAsync(SignInOf(person).Email);
        await page.GetByLabel("Password").FillAsync(SignInOf(person).Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(page).Not.ToHaveURLAsync(new Regex(@"/sign-in(\?|$)")); // the address alone: a wait for the load of a page that loads fast can miss it
    }

    /// <summary>What an authenticator app shows now for this key, or next (RFC 6238: 30 seconds, six digits, SHA-1).</summary>
    private static string CodeOf(string key, bool next = false)
    {
        const string Base32 = "abcdefghijklmnopqrstuvwxyz234567";
        var bits = string.Concat(key.Where(c => !char.IsWhiteSpace(c)).Select(c => Convert.ToString(Base32.IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var secret = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2)).ToArray();
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30) + (next ? 1 : 0));
#pragma warning disable CA5350 // the apps agreed on SHA-1
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var cut = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & int.MaxValue;
        return (cut % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}
