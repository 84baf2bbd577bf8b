using Microsoft.AspNetCore.Mvc;

namespace CoreStudy.Web.Shell;

/// <summary>Keeps the choice of colours made in the menu of the page, and goes back to that page.</summary>
internal static class ThemeEndpoint
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    public static void MapTheme(this WebApplication app) => app.MapPost("/theme", (HttpContext http, [FromForm] string theme, [FromForm] string? back) =>
    {
        if (theme is "light" or "dark")
            http.Response.Cookies.Append(ThemeChoice.Cookie, theme, new() { MaxAge = Kept, SameSite = SameSiteMode.Lax, HttpOnly = true, Secure = http.Request.IsHttps, IsEssential = true });
        else
            http.Response.Cookies.Delete(ThemeChoice.Cookie);
        return Results.LocalRedirect(back is ['/', not ('/' or '\\'), ..] ? back : "/");
    });
}
