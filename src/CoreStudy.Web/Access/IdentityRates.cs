using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Threading.RateLimiting;
using CoreStudy.Web.Access.Tokens;
using Microsoft.Extensions.Options;

namespace CoreStudy.Web.Access;

/// <summary>How often one network address may try to sign in, with which passwords, and how long a sign-in lasts.</summary>
public sealed class SignInOptions
{
    public const string Section = "SignIn";

    /// <summary>Tries in a minute from one address, right or wrong; a whole team may share one.</summary>
    [Range(1, 10_000)]
    public int TriesPerMinute { get; init; } = 30;

    /// <summary>Minutes without a key pressed or a page opened after which somebody is signed out; they are warned two minutes before.</summary>
    [Range(5, 720)]
    public int RestMinutes { get; init; } = 30;

    /// <summary>Hours after which somebody signs in again, however busy they are.</summary>
    [Range(1, 168)]
    public int LongestHours { get; init; } = 24;

    /// <summary>Words that no password may hold, with commas between them, such as the names of the organisation and of its places; those of fewer than four letters are passed over.</summary>
    public string OwnWords { get; init; } = "";

    /// <summary>Who has to have a second step.</summary>
    [EnumDataType(typeof(SecondStep))]
    public SecondStep SecondStep { get; init; }
}

/// <summary>Slows down who guesses passwords, codes or links from one address.</summary>
internal static class IdentityRates
{
    private static readonly string[] Guarded = ["/sign-in", "/join", "/reset"];

    public static IServiceCollection AddSignInRates(this IServiceCollection services)
    {
        services.AddOptions<ApiOptions>().BindConfiguration(ApiOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SignInOptions>().BindConfiguration(SignInOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddRateLimiter(limiter =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                PartitionedRateLimiter.Create<HttpContext, string>(http => Guards(http.Request) ? PerAddress(http) : Free), ApiRates.Limiter());
            limiter.OnRejected = (rejected, _) =>
            {
                rejected.HttpContext.RequestServices.GetRequiredService<RefusedDeeds>().Tell(rejected.HttpContext, RefusedRequest.AboveLimit);
                if (ApiRates.Concerns(rejected.HttpContext.Request)) return new ValueTask(ApiRates.RejectAsync(rejected.HttpContext));
                var response = rejected.HttpContext.Response;
                response.StatusCode = StatusCodes.Status303SeeOther;
                response.Headers.RetryAfter = TimeSpan.FromMinutes(1).TotalSeconds.ToString(CultureInfo.InvariantCulture);
                response.Headers.Location = "/sign-in?rest=true";
                return ValueTask.CompletedTask;
            };
        });
        return services;
    }

    private static RateLimitPartition<string> Free => RateLimitPartition.GetNoLimiter("");

    private static bool Guards(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && Array.Exists(Guarded, path => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));

    private static RateLimitPartition<string> PerAddress(HttpContext http) => RateLimitPartition.GetSlidingWindowLimiter(
        http.Connection.RemoteIpAddress?.ToString() ?? "unknown",
        _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = http.RequestServices.GetRequiredService<IOptions<SignInOptions>>().Value.TriesPerMinute,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 6,
        });
}
