using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Threading.RateLimiting;
using CoreStudy.Domain.Accounts;
using Microsoft.Extensions.Options;

namespace CoreStudy.Web.Access.Tokens;

/// <summary>How often programs may ask.</summary>
public sealed class ApiOptions
{
    public const string Section = "Api";

    /// <summary>Requests in a minute by one token; a stream counts once, however long it is.</summary>
    [Range(1, 100_000)]
    public int RequestsPerMinute { get; init; } = 120;

    /// <summary>Requests of one token that are answered at the same time.</summary>
    [Range(1, 100)]
    public int AtOnce { get; init; } = 4;

    /// <summary>Requests in a minute from one network address, whatever their tokens; a whole team may share one.</summary>
    [Range(1, 100_000)]
    public int RequestsPerMinuteFromAddress { get; init; } = 1_200;
}

/// <summary>Slows down programs that ask too often, before anything is read for them.</summary>
internal static class ApiRates
{
    public const string Path = "/api";

    public static bool Concerns(HttpRequest request) => request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase);

    /// <summary>By token, by how many at once, and by address.</summary>
    public static PartitionedRateLimiter<HttpContext> Limiter() => PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<HttpContext, string>(http => !Concerns(http.Request) ? Free : RateLimitPartition.GetSlidingWindowLimiter(
            $"address {http.Connection.RemoteIpAddress}", _ => Window(OptionsOf(http).RequestsPerMinuteFromAddress))),
        PartitionedRateLimiter.Create<HttpContext, string>(http => TokenKey(http) is { } key ? RateLimitPartition.GetSlidingWindowLimiter(key, _ => Window(OptionsOf(http).RequestsPerMinute)) : Free),
        PartitionedRateLimiter.Create<HttpContext, string>(http => TokenKey(http) is { } key
            ? RateLimitPartition.GetConcurrencyLimiter(key, _ => new ConcurrencyLimiterOptions { PermitLimit = OptionsOf(http).AtOnce }) : Free));

    public static Task RejectAsync(HttpContext http)
    {
        http.Response.Headers.RetryAfter = TimeSpan.FromMinutes(1).TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return ApiProblem.WriteAsync(
            http, StatusCodes.Status429TooManyRequests, ApiProblem.TooMany,
            $"Please ask again in a minute. A token may ask {OptionsOf(http).RequestsPerMinute:N0} times in a minute, and {OptionsOf(http).AtOnce} times at once; ask for long lists as a stream (Accept: application/x-ndjson), which counts once.");
    }

    private static RateLimitPartition<string> Free => RateLimitPartition.GetNoLimiter("");

    /// <summary>Stands for the token in memory, and is not the token.</summary>
    private static string? TokenKey(HttpContext http) =>
        Concerns(http.Request) && ApiTokenAuthentication.TokenOf(http.Request) is { } text && ApiTokenText.IsWellFormed(text) ? Convert.ToHexString(ApiTokenText.HashOf(text)) : null;

    private static ApiOptions OptionsOf(HttpContext http) => http.RequestServices.GetRequiredService<IOptions<ApiOptions>>().Value;

    private static SlidingWindowRateLimiterOptions Window(int permits) => new() { PermitLimit = permits, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 };
}
