namespace CoreStudy.Web.Access;

internal static class KeepableRequests
{
    /// <summary>Turns away an address whose query holds a NUL, with 400: it would reach the database as words to look for, which says no in a way of its own. The framework does so with paths and forms.</summary>
    public static void UseKeepableRequests(this WebApplication app) => app.Use((http, next) =>
    {
        if (http.Request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) != true) return next(http);
        http.RequestServices.GetRequiredService<RefusedDeeds>().Tell(http, RefusedRequest.CannotBeKept);
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    });
}
