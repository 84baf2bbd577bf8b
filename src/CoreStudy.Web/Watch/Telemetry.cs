using CoreStudy.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CoreStudy.Web.Watch;

/// <summary>Metrics and traces for whoever watches over an installation. Nothing is gathered where no collector is named.</summary>
public static class Telemetry
{
    /// <summary>Where a collector takes OTLP; OpenTelemetry's other variables (headers, protocol, sampling) hold too.</summary>
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The labels that leave. All of them are names of kinds, routes as they are written in the program, and codes: what is not listed is dropped.</summary>
    internal static readonly string[] Labels =
    [
        "kind", "outcome", "weight", "job", "queue", "state",
        "http.request.method", "http.response.status_code", "http.route", "url.scheme", "network.protocol.name", "network.protocol.version", "network.type", "network.transport",
        "error.type", "aspnetcore.routing.is_fallback_route", "aspnetcore.routing.match_status", "aspnetcore.diagnostics.exception.result", "aspnetcore.rate_limiting.result",
        "aspnetcore.request.is_unhandled", "signalr.connection.status", "signalr.transport", "tls.protocol.version",
        "db.client.connection.pool.name", "db.client.connection.state", "db.response.status_code",
        "gc.heap.generation", "dotnet.gc.heap.generation", "cpu.mode",
    ];

    public static bool IsConfigured(IConfiguration configuration) => configuration[EndpointVariable] is { Length: > 0 };

    /// <exception cref="InvalidOperationException">The endpoint is no address.</exception>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        if (!IsConfigured(configuration)) return services;
        if (!Uri.TryCreate(configuration[EndpointVariable], UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
            throw new InvalidOperationException($"{EndpointVariable} is an address such as http://127.0.0.1:4317.");
        return services.Observe(metrics => metrics.AddOtlpExporter(), traces => traces.AddOtlpExporter());
    }

    /// <summary>Gathers all that may leave, and hands it to exporters.</summary>
    public static IServiceCollection Observe(this IServiceCollection services, Action<MeterProviderBuilder> metrics, Action<TracerProviderBuilder> traces)
    {
        services.AddSingleton<SiteGauges>().AddHostedService(s => s.GetRequiredService<SiteGauges>());
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("corestudy", serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString()))
            .WithMetrics(meters =>
            {
                meters.AddMeter(StudyMeters.Name, SiteGauges.MeterName, "Microsoft.AspNetCore.Components.Server.Circuits", "Npgsql")
                    .AddAspNetCoreInstrumentation().AddRuntimeInstrumentation()
                    .AddView(_ => new MetricStreamConfiguration { TagKeys = Labels });
                metrics(meters);
            })
            .WithTracing(spans =>
            {
                spans.AddSource(StudyTraces.Name)
                    .AddAspNetCoreInstrumentation(web => web.Filter = http => !IsUnremarkable(http.Request.Path))
                    .AddNpgsql()
                    .AddProcessor(s => new OnlyIds(TablesOf(s))); // before any exporter
                traces(spans);
            });
        return services;
    }

    /// <summary>Asked every few seconds, or open for hours, or the same for everybody.</summary>
    private static bool IsUnremarkable(PathString path) =>
        path.StartsWithSegments("/healthz", StringComparison.Ordinal) || path.StartsWithSegments("/_blazor", StringComparison.Ordinal) || path.StartsWithSegments("/_framework", StringComparison.Ordinal);

    private static HashSet<string> TablesOf(IServiceProvider services)
    {
        using var db = services.GetRequiredService<IDbContextFactory<StudyDb>>().CreateDbContext();
        return [.. db.Model.GetEntityTypes().Select(e => e.GetTableName()).OfType<string>()];
    }
}
