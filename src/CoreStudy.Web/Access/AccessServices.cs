using System.Reflection;
using CoreStudy.Domain;

namespace CoreStudy.Web.Access;

public static class AccessServices
{
    /// <summary>Permissions, and every use case of the app: stateless, one instance each.</summary>
    public static IServiceCollection AddUseCases(this IServiceCollection services)
    {
        services.AddSingleton<Permissions>();
        services.AddSingleton<RefusedDeeds>();
        services.AddHostedService<ForgottenRights>();
        services.AddSingleton<RevealRates>();
        services.AddSingleton<SteadyAges<RevealId>>();
        services.AddOptions<HeavyWorkOptions>().BindConfiguration(HeavyWorkOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<HeavyWork>();
        services.AddDisclosureControl();
        foreach (var useCase in Assembly.GetExecutingAssembly().GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IUseCase))))
            services.AddTransient(useCase);
        return services;
    }
}
