using System.Diagnostics;
using System.Text.Encodings.Web;
using CoreStudy.Data;
using CoreStudy.Web.Access;
using CoreStudy.Web.Access.Tokens;
using Microsoft.AspNetCore.Diagnostics;

namespace CoreStudy.Web.Shell;

/// <summary>What somebody is told when the site fails at what they asked for: that it is not their doing, what became of it, and a number that leads to the fault in the log. Never what was thrown.</summary>
/// <remarks>It asks nothing of the database, which may be what fails.</remarks>
internal static class Faults
{
    private const string Sorry = "CoreStudy could not do this. The fault is ours, not yours. What was saved before is safe.";

    private const string Away = "CoreStudy cannot work with its database just now. What was saved before is safe.";

    public static void UseFaults(this WebApplication app) => app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = AnswerAsync });

    private static Task AnswerAsync(HttpContext http)
    {
        SecurityHeaders.Put(http);
        http.Response.Headers.CacheControl = "no-store";
        var isAway = http.Features.Get<IExceptionHandlerFeature>()?.Error.IsOutage() == true;
        http.Response.StatusCode = isAway ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError;
        if (isAway) http.Response.Headers.RetryAfter = "5";
        var (sentence, number) = (isAway ? Away : Sorry, Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier);
        if (http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)) return ApiProblem.WriteAsync(http, http.Response.StatusCode, ApiProblem.Failed, $"{sentence} Try again in a moment. Its number is {number}.");
        if (http.Request.Headers["Sec-Fetch-Mode"] is [{ Length: > 0 } and not "navigate"]) return http.Response.WriteAsJsonAsync(new { why = $"{sentence} Try again in a moment." });
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(Page(ThemeChoice.Of(http), sentence, number, HttpMethods.IsGet(http.Request.Method) ? http.Request.Path + http.Request.QueryString : "/"));
    }

    private static string Page(string theme, string sentence, string number, string again) =>
        $"""
         <!DOCTYPE html>
         <html lang="en-GB" data-theme="{theme}">
         <head>
             <meta charset="utf-8">
             <meta name="viewport" content="width=device-width, initial-scale=1.0">
             <meta name="color-scheme" content="light dark">
             <title>Something went wrong · CoreStudy</title>
             <link rel="stylesheet" href="/app.css">
             <link rel="icon" type="image/svg+xml" href="/icon.svg">
         </head>
         <body>
             <main class="plain" id="main">
                 <h1>Something went wrong</h1>
                 <p>{sentence}</p>
                 <p>Try again in a moment. If it goes on, give whoever runs CoreStudy this number, which leads them to the fault and tells nothing of your study: <code>{number}</code></p>
                 <p><a href="{HtmlEncoder.Default.Encode(again)}">Try again</a> · <a href="/">Go to your studies</a></p>
             </main>
         </body>
         </html>
         """;
}
