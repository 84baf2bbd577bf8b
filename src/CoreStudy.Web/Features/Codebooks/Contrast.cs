using System.Globalization;

namespace CoreStudy.Web.Features.Codebooks;

/// <summary>Whether a code's colour can be told from the page, light and dark (WCAG 2.2, success criterion 1.4.11: at least 3 to 1).</summary>
public static class Contrast
{
    /// <summary>The least contrast at which a coloured mark is seen.</summary>
    public const double Least = 3;

    /// <summary>The page on which codes are shown, light and dark; app.css has the same as <c>--sheet</c>.</summary>
    public const string Light = "#ffffff", Dark = "#1b2123";

    /// <summary>From 1 (the same) to 21 (black on white).</summary>
    /// <param name="a">As <c>#rrggbb</c>.</param>
    public static double Between(string a, string b)
    {
        var (one, other) = (Luminance(a), Luminance(b));
        return (Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05);
    }

    /// <summary>What a person who picks this colour should know; null where it is seen on both pages.</summary>
    public static string? Advice(string colour) => (Between(colour, Light) < Least, Between(colour, Dark) < Least) switch
    {
        (true, _) => "This colour is hard to see on a light page. A darker one is easier on the eyes.",
        (_, true) => "This colour is hard to see on a dark page. A lighter one is easier on the eyes.",
        _ => null,
    };

    /// <summary>A colour to begin with for a code beside another: half-way to the other's next hue.</summary>
    public static string Beside(string colour)
    {
        int Part(int at) => int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var (red, green, blue) = (Part(1), Part(3), Part(5));
        return $"#{(red + green) / 2:x2}{(green + blue) / 2:x2}{(blue + red) / 2:x2}";
    }

    private static double Luminance(string colour)
    {
        double Part(int at)
        {
            var part = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Part(1)) + (0.7152 * Part(3)) + (0.0722 * Part(5));
    }
}
