using CoreStudy.Data;

namespace CoreStudy.Web.Shell;

/// <summary>What somebody is told who asks while PostgreSQL is away.</summary>
internal static partial class AwayPage
{
    private const string Page = """
        <!DOCTYPE html>
        <html lang="en-GB">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>One moment · CoreStudy</title>
        <style>:root { color-scheme: light dark; font: 1.0625rem/1.6 system-ui, sans-serif } main { max-width: 36rem; margin: 15vh auto; padding: 0 1.5rem } h1 { font-size: 1.75rem; line-height: 1.25 } a { display: inline-block; padding: .5rem 0 }</style>
        </head>
        <body>
        <main>
        <h1>CoreStudy cannot reach its data just now</h1>
        <p>What you saved before is safe, and what you coded since waits in this browser. It is sent by itself when the data can be reached again.</p>
        <p><a href="">Try again</a></p>
        </main>
        </body>
        </html>
        """;

    /// <summary>Answers 503 where the database could have served nobody: a page in plain words for who reads it, nothing for modules and programs, which ask again.</summary>
    public static void UseAwayPage(this WebApplication app) => app.Use(async (http, next) =>
    {
        try
        {
            await next(http);
        }
        catch (Exception exception) when (exception.IsOutage() && !http.Response.HasStarted)
        {
            DatabaseAway(app.Logger, exception);
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            http.Response.Headers.RetryAfter = "5";
            http.Response.Headers.CacheControl = "no-store";
            http.Response.Headers.ContentLength = null;
            if (!HttpMethods.IsGet(http.Request.Method) || !http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)) return;
            http.Response.ContentType = "text/html; charset=utf-8";
            await http.Response.WriteAsync(Page, http.RequestAborted);
        }
    });

    [LoggerMessage(Level = LogLevel.Error, Message = "PostgreSQL is away, and a request could not be served.")]
    private static partial void DatabaseAway(ILogger logger, Exception exception);
}
