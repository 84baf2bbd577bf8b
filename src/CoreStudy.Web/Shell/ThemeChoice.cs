namespace CoreStudy.Web.Shell;

/// <summary>Light, dark, or as the device is set: kept in a cookie, so that the first paint is right.</summary>
public static class ThemeChoice
{
    public const string Cookie = "corestudy-theme";

    /// <summary><c>light</c>, <c>dark</c> or <c>system</c>.</summary>
    public static string Of(HttpContext http) => http.Request.Cookies[Cookie] is "light" or "dark" ? http.Request.Cookies[Cookie]! : "system";
}
