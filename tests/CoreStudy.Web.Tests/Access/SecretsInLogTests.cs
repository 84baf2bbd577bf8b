using CoreStudy.Data.Postgres;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CoreStudy.Web.Tests.Access;

/// <summary>As the site logs where nobody set a level: addresses of requests would tell the secrets of links.</summary>
public sealed class SecretsInLogTests
{
    [Theory]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics")]
    [InlineData("Microsoft.AspNetCore.Routing.EndpointMiddleware")]
    [InlineData("Microsoft.AspNetCore.Http.Connections.Internal.HttpConnectionManager")]
    [InlineData("Microsoft.EntityFrameworkCore.Database.Command")]
    public async Task What_tells_of_each_request_is_not_logged(string category)
    {
        await using var site = Site.Build([.. TestKeys.Arguments], new StudyConnections("Host=/nowhere;Database=nowhere", "Host=/nowhere;Database=nowhere"));

        Assert.False(site.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category).IsEnabled(LogLevel.Information));
    }

    [Fact]
    public async Task What_the_app_itself_tells_is_logged()
    {
        await using var site = Site.Build([.. TestKeys.Arguments], new StudyConnections("Host=/nowhere;Database=nowhere", "Host=/nowhere;Database=nowhere"));

        Assert.True(site.Services.GetRequiredService<ILogger<Permissions>>().IsEnabled(LogLevel.Information));
    }
}
