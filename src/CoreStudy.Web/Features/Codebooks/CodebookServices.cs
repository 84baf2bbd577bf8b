namespace CoreStudy.Web.Features.Codebooks;

public static class CodebookServices
{
    public static IServiceCollection AddCodebooks(this IServiceCollection services) => services.AddSingleton<CodebookDesk>();
}
