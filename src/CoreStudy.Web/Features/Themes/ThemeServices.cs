namespace CoreStudy.Web.Features.Themes;

public static class ThemeServices
{
    public static IServiceCollection AddThemes(this IServiceCollection services) => services.AddSingleton<ThemeDesk>();
}
