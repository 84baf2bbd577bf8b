using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CoreStudy.Web.Watch;

public static class WatchServices
{
    /// <summary>What tells how the site is: health, who is connected, what waits, which jobs ran; and metrics and traces where a collector is named.</summary>
    public static IServiceCollection AddWatch(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<JobBoard>().AddSingleton<OpenCircuits>().AddScoped<CircuitHandler, CircuitWatch>();
        services.TryAddSingleton<ILastBackup, BackupInTrail>();
        return services.AddHealth().AddTelemetry(configuration);
    }
}
