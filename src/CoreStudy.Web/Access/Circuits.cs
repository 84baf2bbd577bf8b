using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;

namespace CoreStudy.Web.Access;

internal static class Circuits
{
    private const string Hub = "/_blazor";

    /// <summary>Opens the line between a page and the server to nobody who is not signed in: no page that needs one can be had without.</summary>
    public static void RequireSignInForCircuits(this IEndpointConventionBuilder pages) => pages.Add(endpoint =>
    {
        if (endpoint is not RouteEndpointBuilder { RoutePattern.RawText: { } pattern } || !$"/{pattern.TrimStart('/')}".StartsWith(Hub, StringComparison.Ordinal)) return;
        endpoint.Metadata.Add(new AuthorizeAttribute());
        endpoint.Metadata.Add(new SaysNo());
    });

    /// <summary>Refuses the line to a page of another site, which could open one with our cookie: browsers ask nobody before a web socket.</summary>
    public static void UseOwnOriginForCircuits(this WebApplication app) => app.Use((http, next) =>
    {
        if (!http.Request.Path.StartsWithSegments(Hub) || OwnPages.IsFromHere(http.Request)) return next(http);
        http.RequestServices.GetRequiredService<RefusedDeeds>().Tell(http, RefusedRequest.NotFromOurPages);
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    });

    /// <summary>A script is told 401, not sent to a page.</summary>
    private sealed class SaysNo : IDisableCookieRedirectMetadata;
}
