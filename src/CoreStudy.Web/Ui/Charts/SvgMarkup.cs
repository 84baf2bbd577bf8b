using System.Globalization;
using System.Net;
using System.Text;

namespace CoreStudy.Web.Ui.Charts;

/// <summary>A picture as SVG (W3C, Scalable Vector Graphics 1.1; what its title element names, SVG Accessibility API Mappings): for the screen, where colours follow the app's and marks lead on, or as a file that stands by itself.</summary>
public static class SvgMarkup
{
    private const string Fonts = "system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, sans-serif";

    /// <summary>What stands within the svg element of a page.</summary>
    public static string ForScreen(Picture picture)
    {
        var svg = new StringBuilder();
        foreach (var mark in picture.Marks) Write(svg, mark, isFile: false);
        return svg.ToString();
    }

    /// <summary>A file of its own, with a white ground and colours as in light.</summary>
    public static string File(Picture picture)
    {
        var svg = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" width="{picture.Width:0.##}" height="{picture.Height:0.##}" viewBox="0 0 {picture.Width:0.##} {picture.Height:0.##}" role="img" font-family="{Fonts}">
            <title>{Escape(picture.Title)}</title>
            <desc>{Escape(picture.Description)}</desc>
            <rect width="100%" height="100%" fill="#ffffff"/>

            """));
        foreach (var mark in picture.Marks) Write(svg, mark, isFile: true);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Write(StringBuilder svg, Drawn mark, bool isFile)
    {
        string Colour(string what, Paint? paint) => paint is not { } one ? $" {what}=\"none\"" : isFile ? $" {what}=\"{one.InFile}\"" : $" style=\"{what}:{one.OnScreen}\"";
        string Two(Paint fill, Paint? edge) => isFile
            ? $" fill=\"{fill.InFile}\"{(edge is { } line ? $" stroke=\"{line.InFile}\"" : "")}"
            : $" style=\"fill:{fill.OnScreen}{(edge is { } drawn ? $";stroke:{drawn.OnScreen}" : "")}\"";
        switch (mark)
        {
            case Box b:
                svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{b.X:0.##}\" y=\"{b.Y:0.##}\" width=\"{Math.Max(0, b.Width):0.##}\" height=\"{Math.Max(0, b.Height):0.##}\"{(b.Round > 0 ? string.Create(CultureInfo.InvariantCulture, $" rx=\"{b.Round:0.##}\"") : "")}{Two(b.Fill, b.Edge)}/>");
                break;
            case Disc d:
                svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{d.X:0.##}\" cy=\"{d.Y:0.##}\" r=\"{d.Radius:0.##}\"{Two(d.Fill, d.Edge)}/>");
                break;
            case Stroke s:
                svg.Append("<polyline fill=\"none\" points=\"").AppendJoin(' ', s.Points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:0.##},{p.Y:0.##}")))
                    .Append(CultureInfo.InvariantCulture, $"\" stroke-width=\"{s.Width:0.##}\"{(s.Dashes.Length > 0 ? $" stroke-dasharray=\"{s.Dashes}\"" : "")}{(s.Strength < 1 ? string.Create(CultureInfo.InvariantCulture, $" stroke-opacity=\"{s.Strength:0.##}\"") : "")}{Colour("stroke", s.Colour)}/>");
                break;
            case Caption c when c.Words.Length > 0:
                if (c.HasHalo) WriteWords(svg, c, $" stroke-width=\"4\" stroke-linejoin=\"round\" fill=\"none\"{Colour("stroke", Paint.Sheet)} aria-hidden=\"true\"");
                WriteWords(svg, c, Colour("fill", c.Colour));
                break;
            case Grouped t:
                svg.Append(isFile ? "<g>" : t.Address is { } to ? $"<a href=\"{Escape(to)}\">" : $"<g role=\"img\" aria-label=\"{Escape(t.Says)}\">");
                svg.Append("<title>").Append(Escape(t.Says)).Append("</title>");
                foreach (var inner in t.Marks) Write(svg, inner, isFile);
                svg.Append(isFile || t.Address is null ? "</g>" : "</a>");
                break;
        }
    }

    private static void WriteWords(StringBuilder svg, Caption c, string how) => svg.Append(CultureInfo.InvariantCulture,
        $"<text x=\"{c.X:0.##}\" y=\"{c.Y:0.##}\" font-size=\"{c.Size:0.##}\"{(c.IsBold ? " font-weight=\"600\"" : "")}{(c.Anchor == Anchor.Start ? "" : $" text-anchor=\"{(c.Anchor == Anchor.Middle ? "middle" : "end")}\"")}{(c.Turn == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" transform=\"rotate({c.Turn:0.##} {c.X:0.##} {c.Y:0.##})\""))}{how}>{Escape(c.Words)}</text>");

    private static string Escape(string words) => WebUtility.HtmlEncode(new string([.. words.Where(c => c >= ' ')]));
}
