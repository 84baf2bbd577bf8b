namespace CoreStudy.Web.Features.Settling;

public static class SettlingServices
{
    public static IServiceCollection AddSettling(this IServiceCollection services) => services.AddTransient<SettlingDoor>();
}
