using System.Net;
using System.Net.Sockets;
using CoreStudy.Data.Postgres;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Testing.Faults;
using CoreStudy.Web.Tests.Access;
using Npgsql;

namespace CoreStudy.Web.Tests.Shell;

/// <summary>The site while its PostgreSQL is away, as who asks it sees it.</summary>
public sealed class AwayTests(PostgresFixture postgres) : AccessTest(postgres)
{
    [Fact]
    public async Task Who_asks_while_PostgreSQL_is_away_is_told_so_in_plain_words_and_is_served_when_it_is_back()
    {
        await using var line = new Relay(() => Server(Connections.App));
        await using var site = await AppFixture.StartAsync(new StudyConnections(By(line, Connections.App), By(line, Connections.Vault)));
        using var client = await site.ClientAsync((await Study.MemberAsync(Role.StudyLead)).AccountId);
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        var list = new Uri($"studies/{Study.Study.Id.Value}/members.csv", UriKind.Relative);
        using var before = await client.GetAsync(list, Cancel);

        line.Cut();
        using var away = await client.GetAsync(list, Cancel);
        line.Resume();
        var back = HttpStatusCode.ServiceUnavailable;
        for (var tries = 0; tries < 3 && back != HttpStatusCode.OK; tries++) // the app's connections and the vault's each find out once that theirs are dead
        {
            using var after = await client.GetAsync(list, Cancel);
            back = after.StatusCode;
        }

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (before.StatusCode, away.StatusCode, back));
        var said = await away.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("CoreStudy cannot reach its data just now", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Npgsql", said, StringComparison.Ordinal);
        Assert.Contains("default-src 'self'", away.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    private static string By(Relay line, string connection) => new NpgsqlConnectionStringBuilder(connection) { Host = "127.0.0.1", Port = line.Port }.ConnectionString;

    private static EndPoint Server(string connection)
    {
        var server = new NpgsqlConnectionStringBuilder(connection);
        return server.Host!.StartsWith('/') ? new UnixDomainSocketEndPoint($"{server.Host}/.s.PGSQL.{server.Port}") : new IPEndPoint(Dns.GetHostAddresses(server.Host)[0], server.Port);
    }
}
