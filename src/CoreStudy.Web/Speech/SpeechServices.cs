using Microsoft.Extensions.Options;

namespace CoreStudy.Web.Speech;

internal static class SpeechServices
{
    public static void AddSpeech(this IServiceCollection services)
    {
        services.AddOptions<SpeechOptions>().BindConfiguration(SpeechOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<SpeechOptions>>().Value is { Address: not null } options
            ? new SpeechSeam(new WhisperServer(options, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<WhisperServer>>()))
            : new SpeechSeam(null));
    }
}
