using Microsoft.AspNetCore.Antiforgery;

namespace CoreStudy.Web.Shell;

/// <summary>Keeps the choice of colours made in the menu of a page, and goes back to that page.</summary>
internal static class ThemeEndpoint
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    public static void MapTheme(this WebApplication app) => app.MapPost("/theme", ChooseAsync);

    private static async Task<IResult> ChooseAsync(HttpContext http, IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(http)) return Results.BadRequest();
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (theme, back) = (form["theme"].ToString(), form["back"].ToString());
        if (theme is "light" or "dark")
            http.Response.Cookies.Append(ThemeChoice.Cookie, theme, new() { MaxAge = Kept, SameSite = SameSiteMode.Lax, HttpOnly = true, Secure = http.Request.IsHttps, IsEssential = true });
        else
            http.Response.Cookies.Delete(ThemeChoice.Cookie);
        return Results.LocalRedirect(back is ['/', not ('/' or '\\'), ..] ? back : "/");
    }
}
