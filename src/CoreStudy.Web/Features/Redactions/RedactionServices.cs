namespace CoreStudy.Web.Features.Redactions;

public static class RedactionServices
{
    public static IServiceCollection AddRedactions(this IServiceCollection services) => services.AddTransient<OriginalGate>().AddTransient<ReviewDoor>().AddTransient<StudyGate>();
}
