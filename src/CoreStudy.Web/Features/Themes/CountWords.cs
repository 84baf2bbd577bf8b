using System.Globalization;
using CoreStudy.Data.Themes;
using CoreStudy.Web.Access;

namespace CoreStudy.Web.Features.Themes;

/// <summary>What lies behind a theme or code, in words.</summary>
internal static class CountWords
{
    public static string Passages(int count) => count == 1 ? "1 passage" : $"{count:N0} passages";

    public static string People(int count) => count == 1 ? "1 person" : $"{count:N0} people";

    /// <summary>A number of people as a file tells it: few are held back.</summary>
    /// <param name="smallest">How few people may be told of.</param>
    public static string InFile(int people, int smallest) => people > 0 && people < smallest ? Export.HeldBack : people.ToString(CultureInfo.InvariantCulture);

    /// <summary>“18 people in 15 interviews, 5 trusts”.</summary>
    public static string Reach(PassageCount count) =>
        $"{People(count.People)} in {(count.Interviews == 1 ? "1 interview" : $"{count.Interviews:N0} interviews")}, {(count.Trusts == 1 ? "1 trust" : $"{count.Trusts:N0} trusts")}";
}
