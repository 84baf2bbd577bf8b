namespace CoreStudy.Web.Features.Progress;

public static class ProgressServices
{
    public static IServiceCollection AddProgress(this IServiceCollection services) => services.AddSingleton<ProgressBoard>();
}
