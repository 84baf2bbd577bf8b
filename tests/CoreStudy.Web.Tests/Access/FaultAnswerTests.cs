using System.Net;
using System.Text.Json;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Redactions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace CoreStudy.Web.Tests.Access;

/// <summary>A site that fails says so in plain words, with the headers of every answer and nothing of what was thrown.</summary>
public sealed class FaultAnswerTests(PostgresFixture postgres) : AccessTest(postgres)
{
    private const string Told = "Mirela Dobrescu";

    private readonly Uri _address = new($"/review/{Guid.CreateVersion7()}", UriKind.Relative);

    [Theory]
    [InlineData("navigate", "text/html")]
    [InlineData("cors", "application/json")]
    public async Task Whoever_meets_a_fault_is_told_what_to_do_and_nothing_of_what_was_thrown(string mode, string kind)
    {
        var (answer, words) = await AskAsync(mode, new InvalidOperationException(Told));

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal(kind, answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("The fault is ours, not yours.", words, StringComparison.Ordinal);
        Assert.DoesNotContain(Told, words, StringComparison.Ordinal);
        Assert.Contains("default-src 'self'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task A_database_that_is_away_is_named_as_what_is_missing()
    {
        var (answer, words) = await AskAsync("cors", new InvalidOperationException(Told, new NpgsqlException(Told, new TimeoutException(Told))));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("cannot work with its database", JsonDocument.Parse(words).RootElement.GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Told, words, StringComparison.Ordinal);
    }

    private async Task<(HttpResponseMessage Answer, string Words)> AskAsync(string mode, Exception fault)
    {
        await using var site = await AppFixture.StartAsync(
            Connections, adjust: builder => builder.Services.Replace(ServiceDescriptor.Transient<OpenReview>(_ => throw fault)));
        using var client = await site.ClientAsync((await Study.MemberAsync(Role.Admin)).AccountId);
        using var request = new HttpRequestMessage(HttpMethod.Get, _address);
        request.Headers.Add("Sec-Fetch-Mode", mode);
        var answer = await client.SendAsync(request, Cancel);
        return (answer, await answer.Content.ReadAsStringAsync(Cancel));
    }
}
