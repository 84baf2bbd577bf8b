namespace CoreStudy.Web.Access;

public static class SecurityHeaders
{
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
        "base-uri 'self'; object-src 'none'; frame-ancestors 'none'; form-action 'self'";

    /// <summary>Headers that keep a page to itself: no framing, no foreign scripts, nothing told to other sites.</summary>
    public static void UseSecurityHeaders(this WebApplication app) => app.Use((http, next) =>
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin"; // no-referrer would also hide the origin that passkeys are checked against
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        if (http.GetEndpoint()?.Metadata.GetMetadata<NoStoreAttribute>() is not null)
        {
            http.Response.OnStarting(() =>
            {
                headers.CacheControl = "no-store"; // last, for the pages' own framework says less
                return Task.CompletedTask;
            });
        }

        return next(http);
    });
}
