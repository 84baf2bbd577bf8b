using CoreStudy.Web.Commands;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CoreStudy.Web.Tests.Commands;

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

        var code = await HealthyCommand.Make().Parse([$"{site.Urls.Single()}/healthz"]).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(expected, code);
    }

    [Theory]
    [InlineData("localhost:8080/healthz")]
    [InlineData("file:///etc/hostname")]
    [InlineData("healthz")]
    public void What_is_no_web_address_is_refused_in_words(string typed)
    {
        var error = Assert.Single(HealthyCommand.Make().Parse([typed]).Errors);

        Assert.Contains("http://", error.Message, StringComparison.Ordinal);
    }
}
