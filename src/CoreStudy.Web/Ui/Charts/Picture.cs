namespace CoreStudy.Web.Ui.Charts;

/// <summary>A picture as what is drawn in it, from the back to the front, in units of a pixel from the top left.</summary>
/// <param name="Title">What it is, for those who do not see it, and as the title of a file.</param>
/// <param name="Description">What can be seen in it, in a sentence or two.</param>
public sealed record Picture(double Width, double Height, string Title, string Description, IReadOnlyList<Drawn> Marks)
{
    public override string ToString() => $"picture of {Marks.Count} marks";
}

/// <summary>Something drawn.</summary>
public abstract record Drawn;

/// <summary>A rectangle.</summary>
public sealed record Box(double X, double Y, double Width, double Height, Paint Fill, Paint? Edge = null, double Round = 0) : Drawn;

/// <summary>A line through points.</summary>
/// <param name="Dashes">Lengths of dash and gap; empty for a whole line.</param>
/// <param name="Strength">From 0 (not seen) to 1.</param>
public sealed record Stroke(IReadOnlyList<(double X, double Y)> Points, Paint Colour, double Width = 1, string Dashes = "", double Strength = 1) : Drawn;

/// <summary>A disc around a middle.</summary>
public sealed record Disc(double X, double Y, double Radius, Paint Fill, Paint Edge) : Drawn;

public enum Anchor
{
    Start,
    Middle,
    End,
}

/// <summary>A line of words; <paramref name="Y"/> is what they stand on.</summary>
/// <param name="HasHalo">Whether it is ringed by the colour of the sheet, to be read over lines.</param>
/// <param name="Turn">By how many degrees it is turned about its point.</param>
public sealed record Caption(double X, double Y, string Words, double Size, Paint Colour, Anchor Anchor = Anchor.Start, bool IsBold = false, bool HasHalo = false, double Turn = 0) : Drawn
{
    /// <summary>How wide words are likely to be, and at least as wide: letters are counted as a wide font draws them.</summary>
    public static double WidthOf(string words, double size) => words.Sum(c => c is 'i' or 'l' or 'j' or 't' or 'f' or 'r' or '.' or ',' or ' ' or '’' or '(' or ')' or '-' ? 0.4 : c is 'm' or 'w' or 'M' or 'W' or '—' ? 0.95 : char.IsUpper(c) ? 0.72 : 0.63) * size;

    /// <summary>Words cut to a width, with an ellipsis where they were; empty where not even three letters fit.</summary>
    public static string Fit(string words, double size, double width)
    {
        if (WidthOf(words, size) <= width) return words;
        for (var length = words.Length - 1; length >= 3; length--)
        {
            var cut = words[..length].TrimEnd() + "…";
            if (WidthOf(cut, size) <= width) return cut;
        }

        return "";
    }
}

/// <summary>What belongs together and says something, and may lead somewhere.</summary>
/// <param name="Says">What it is, in words: what is read out, and shown on hovering.</param>
/// <param name="Address">Where it leads; null for nowhere. Left out in files.</param>
public sealed record Grouped(string Says, string? Address, IReadOnlyList<Drawn> Marks) : Drawn;
