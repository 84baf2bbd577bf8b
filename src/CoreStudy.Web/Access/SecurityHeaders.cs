using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.StaticAssets;

namespace CoreStudy.Web.Access;

public static class SecurityHeaders
{
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; media-src 'self'; connect-src 'self'; worker-src 'self'; "
        + "manifest-src 'self'; frame-src 'none'; base-uri 'self'; object-src 'none'; frame-ancestors 'none'; form-action 'self'";

    /// <summary>What no page of ours uses; passkeys are for our own pages alone.</summary>
    private const string Permissions =
        "accelerometer=(), autoplay=(self), bluetooth=(), camera=(), display-capture=(), encrypted-media=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), magnetometer=(), microphone=(), midi=(), "
        + "payment=(), publickey-credentials-get=(self), serial=(), usb=(), xr-spatial-tracking=()";

    private const string OverHttpsAlone = "max-age=31536000; includeSubDomains";

    /// <summary>Headers that keep a page to itself: no framing, no foreign scripts, nothing told to other sites, nothing of what somebody signed in for kept by a browser or on the way.</summary>
    public static void UseSecurityHeaders(this WebApplication app) => app.Use((http, next) =>
    {
        Put(http);
        http.Response.OnStarting(() =>
        {
            if (HoldsWords(http)) http.Response.Headers.CacheControl = "no-store"; // last, for the pages' own framework says less
            return Task.CompletedTask;
        });
        return next(http);
    });

    /// <summary>The headers that every answer has.</summary>
    internal static void Put(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin"; // no-referrer would also hide the origin that passkeys are checked against
        headers["Permissions-Policy"] = Permissions;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (http.Request.IsHttps) headers.StrictTransportSecurity = OverHttpsAlone;
    }

    /// <summary>Whether what is answered may be kept by nobody: all that takes being signed in.</summary>
    private static bool HoldsWords(HttpContext http)
    {
        var kept = http.GetEndpoint()?.Metadata;
        if (kept is null || kept.GetMetadata<StaticAssetDescriptor>() is not null) return false;
        return kept.GetMetadata<NoStoreAttribute>() is not null || kept.GetMetadata<IAuthorizeData>() is not null;
    }
}
