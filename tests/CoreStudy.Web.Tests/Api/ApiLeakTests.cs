using System.Net;
using System.Text.Json;
using CoreStudy.Domain.Accounts;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Tests.Access;
using CoreStudy.Web.Ui.Api;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Api;

/// <summary>What tells who somebody is leaves by no program, wherever it was typed before the study knew it.</summary>
public sealed class ApiLeakTests(PostgresFixture postgres) : LeakTest(postgres)
{
    [Theory]
    [InlineData("application/json")]
    [InlineData("text/csv")]
    [InlineData("application/x-ndjson")]
    public async Task A_list_with_a_known_name_in_it_does_not_leave_and_says_what_to_do(string type)
    {
        var lead = await Study.MemberAsync(Role.StudyLead);
        var code = await Study.CodeAsync("Waiting");
        await using var app = await AppFixture.StartAsync(Connections, adjust: builder => builder.Configuration["Api:RequestsPerMinute"] = "10000");
        using var client = await app.ClientAsync();
        client.DefaultRequestHeaders.Authorization = new("Bearer", await TokenAsync(lead));
        client.DefaultRequestHeaders.Accept.Add(new(type));
        var framework = $"{ApiEndpoints.Prefix}/studies/{StudyId.Value}/framework";
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(framework, Cancel)).StatusCode);

        foreach (var form in PlantedForms.All)
        {
            await Db.Codes.Where(c => c.Id == code.Id).ExecuteUpdateAsync(c => c.SetProperty(x => x.Definition, $"As {form} says"), Cancel);
            using var answer = await client.GetAsync(framework, Cancel);
            var told = await answer.Content.ReadAsStringAsync(Cancel);

            Assert.True(answer.StatusCode == HttpStatusCode.Conflict, $"{form}: {answer.StatusCode}");
            Assert.DoesNotContain(form, told, StringComparison.OrdinalIgnoreCase);
            using var problem = JsonDocument.Parse(told);
            Assert.Contains($"/studies/{StudyId.Value}/exports#", problem.RootElement.GetProperty("look_at").GetString(), StringComparison.Ordinal);
            Assert.Contains("column definition", problem.RootElement.GetProperty("places")[0].GetProperty("place").GetString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/csv")]
    [InlineData("application/x-ndjson")]
    public async Task Released_words_that_only_may_tell_leave_and_are_counted_and_those_that_tell_do_not(string type)
    {
        var lead = await Study.MemberAsync(Role.StudyLead);
        var warned = await Study.TranscriptAsync(lead, ["How was it?", "I went with Jonathan Whitfield to the clinic."]);
        var blocked = await Study.TranscriptAsync(lead, ["How was it?", "I went with Katarzyna Wisniewska to the clinic."]);
        await using var app = await AppFixture.StartAsync(Connections, adjust: builder => builder.Configuration["Api:RequestsPerMinute"] = "10000");
        using var client = await app.ClientAsync();
        client.DefaultRequestHeaders.Authorization = new("Bearer", await TokenAsync(lead));
        client.DefaultRequestHeaders.Accept.Add(new(type));
        string Turns(Transcript transcript) => $"{ApiEndpoints.Prefix}/studies/{StudyId.Value}/transcripts/{transcript.Id.Value}/turns";

        using var left = await client.GetAsync(Turns(warned), Cancel);
        using var stopped = await client.GetAsync(Turns(blocked), Cancel);

        Assert.Equal(HttpStatusCode.OK, left.StatusCode);
        Assert.Contains("Jonathan Whitfield", await left.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        var warnings = Assert.Single(left.Headers.GetValues(ApiEndpoints.WarningsHeader));
        Assert.Equal(warnings, (await Db.AuditEntries.Where(e => e.Kind == AuditKind.ListExported).OrderByDescending(e => e.Number).FirstAsync(Cancel)).Detail.CountOf("warnings")!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(HttpStatusCode.Conflict, stopped.StatusCode);
        Assert.DoesNotContain("Wisniewska", await stopped.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    private async Task<string> TokenAsync(Member owner)
    {
        var stamp = await Db.Users.Where(a => a.Id == owner.AccountId.Value).Select(a => a.SecurityStamp).SingleAsync(Cancel);
        var (text, now) = (ApiTokenText.New(), TimeProvider.System.GetUtcNow());
        Db.ApiTokens.Add(StudyBuilder.Must(ApiToken.Make(owner.AccountId, stamp!, "R", text, Enum.GetValues<ApiScope>(), [], now.AddDays(1), now)));
        await Db.SaveChangesAsync(Cancel);
        return text;
    }
}
