namespace CoreStudy.Web.Features.Findings;

public static class FindingServices
{
    public static IServiceCollection AddFindings(this IServiceCollection services) => services.AddSingleton<FindingDesk>();
}
