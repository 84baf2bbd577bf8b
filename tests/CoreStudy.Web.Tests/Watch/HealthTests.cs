using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CoreStudy.Data;
using CoreStudy.Data.Postgres;
using CoreStudy.Domain;
using CoreStudy.Testing;
using CoreStudy.Vault.Keys;
using CoreStudy.Web.Watch;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CoreStudy.Web.Tests.Watch;

/// <summary>What a load balancer is told, and what it is not.</summary>
[Trait("Needs", "Postgres")]
public sealed class HealthTests(PostgresFixture postgres)
{
    private static readonly string[] Checks = ["database", "disk", "keys", "running", "schema"];

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_site_that_can_work_is_ready_until_it_is_told_to_stop_and_lives_on()
    {
        await using var database = await postgres.CloneAsync(cancel: Cancel);
        await using var site = await AppFixture.StartAsync(database.Connections);

        var (ready, said) = await AskAsync(site, HealthChecks.ReadyPath);
        site.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        var (stopping, _) = await AskAsync(site, HealthChecks.ReadyPath);
        var (alive, _) = await AskAsync(site, HealthChecks.LivePath);

        Assert.Equal(HttpStatusCode.OK, ready);
        Assert.Equal(Checks, said.Keys.Order(StringComparer.Ordinal));
        Assert.All(said.Values, state => Assert.Equal("ok", state));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (stopping, alive));
    }

    [Fact]
    public async Task A_site_without_its_database_lives_is_not_ready_and_says_nothing_of_where_it_looked()
    {
        const string nowhere = "Host=/nowhere-at-all;Database=nowhere;Timeout=2";
        await using var site = await AppFixture.StartAsync(new StudyConnections(nowhere, nowhere));
        using var client = await site.ClientAsync();

        using var answer = await client.GetAsync(HealthChecks.ReadyPath, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        var (alive, _) = await AskAsync(site, HealthChecks.LivePath);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (answer.StatusCode, alive));
        Assert.Contains("\"database\":\"failing\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("nowhere", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_over_a_database_that_lacks_a_migration_over_a_full_disk_or_with_another_master_key_is_not_ready()
    {
        await using var database = await postgres.CloneAsync(cancel: Cancel);
        await using (var db = new StudyDb(StudyDbOptions.For(database.ConnectionString)))
            await db.Database.ExecuteSqlRawAsync("""delete from "__EFMigrationsHistory" where migration_id = (select max(migration_id) from "__EFMigrationsHistory")""", Cancel);
        var folder = Directory.CreateTempSubdirectory("corestudy-health-").FullName;
        MasterKeyFile.CreateIfMissing(Path.Combine(folder, "other"), StudyBuilder.At);
        new KeyFolder(Path.Combine(folder, "keys"), MasterKeyFile.Read(Path.Combine(folder, "other"))).TakeOrMake(KeyOwner.Of(new StudyId(Guid.CreateVersion7())));

        await using var site = await AppFixture.StartAsync(database.Connections, adjust: builder =>
        {
            builder.Configuration["Health:LeastFreeMegabytes"] = "1000000";
            builder.Configuration["Vault:KeyFolder"] = Path.Combine(folder, "keys");
        });
        var (status, said) = await AskAsync(site, HealthChecks.ReadyPath);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(["disk", "keys", "schema"], said.Where(s => s.Value == "failing").Select(s => s.Key).Order(StringComparer.Ordinal));
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<(HttpStatusCode Status, Dictionary<string, string> Said)> AskAsync(AppFixture site, string path)
    {
        using var client = await site.ClientAsync();
        using var answer = await client.GetAsync(path, Cancel);
        var said = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        return (answer.StatusCode, said.GetProperty("checks").EnumerateObject().ToDictionary(c => c.Name, c => c.Value.GetString()!));
    }
}
