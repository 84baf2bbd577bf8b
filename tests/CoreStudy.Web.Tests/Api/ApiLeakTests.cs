using System.Net;
using System.Text.Json;
using CoreStudy.Domain.Accounts;
using CoreStudy.Domain.Members;
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

    private async Task<string> TokenAsync(Member owner)
    {
        var stamp = await Db.Users.Where(a => a.Id == owner.AccountId.Value).Select(a => a.SecurityStamp).SingleAsync(Cancel);
        var (text, now) = (ApiTokenText.New(), TimeProvider.System.GetUtcNow());
        Db.ApiTokens.Add(StudyBuilder.Must(ApiToken.Make(owner.AccountId, stamp!, "R", text, Enum.GetValues<ApiScope>(), [], now.AddDays(1), now)));
        await Db.SaveChangesAsync(Cancel);
        return text;
    }
}
