using System.Text.RegularExpressions;

namespace CoreStudy.Web.Ui.Charts;

/// <summary>A colour of a picture: on the screen one of the app's, which follow light and dark; in a file always as in light.</summary>
/// <param name="OnScreen">As CSS says it.</param>
/// <param name="InFile">As <c>#rrggbb</c>.</param>
public readonly partial record struct Paint(string OnScreen, string InFile)
{
    public static Paint Ink { get; } = new("var(--ink)", "#1c2426");

    public static Paint Soft { get; } = new("var(--ink-soft)", "#4d5a5e");

    public static Paint Sheet { get; } = new("var(--sheet)", "#ffffff");

    public static Paint Line { get; } = new("var(--line)", "#d5dbdc");

    public static Paint Strong { get; } = new("var(--line-strong)", "#7b898d");

    public static Paint Accent { get; } = new("var(--accent)", "#0b5f66");

    public static Paint Wash { get; } = new("var(--accent-wash)", "#e2f0f0");

    public static Paint Warm { get; } = new("var(--warn)", "#8a4b00");

    /// <summary>The colour of a code; what is not written as <c>#rrggbb</c> is drawn grey.</summary>
    public static Paint Of(string colour) => Hex().IsMatch(colour) ? new(colour, colour) : Strong;

    /// <summary>The colour of a code, so thin that words in ink can be read on it in light and dark.</summary>
    public static Paint WashOf(string colour) => Of(colour) is var paint && paint == Strong ? Wash : new($"color-mix(in srgb, {colour} 22%, var(--sheet))", Thin(colour));

    private static string Thin(string colour) => "#" + string.Concat(Enumerable.Range(0, 3)
        .Select(i => (int)Math.Round((0.22 * Convert.ToInt32(colour.Substring(1 + (2 * i), 2), 16)) + (0.78 * 255))).Select(v => v.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));

    [GeneratedRegex("^#[0-9a-fA-F]{6}$")]
    private static partial Regex Hex();
}
