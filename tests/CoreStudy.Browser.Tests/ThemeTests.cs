using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

public sealed class ThemeTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    [Fact]
    public async Task Two_people_build_themes_by_drag_and_by_keys_and_arrange_the_map_and_each_sees_what_the_other_did()
    {
        var study = (await TranscriptAsync("PSW-04")).Study.Value;
        var (researcher, lead) = (await PersonAsync("researcher", bypassPolicy: true), await PersonAsync("lead"));
        await researcher.GotoAsync($"/studies/{study}/themes");
        await lead.GotoAsync($"/studies/{study}/themes");
        await Expect(Theme(lead, "Training")).ToBeVisibleAsync();
        var screens = new ScreenCheck();
        await screens.LookAsync(researcher, "the board of themes");

        await Code(researcher, "Supervision: somewhere", "Clinical or peer supervision").DragAsync(Code(researcher, "Training: ready", "Role play"), 60, 3);
        await Expect(Codes(lead, "Training: ready")).ToHaveTextAsync(["Training content", "Clinical or peer supervision", "Role play", "Confidence after training", "Lived experience in the training room", "Gaps in training", "Pace of training"]);
        await lead.GetByRole(AriaRole.Link, new() { Name = "History", Exact = true }).ClickAsync();
        await Expect(lead.GetByText("Moved “Clinical or peer supervision” from “Supervision: somewhere to say it” to “Training: ready for about half of it”")).ToBeVisibleAsync();

        await Code(researcher, "Training: ready", "Clinical or peer supervision").FocusAsync();
        await researcher.Keyboard.PressAsync("Alt+ArrowRight"); // to the sub-theme beside
        var moved = researcher.Locator(".sub", new() { HasText = "Who stands at the front" }).Locator("button.code", new() { HasText = "Clinical or peer supervision" });
        await Expect(moved).ToBeFocusedAsync();
        await researcher.Keyboard.PressAsync("Delete");
        await Expect(researcher.Locator(".tray button.code", new() { HasText = "Clinical or peer supervision" })).ToBeVisibleAsync();
        await Button(researcher, "Undo").First.ClickAsync();
        await Expect(moved).ToBeVisibleAsync();

        await researcher.GotoAsync($"/studies/{study}/themes/map");
        await lead.GotoAsync($"/studies/{study}/themes/map");
        var training = await IdAsync("Training: ready for about half of it");
        var node = researcher.Locator($"[data-node='{training}']");
        await Expect(node).ToHaveAttributeAsync("transform", "translate(215 470)");
        await Expect(lead.Locator($"[data-node='{training}']")).ToBeVisibleAsync();
        await screens.LookAsync(researcher, "the thematic map");
        await node.GetByRole(AriaRole.Button).FocusAsync();
        await researcher.Keyboard.PressAsync("Shift+ArrowRight");
        await Expect(lead.Locator($"[data-node='{training}']")).ToHaveAttributeAsync("transform", "translate(265 470)");

        await researcher.Keyboard.PressAsync("l");
        await Expect(researcher.GetByText("now choose where it leads")).ToBeVisibleAsync();
        await researcher.Locator($"[data-node='{await IdAsync("The booklet: something to look at together")}']").GetByRole(AriaRole.Button).FocusAsync();
        await researcher.Keyboard.PressAsync("Enter");
        await researcher.Locator(".panel input").FillAsync("taught with");
        await Button(researcher, "Save").ClickAsync();
        await Expect(lead.Locator("[data-label-of]", new() { HasText = "taught with" }).First).ToBeVisibleAsync();
        screens.AssertClean();
    }

    private static ILocator Theme(IPage page, string name) => page.Locator(".theme", new() { Has = page.Locator("h2", new() { HasText = name }) });

    private static ILocator Codes(IPage page, string theme) => Theme(page, theme).Locator("button.code .name");

    private static ILocator Code(IPage page, string theme, string code) => Theme(page, theme).Locator("button.code", new() { HasText = code });

    private async Task<string> IdAsync(string theme)
    {
        await using var db = Db();
        return (await db.Themes.SingleAsync(t => t.Name == theme, Cancel)).Id.Value.ToString();
    }
}
