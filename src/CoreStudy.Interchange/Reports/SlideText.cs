using System.Globalization;
using System.Text;

namespace CoreStudy.Interchange.Reports;

/// <summary>How a paragraph of a slide stands.</summary>
internal enum ParagraphRole
{
    /// <summary>Without a bullet.</summary>
    Plain,

    /// <summary>Without a bullet, bold.</summary>
    Strong,

    /// <summary>With the bullet of its level.</summary>
    Bullet,
}

/// <summary>A paragraph of a slide.</summary>
/// <param name="Level">Of the place's levels, the first 0.</param>
/// <param name="StaysWithNext">Whether it should not be the last of a slide.</param>
internal sealed record SlideParagraph(string Words, int Level, ParagraphRole Role, bool StaysWithNext = false)
{
    public override string ToString() => $"paragraph of {Words.Length} characters";
}

/// <summary>What of a slide's text fits where, and the text as DrawingML.</summary>
internal static class SlideText
{
    private const double EmuPerPoint = 12_700;

    /// <summary>The paragraphs in as many portions as it takes for each to fit the place; portions of about the same height. Every word is in one of them.</summary>
    public static IReadOnlyList<IReadOnlyList<SlideParagraph>> Portions(IReadOnlyList<SlideParagraph> paragraphs, SlidePlace place)
    {
        var high = place.Box.High / EmuPerPoint;
        List<SlideParagraph> whole = [.. paragraphs.Where(p => !string.IsNullOrWhiteSpace(p.Words)).SelectMany(p => Cut(p, place, high))];
        var heights = whole.Select(p => Height(p, place)).ToList();
        var portions = Fill(whole, heights, high);
        if (portions.Count < 2) return portions;
        foreach (var share in new[] { 1.02, 1.1, 1.2, 1.35, 1.5 })
        {
            var even = Fill(whole, heights, Math.Min(high, heights.Sum() / portions.Count * share));
            if (even.Count == portions.Count) return even;
        }

        return portions;
    }

    /// <summary>Height of a paragraph with what is above it, in points.</summary>
    public static double Height(SlideParagraph paragraph, SlidePlace place)
    {
        var look = place.Levels[paragraph.Level];
        return look.Before + (Lines(paragraph, place).Count * look.Points * look.Line);
    }

    /// <summary>Which share of its size a text has to be shrunk to for it to fit one place; 1 where it fits as it is.</summary>
    public static double Shrinking(string words, SlidePlace place, double least)
    {
        var look = place.Levels[0];
        for (var share = 1.0; share >= least; share -= 0.05)
        {
            if (TextWidths.Wrap(words, place.Box.Wide / EmuPerPoint, look.Points * share, place.Bold).Count * look.Points * share * look.Line <= place.Box.High / EmuPerPoint) return share;
        }

        return 0;
    }

    /// <summary>The paragraphs as the content of a text body.</summary>
    public static string Xml(IEnumerable<SlideParagraph> paragraphs)
    {
        var xml = new StringBuilder();
        foreach (var paragraph in paragraphs) xml.Append(Xml(paragraph));
        return xml.Length > 0 ? xml.ToString() : """<a:p><a:endParaRPr lang="en-GB"/></a:p>""";
    }

    /// <summary>A paragraph as DrawingML.</summary>
    public static string Xml(SlideParagraph paragraph)
    {
        var how = new StringBuilder();
        if (paragraph.Role != ParagraphRole.Bullet) how.Append(" marL=\"0\" indent=\"0\"");
        if (paragraph.Level > 0) how.Append(CultureInfo.InvariantCulture, $" lvl=\"{paragraph.Level}\"");
        if (IsRightToLeft(paragraph.Words)) how.Append(" algn=\"r\" rtl=\"1\"");
        var look = how.Length == 0 && paragraph.Role == ParagraphRole.Bullet ? "" : $"<a:pPr{how}>{(paragraph.Role == ParagraphRole.Bullet ? "" : "<a:buNone/>")}</a:pPr>";
        return $"<a:p>{look}{Runs(paragraph.Words, paragraph.Role == ParagraphRole.Strong ? " b=\"1\"" : "")}</a:p>";
    }

    /// <summary>Words as runs, a line break for each line feed.</summary>
    /// <param name="look">Attributes of the runs, each after a space.</param>
    /// <param name="within">Elements of the runs' properties.</param>
    public static string Runs(string words, string look = "", string within = "")
    {
        var properties = $"<a:rPr lang=\"en-GB\"{look}>{within}</a:rPr>";
        return string.Join($"<a:br>{properties}</a:br>", ReportWords.Clean(words).Split('\n').Select(line => line.Length == 0 ? "" : $"<a:r>{properties}<a:t>{OfficeParts.Text(line)}</a:t></a:r>"));
    }

    /// <summary>Whether the first letter is of a script that is written from right to left.</summary>
    public static bool IsRightToLeft(string words)
    {
        foreach (var c in words)
        {
            if (c is (>= '\u0590' and <= '\u08FF') or (>= '\uFB1D' and <= '\uFDFF') or (>= '\uFE70' and <= '\uFEFF')) return true;
            if (char.IsLetter(c)) return false;
        }

        return false;
    }

    private static List<IReadOnlyList<SlideParagraph>> Fill(List<SlideParagraph> paragraphs, List<double> heights, double high)
    {
        List<IReadOnlyList<SlideParagraph>> portions = [];
        var (from, used) = (0, 0.0);
        for (var at = 0; at < paragraphs.Count; at++)
        {
            // What stays with the next is taken over with it, unless it began the slide.
            if (at > from && used + heights[at] > high)
            {
                var cut = at;
                while (cut - 1 > from && paragraphs[cut - 1].StaysWithNext) cut--;
                portions.Add(paragraphs[from..cut]);
                (from, used) = (cut, heights.Skip(cut).Take(at - cut).Sum());
            }

            used += heights[at];
        }

        portions.Add(paragraphs[from..]);
        return portions;
    }

    /// <summary>A paragraph that is higher than a place by itself, cut at the ends of lines.</summary>
    private static IEnumerable<SlideParagraph> Cut(SlideParagraph paragraph, SlidePlace place, double high)
    {
        var look = place.Levels[paragraph.Level];
        var words = paragraph.Words;
        var lines = Lines(paragraph, place);
        var most = Math.Max(1, (int)((high - look.Before) / (look.Points * look.Line)));
        if (lines.Count <= most) return [paragraph];
        return lines.Chunk(most).Select((chunk, at) => paragraph with
        {
            Words = words[chunk[0].Start.Value..chunk[^1].End.Value],
            Role = at > 0 && paragraph.Role == ParagraphRole.Bullet ? ParagraphRole.Plain : paragraph.Role,
        }).Where(p => !string.IsNullOrWhiteSpace(p.Words));
    }

    private static IReadOnlyList<Range> Lines(SlideParagraph paragraph, SlidePlace place)
    {
        var look = place.Levels[paragraph.Level];
        var wide = place.Box.Wide - (paragraph.Role == ParagraphRole.Bullet ? look.Margin : 0);
        return TextWidths.Wrap(paragraph.Words, Math.Max(36, wide / EmuPerPoint), look.Points, paragraph.Role == ParagraphRole.Strong);
    }
}
