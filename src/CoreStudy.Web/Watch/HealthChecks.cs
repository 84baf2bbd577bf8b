using CoreStudy.Data;
using CoreStudy.Vault.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace CoreStudy.Web.Watch;

/// <summary>What a load balancer, a container or a person asks: whether the program lives, and whether it can do its work.</summary>
public static class HealthChecks
{
    public const string LivePath = "/healthz/live";

    public const string ReadyPath = "/healthz/ready";

    private const string Ready = "ready";

    /// <summary>A check that has not answered by then has failed: who asks does not wait much longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddOptions<HealthOptions>().BindConfiguration(HealthOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Disks>().AddSingleton<DatabaseCheck>().AddSingleton<SchemaCheck>().AddSingleton<KeysCheck>().AddSingleton<DiskCheck>();
        services.AddHealthChecks()
            .AddCheck<RunningCheck>("running", tags: [Ready])
            .AddCheck<DatabaseCheck>("database", tags: [Ready], timeout: Patience)
            .AddCheck<SchemaCheck>("schema", tags: [Ready], timeout: Patience)
            .AddCheck<KeysCheck>("keys", tags: [Ready], timeout: Patience)
            .AddCheck<DiskCheck>("disk", tags: [Ready], timeout: Patience);
        return services;
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks(LivePath, new() { Predicate = _ => false, ResponseWriter = WriteAsync });
        routes.MapHealthChecks(ReadyPath, new() { Predicate = c => c.Tags.Contains(Ready), ResponseWriter = WriteAsync });
    }

    /// <summary>Names and states, and nothing of what was thrown.</summary>
    private static Task WriteAsync(HttpContext http, HealthReport report) => http.Response.WriteAsJsonAsync(
        new { status = Word(report.Status), checks = report.Entries.ToDictionary(e => e.Key, e => Word(e.Value.Status)) }, http.RequestAborted);

    private static string Word(HealthStatus status) => status == HealthStatus.Healthy ? "ok" : "failing";

    /// <summary>Says no as soon as the program has been told to stop.</summary>
    private sealed class RunningCheck(IHostApplicationLifetime life) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(life.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy());
    }

    private sealed class DatabaseCheck(IDbContextFactory<StudyDb> databases) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            await db.Database.ExecuteSqlRawAsync("select 1", cancellationToken);
            return HealthCheckResult.Healthy();
        }
    }

    /// <summary>Migrations are not undone, so what was up to date stays so.</summary>
    private sealed class SchemaCheck(IDbContextFactory<StudyDb> databases) : IHealthCheck
    {
        private volatile bool _isUpToDate;

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            if (!_isUpToDate)
            {
                await using var db = await databases.CreateDbContextAsync(cancellationToken);
                _isUpToDate = !(await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any();
            }

            return _isUpToDate ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
        }
    }

    /// <summary>Opens a key now and then: a key store of the site's own may be slow, and may charge.</summary>
    private sealed class KeysCheck(KeyFolder keys, TimeProvider clock) : IHealthCheck
    {
        private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(30);

        private long _proved = long.MinValue;

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var proved = Volatile.Read(ref _proved);
            if (proved != long.MinValue && clock.GetElapsedTime(proved) < Trusted) return HealthCheckResult.Healthy();
            await Task.Run(keys.Prove, cancellationToken).WaitAsync(cancellationToken);
            Volatile.Write(ref _proved, clock.GetTimestamp());
            return HealthCheckResult.Healthy();
        }
    }

    private sealed class DiskCheck(Disks disks, IOptions<HealthOptions> options) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(disks.Read().All(d => d.Free >= (long)options.Value.LeastFreeMegabytes << 20) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
    }
}
