using CoreStudy.Web.Live;

namespace CoreStudy.Web.Features.Codings;

public static class CodingServices
{
    public static IServiceCollection AddCodings(this IServiceCollection services) =>
        services.AddSingleton<DeskTexts>().AddSingleton<DeskRooms>().AddSingleton<ActQueue>()
            .AddTransient<IActDoor>(site => site.GetRequiredService<RecordActs>());
}
