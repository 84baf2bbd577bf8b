using CoreStudy.Web.Live;
using CoreStudy.Web.Watch;

namespace CoreStudy.Web.Features.Codings;

public static class CodingServices
{
    public static IServiceCollection AddCodings(this IServiceCollection services) =>
        services.AddSingleton<DeskTexts>().AddSingleton<DeskRooms>().AddSingleton<ActQueue>()
            .AddSingleton<IQueue>(site => site.GetRequiredService<ActQueue>()).AddSingleton<IQueue>(site => site.GetRequiredService<DeskRooms>())
            .AddTransient<IActDoor>(site => site.GetRequiredService<RecordActs>());
}
