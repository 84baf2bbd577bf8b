using System.Reflection;

namespace CoreStudy.Web.Access;

public static class AccessServices
{
    /// <summary>Permissions, and every use case of the app: stateless, one instance each.</summary>
    public static IServiceCollection AddUseCases(this IServiceCollection services)
    {
        services.AddSingleton<Permissions>();
        services.AddHostedService<ForgottenRights>();
        services.AddSingleton<RevealRates>();
        services.AddOptions<HeavyWorkOptions>().BindConfiguration(HeavyWorkOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<HeavyWork>();
        services.AddDisclosureControl();
        foreach (var useCase in Assembly.GetExecutingAssembly().GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IUseCase))))
            services.AddTransient(useCase);
        return services;
    }
}
