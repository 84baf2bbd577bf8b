using System.Text;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>Versions of the framework, its files, and the passages to look at again.</summary>
public sealed class FrameworkFilesTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    private readonly ScreenCheck _screens = new();

    [Fact]
    public async Task The_framework_is_frozen_by_keyboard_changed_by_a_file_and_compared()
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        var page = await PersonAsync("lead", bypassPolicy: true);
        await page.GotoAsync($"/studies/{study.Value}/codebook/versions");
        await page.GetByLabel("From").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Freeze the framework" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("Name, such as")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("Framework of the test");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("Before the first round");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Rowheader).Filter(new() { HasText = "Framework of the test" })).ToContainTextAsync("Before the first round");

        await page.GotoAsync($"/studies/{study.Value}/codebook/import");
        await ChooseFilesAsync(page.Locator("#file"), File("Name,Parent,Definition\nHope,Nowhere,\n"));
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "There is no code “Nowhere”" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Import", Exact = true })).ToBeDisabledAsync();
        await ChooseFilesAsync(page.Locator("#file"), File("Name,Parent,Definition\nTravel,,Getting there\n"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Import 1 row" }).ClickAsync();
        await Expect(page.GetByText("Imported: 1 new, 0 changed.")).ToBeVisibleAsync();
        await _screens.LookAsync(page, "imported");

        await page.GotoAsync($"/studies/{study.Value}/codebook/versions");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Added 1" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Article, new() { Name = "Travel" })).ToContainTextAsync("Getting there");
        await _screens.LookAsync(page, "versions");
        _screens.AssertClean();
    }

    [Fact]
    public async Task A_coder_works_off_what_to_look_at_again_by_keyboard()
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        var count = await RedefineAsync(study);
        var page = await PersonAsync("coder1", bypassPolicy: true);
        await page.GotoAsync($"/studies/{study.Value}/look-again");
        await Expect(page.Locator(".progress p")).ToHaveTextAsync($"{count} open, 0 of {count} done");
        await _screens.LookAsync(page, "look again");

        await page.GetByRole(AriaRole.Button, new() { Name = "Still fits:" }).First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".progress p")).ToHaveTextAsync($"{count - 1} open, 1 of {count} done");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Take back:" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".progress p")).ToHaveTextAsync($"{count} open, 0 of {count} done");

        await page.GetByRole(AriaRole.Button, new() { Name = $"All {count} still fit" }).ClickAsync();
        await page.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = $"All {count} still fit" }).ClickAsync();
        await Expect(page.Locator(".progress p")).ToHaveTextAsync($"0 open, {count} of {count} done");
        await _screens.LookAsync(page, "look again, done");
        _screens.AssertClean();

        await page.ReloadAsync();
        await Expect(page.GetByText("There is nothing to look at again.")).ToBeVisibleAsync();
    }

    private static FilePayload File(string csv) => new() { Name = "framework.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(csv) };

    /// <summary>Gives the code that coder1 used most another definition; how many passages of theirs are to be looked at again.</summary>
    private async Task<int> RedefineAsync(StudyId study)
    {
        await using var db = Db();
        await db.PassageReviews.ExecuteDeleteAsync(Cancel); // those of the demonstration
        var (coder, lead) = (await MemberAsync("coder1"), await MemberAsync("lead"));
        var most = await db.Codings.Where(c => c.MemberId == coder && c.RemovedAt == null).GroupBy(c => c.CodeId)
            .OrderByDescending(g => g.Count()).Select(g => g.Key).FirstAsync(Cancel);
        var code = await db.Codes.SingleAsync(c => c.Id == most, Cancel);
        var before = code.Snapshot;
        StudyBuilder.Must(code.Describe(code.Words with { Definition = "Another definition." }));
        var change = CodebookChange.Record(ChangeId.New(), study, lead, StudyBuilder.At, ChangeKind.Rewrite, [new CodeChange(before, code.Snapshot)]);
        db.CodebookChanges.Add(change);
        await db.SaveChangesAsync(Cancel);
        return await db.Database.ExecuteSqlAsync(
            $"insert into passage_reviews (change_id, coding_id, study_id, member_id, code_id, revision) select {change.Id.Value}, id, study_id, member_id, code_id, revision from codings where code_id = {most.Value} and member_id = {coder.Value} and removed_at is null", Cancel);

        async Task<MemberId> MemberAsync(string person)
        {
            var email = SignInOf(person).Email;
            var account = new AccountId(await db.Users.Where(u => u.Email == email).Select(u => u.Id).SingleAsync(Cancel));
            return await db.Members.Where(m => m.StudyId == study && m.AccountId == account).Select(m => m.Id).SingleAsync(Cancel);
        }
    }
}
