namespace CoreStudy.Web.Shell;

/// <summary>Light, dark, or as the device is set: kept in a cookie, so that the first paint is right.</summary>
public static class ThemeChoice
{
    private const string Cookie = "corestudy-theme";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    /// <summary><c>light</c>, <c>dark</c> or <c>system</c>.</summary>
    public static string Of(HttpContext http) => http.Request.Cookies[Cookie] is "light" or "dark" ? http.Request.Cookies[Cookie]! : "system";

    /// <summary>Keeps <c>light</c> or <c>dark</c>; whatever else is as the device is set. Scripts may write the cookie too, since the desks offer the choice without leaving the page.</summary>
    public static void Keep(HttpContext http, string? theme)
    {
        if (theme is "light" or "dark")
            http.Response.Cookies.Append(Cookie, theme, new() { MaxAge = Kept, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, IsEssential = true });
        else
            http.Response.Cookies.Delete(Cookie);
    }
}
