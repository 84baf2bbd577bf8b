using System.Net;
using System.Text.RegularExpressions;

namespace CoreStudy.Web.Tests.Access;

/// <summary>What a form of a page has to send along, so that the site knows the form for its own.</summary>
internal static partial class FormToken
{
    /// <summary>That of the first form of a page; empty where there is no form.</summary>
    public static string In(string page) => WebUtility.HtmlDecode(Field().Match(page).Groups[1].Value);

    /// <summary>The page without any: they differ each time.</summary>
    public static string TakenOutOf(string page) => Field().Replace(page, "");

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Field();
}
