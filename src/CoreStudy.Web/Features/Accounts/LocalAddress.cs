namespace CoreStudy.Web.Features.Accounts;

internal static class LocalAddress
{
    /// <summary>Where to go after signing in: the wished address if it is a path of this site, otherwise the start.</summary>
    public static string Or(string? wished) =>
        wished is ['/', ..] && !wished.StartsWith("//", StringComparison.Ordinal) && !wished.StartsWith("/\\", StringComparison.Ordinal)
        && !wished.Any(char.IsControl) && Uri.TryCreate(wished, UriKind.Relative, out _)
            ? wished
            : "/";
}
