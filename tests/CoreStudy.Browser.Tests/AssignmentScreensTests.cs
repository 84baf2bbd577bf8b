using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Assignments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CoreStudy.Browser.Tests;

/// <summary>The screens of work while there is some, by WCAG 2.2 AA's checkable rules, with their dialogs and forms.</summary>
public sealed class AssignmentScreensTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    private readonly ScreenCheck _screens = new();

    [Fact]
    public async Task Each_is_clean_and_nothing_runs_off_its_side()
    {
        var (study, transcript) = await HandOutAsync();

        var coder = await PersonAsync("coder1", bypassPolicy: true);
        await coder.GotoAsync($"/studies/{study.Value}/work");
        await coder.GetByText("Done and signed off").ClickAsync();
        await _screens.LookAsync(coder, "work");
        await coder.GotoAsync($"/studies/{study.Value}/transcripts/{transcript.Value}/code");
        await coder.Locator("#desk[data-ready]").WaitForAsync();
        await _screens.LookAsync(coder, "desk");

        var lead = await PersonAsync("lead", bypassPolicy: true);
        await lead.GotoAsync($"/studies/{study.Value}/assignments");
        await lead.Locator(".cell").First.WaitForAsync();
        await _screens.LookAsync(lead, "assignments");
        await lead.Locator(".cell").First.ClickAsync();
        await lead.Locator(".story").WaitForAsync();
        await _screens.LookAsync(lead, "assignment");
        await lead.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await lead.GetByRole(AriaRole.Button, new() { Name = "Share out evenly …" }).ClickAsync();
        await lead.Locator(".bars").WaitForAsync();
        await _screens.LookAsync(lead, "share-out");
        await lead.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await lead.GetByRole(AriaRole.Button, new() { Name = "Choose all" }).ClickAsync();
        await lead.GetByRole(AriaRole.Button, new() { Name = "Assign …" }).ClickAsync();
        await _screens.LookAsync(lead, "assign");

        var supervisor = await PersonAsync("supervisor", bypassPolicy: true);
        await supervisor.GotoAsync($"/studies/{study.Value}/sign-off");
        await supervisor.GetByText("What was sent back").ClickAsync();
        await supervisor.GetByRole(AriaRole.Button, new() { Name = "Send back …" }).First.ClickAsync();
        await _screens.LookAsync(supervisor, "sign-off");

        _screens.AssertClean();
    }

    /// <summary>One coder has work in every state: waiting, late, done, sent back, signed off.</summary>
    private async Task<(StudyId Study, TranscriptId SentBack)> HandOutAsync()
    {
        await using var db = Db();
        await db.Assignments.ExecuteDeleteAsync(Cancel); // the demonstration's own
        var people = await db.Members.ToListAsync(Cancel);
        Member Of(Role role) => people.First(p => p.Role == role && p.TrustIds.Count == 0);
        var (lead, coder, supervisor) = (Of(Role.StudyLead), await CoderAsync(), Of(Role.Supervisor));
        var texts = await db.Transcripts.Where(t => t.OpenedAt != null && t.ArchivedAt == null).OrderBy(t => t.Title).Select(t => t.Id).Take(5).ToListAsync(Cancel);
        StudyBuilder.Must(await The<AssignTranscripts>().RunAsync(lead.AccountId, lead.StudyId, texts, [coder.Id], new DateOnly(2026, 3, 1), Cancel));
        var given = await db.Assignments.Where(a => a.MemberId == coder.Id && texts.Contains(a.TranscriptId)).ToDictionaryAsync(a => a.TranscriptId, a => a.Id, Cancel);
        foreach (var text in texts[..3]) StudyBuilder.Must(await The<MarkDone>().RunAsync(coder.AccountId, given[text], Cancel));
        StudyBuilder.Must(await The<SignOff>().RunAsync(supervisor.AccountId, given[texts[0]], Cancel));
        StudyBuilder.Must(await The<SendBack>().RunAsync(supervisor.AccountId, given[texts[1]], "Please look at turn 4 again.", Cancel));
        return (lead.StudyId, texts[1]);

        async Task<Member> CoderAsync()
        {
            var email = SignInOf("coder1").Email;
            var account = new AccountId(await db.Users.Where(a => a.Email == email).Select(a => a.Id).SingleAsync(Cancel));
            return people.Single(p => p.AccountId == account);
        }
    }

    private TUseCase The<TUseCase>()
        where TUseCase : notnull => App.Services.GetRequiredService<TUseCase>();
}
