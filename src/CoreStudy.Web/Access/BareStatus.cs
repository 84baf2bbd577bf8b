using Microsoft.AspNetCore.Diagnostics;

namespace CoreStudy.Web.Access;

internal static class BareStatus
{
    /// <summary>Lets the status of a deed that was refused stand: the page for what is not found would take it for a form of its own, and answer 400.</summary>
    public static void UseBareStatusForDeeds(this WebApplication app) => app.Use((http, next) =>
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method) && http.Features.Get<IStatusCodePagesFeature>() is { } pages) pages.Enabled = false;
        return next(http);
    });
}
