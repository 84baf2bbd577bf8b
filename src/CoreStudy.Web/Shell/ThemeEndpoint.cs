using Microsoft.AspNetCore.Antiforgery;

namespace CoreStudy.Web.Shell;

/// <summary>Keeps the choice of colours made in the menu of a page, and goes back to that page.</summary>
internal static class ThemeEndpoint
{
    public static void MapTheme(this WebApplication app) => app.MapPost("/theme", ChooseAsync);

    private static async Task<IResult> ChooseAsync(HttpContext http, IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(http)) return Results.BadRequest();
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (theme, back) = (form["theme"].ToString(), form["back"].ToString());
        ThemeChoice.Keep(http, theme);
        return Results.LocalRedirect(back is ['/', not ('/' or '\\'), ..] ? back : "/");
    }
}
