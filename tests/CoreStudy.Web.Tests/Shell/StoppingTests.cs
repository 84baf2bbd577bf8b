using System.Net;
using CoreStudy.Testing;
using CoreStudy.Web.Tests.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CoreStudy.Web.Tests.Shell;

/// <summary>A node that is told to stop, as the proxy before it sees it.</summary>
public sealed class StoppingTests(PostgresFixture postgres) : AccessTest(postgres)
{
    [Fact]
    public async Task It_says_at_once_over_a_connection_that_is_open_that_it_is_not_ready_and_waits_for_nobody_long()
    {
        await using var app = await AppFixture.StartAsync(Connections);
        using var proxy = new HttpClient { BaseAddress = app.Address };
        using var before = await proxy.GetAsync(new Uri("healthz", UriKind.Relative), Cancel);

        app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        using var after = await proxy.GetAsync(new Uri("healthz", UriKind.Relative), Cancel);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (before.StatusCode, after.StatusCode));
        Assert.InRange(app.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
    }
}
