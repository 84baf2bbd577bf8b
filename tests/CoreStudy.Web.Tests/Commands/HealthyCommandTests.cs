using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CoreStudy.Web.Tests.Commands;

/// <summary>The healthy command as a container's health check meets it.</summary>
public sealed class HealthyCommandTests
{
    [Theory]
    [InlineData(200, 0)]
    [InlineData(503, 1)]
    public async Task The_exit_code_says_what_the_site_answers(int status, int expected)
    {
        await using var site = WebApplication.CreateSlimBuilder().Build();
        site.Urls.Add("http://127.0.0.1:0");
        site.MapGet("/healthz", () => Results.StatusCode(status));
        await site.StartAsync(TestContext.Current.CancellationToken);

        var (code, _, troubles) = await ProgramRun.RunAsync(null, null, TestContext.Current.CancellationToken, "healthy", $"{site.Urls.Single()}/healthz");

        Assert.Equal((expected, ""), (code, troubles));
    }

    [Theory]
    [InlineData("localhost:8080/healthz")]
    [InlineData("file:///etc/hostname")]
    [InlineData("healthz")]
    public async Task What_is_no_web_address_is_refused_in_words(string typed)
    {
        var (code, _, troubles) = await ProgramRun.RunAsync(null, null, TestContext.Current.CancellationToken, "healthy", typed);

        Assert.NotEqual(0, code);
        Assert.Contains("begins with http://", troubles, StringComparison.Ordinal);
    }
}
