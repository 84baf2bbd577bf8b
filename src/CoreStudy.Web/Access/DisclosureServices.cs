namespace CoreStudy.Web.Access;

public static class DisclosureServices
{
    /// <summary>What looks through words before they are kept or leave.</summary>
    public static IServiceCollection AddDisclosureControl(this IServiceCollection services) =>
        services.AddSingleton<LeakKnowledge>().AddSingleton<LeakScan>().AddSingleton<TypedWords>().AddSingleton<IExportGate, ExportGate>()
            .AddHostedService<DetectorWarmUp>();
}
