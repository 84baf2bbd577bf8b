using System.Globalization;
using CoreStudy.Data.Themes;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;

namespace CoreStudy.Web.Features.Themes;

/// <summary>What lies behind a theme or code, in words.</summary>
internal static class CountWords
{
    public static string Passages(int count) => HowMany.Of(count, "passage");

    public static string People(int count) => HowMany.Of(count, "person", "people");

    /// <summary>A number of people as a file tells it: few are held back.</summary>
    /// <param name="smallest">How few people may be told of.</param>
    public static string InFile(int people, int smallest) => people > 0 && people < smallest ? Export.HeldBack : people.ToString(CultureInfo.InvariantCulture);

    /// <summary>“18 people in 15 interviews, 5 trusts”.</summary>
    public static string Reach(PassageCount count) =>
        $"{People(count.People)} in {HowMany.Of(count.Interviews, "interview")}, {HowMany.Of(count.Trusts, "trust")}";
}
