using System.Globalization;
using System.Net;
using System.Text;
using System.Xml.Linq;
using CoreStudy.Interchange.WriteUps;

namespace CoreStudy.Interchange.Reports;

/// <summary>A report as one page of HTML that needs nothing else: no script, no other file, no font; it prints, and follows the reader's choice of light or dark.</summary>
public static class ReportPage
{
    private static readonly CultureInfo British = CultureInfo.GetCultureInfo("en-GB");

    /// <returns>UTF-8 without a byte order mark.</returns>
    public static byte[] Write(WrittenReport report)
    {
        var page = new StringBuilder();
        var name = Text(report.Name.Trim().Length > 0 ? report.Name : report.Study);
        page.Put("<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Put("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n")
            .Put("<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n")
            .Put($"<title>{name}</title>\n<style>\n{Style}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#report\">To the report</a>\n");
        Front(page, report, name);
        Contents(page, report);
        page.Put("<main id=\"report\">\n");
        foreach (var (at, part) in report.Parts.Index())
        {
            if (part is not TitlePart) Section(page, at, part);
        }

        page.Put("</main>\n<footer>\n<p dir=\"auto\">").Put(name).Put("</p>\n</footer>\n</body>\n</html>\n");
        return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(page.ToString());
    }

    private static void Front(StringBuilder page, WrittenReport report, string name)
    {
        page.Put("<header>\n");
        if (report.Study.Trim().Length > 0) page.Put($"<p class=\"study\" dir=\"auto\">{Text(report.Study)}</p>\n");
        page.Put($"<h1 dir=\"auto\">{name}</h1>\n");
        foreach (var title in report.Parts.OfType<TitlePart>())
        {
            if (title.Heading.Trim().Length > 0 && title.Heading != report.Name) page.Put($"<p class=\"subtitle\" dir=\"auto\">{Text(title.Heading)}</p>\n");
            if (title.Subtitle.Trim().Length > 0) page.Put($"<p class=\"subtitle\" dir=\"auto\">{Text(title.Subtitle)}</p>\n");
            foreach (var by in title.By.Where(b => b.Trim().Length > 0)) page.Put($"<p class=\"by\" dir=\"auto\">{Text(by)}</p>\n");
        }

        page.Put($"<p class=\"made\"><time datetime=\"{report.MadeOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}\">{report.MadeOn.ToString("d MMMM yyyy", British)}</time></p>\n</header>\n");
    }

    private static void Contents(StringBuilder page, WrittenReport report)
    {
        var headed = report.Parts.Index().Where(p => p.Item is not TitlePart && p.Item.Heading.Trim().Length > 0).ToList();
        if (headed.Count < 3) return;
        page.Put("<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">Contents</h2>\n<ul>\n");
        foreach (var (at, part) in headed)
            page.Put($"<li{(part is ThemePart { Level: > 0 } ? " class=\"below\"" : "")}><a href=\"#part-{at + 1}\" dir=\"auto\">{Text(part.Heading)}</a></li>\n");
        page.Put("</ul>\n</nav>\n");
    }

    private static void Section(StringBuilder page, int at, WrittenPart part)
    {
        var id = $"part-{at + 1}";
        var headed = part.Heading.Trim().Length > 0;
        var level = part is ThemePart { Level: > 0 } ? 3 : 2;
        page.Put(headed ? $"<section id=\"{id}\" aria-labelledby=\"{id}-h\">\n<h{level} id=\"{id}-h\" dir=\"auto\">{Text(part.Heading)}</h{level}>\n" : $"<section id=\"{id}\">\n");
        switch (part)
        {
            case TextPart text: Lines(page, text.Lines); break;
            case SidesPart sides: Sides(page, sides, level + 1); break;
            case ThemePart theme: Theme(page, theme, level + 1); break;
            case QuotesPart quotes: Quotes(page, quotes.Quotes, level + 1); break;
            case TablePart table: Table(page, id, table); break;
            case PicturePart picture: Picture(page, picture); break;
            case ThanksPart thanks: Thanks(page, thanks); break;
            case ChecklistPart checklist: Checklist(page, id, checklist); break;
            default: throw new ArgumentOutOfRangeException(nameof(part), part.GetType().Name, "A part that pages do not know.");
        }

        page.Put("</section>\n");
    }

    private static void Lines(StringBuilder page, IReadOnlyList<WrittenLine> lines)
    {
        var open = 0; // how many lists stand open
        void To(int level)
        {
            for (; open > level; open--) page.Put("</li>\n</ul>\n");
            if (open == level && level > 0) page.Put("</li>\n");
        }

        foreach (var line in lines.Where(l => l.Words.Trim().Length > 0))
        {
            // A bullet below a bullet needs one above it.
            var level = Math.Clamp(line.Level, 0, Math.Min(2, open + 1));
            To(level);
            if (level == 0)
            {
                page.Put($"<p dir=\"auto\">{Text(line.Words)}</p>\n");
                continue;
            }

            if (open < level)
            {
                page.Put("<ul>\n");
                open = level;
            }

            page.Put($"<li dir=\"auto\"><span>{Text(line.Words)}</span>");
        }

        To(0);
    }

    private static void Sides(StringBuilder page, SidesPart sides, int level)
    {
        page.Put("<div class=\"sides\">\n");
        foreach (var (heading, lines) in new[] { (sides.LeftHeading, sides.Left), (sides.RightHeading, sides.Right) })
        {
            page.Put("<div>\n");
            if (heading.Trim().Length > 0) page.Put($"<h{level} dir=\"auto\">{Text(heading)}</h{level}>\n");
            Lines(page, lines);
            page.Put("</div>\n");
        }

        page.Put("</div>\n");
    }

    private static void Theme(StringBuilder page, ThemePart theme, int level)
    {
        if (theme.CentralIdea.Trim().Length > 0) page.Put($"<p class=\"idea\" dir=\"auto\">{Text(theme.CentralIdea)}</p>\n");
        foreach (var paragraph in ReportWords.Paragraphs(theme.Narrative)) page.Put($"<p dir=\"auto\">{Text(paragraph)}</p>\n");
        if (theme.Findings.Count > 0)
        {
            page.Put("<ul class=\"findings\">\n");
            foreach (var finding in theme.Findings)
            {
                page.Put($"<li><p class=\"claim\" dir=\"auto\">{Text(finding.Claim)}</p>\n");
                if (finding.Below.Any(b => b.Trim().Length > 0))
                {
                    page.Put("<ul>\n");
                    foreach (var below in finding.Below.Where(b => b.Trim().Length > 0)) page.Put($"<li dir=\"auto\"><span>{Text(below)}</span></li>\n");
                    page.Put("</ul>\n");
                }

                Quotes(page, ReportWords.Of(finding), level);
                page.Put("</li>\n");
            }

            page.Put("</ul>\n");
        }

        Quotes(page, theme.Quotes, level);
    }

    private static void Quotes(StringBuilder page, IReadOnlyList<WrittenQuote> quotes, int level)
    {
        foreach (var group in quotes.GroupBy(q => q.Under))
        {
            if (group.Key.Trim().Length > 0) page.Put($"<h{level} dir=\"auto\">{Text(group.Key)}</h{level}>\n");
            foreach (var quote in group) Quote(page, quote);
        }
    }

    private static void Quote(StringBuilder page, WrittenQuote quote)
    {
        page.Put($"<figure class=\"quote\">\n<blockquote dir=\"auto\">{Text(ReportWords.Quoted(new(quote.Words, quote.Label.Length > 0)))}</blockquote>\n");
        if (quote.Label.Trim().Length > 0) page.Put($"<figcaption dir=\"auto\">{Text(quote.Label)}</figcaption>\n");
        page.Put("</figure>\n");
    }

    private static void Table(StringBuilder page, string id, TablePart table) =>
        Table(page, id, table.Heading, table.Columns, table.Rows, table.NumbersFrom, table.Note);

    private static void Table(StringBuilder page, string id, string heading, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows, int numbersFrom, string note)
    {
        string Side(int column) => column >= numbersFrom ? " class=\"number\"" : "";
        var name = heading.Trim().Length > 0 ? $"aria-labelledby=\"{id}-h\"" : "aria-label=\"Table\"";
        page.Put($"<div class=\"table\" role=\"region\" tabindex=\"0\" {name}>\n<table>\n<thead>\n<tr>");
        foreach (var (at, column) in columns.Index()) page.Put($"<th scope=\"col\"{Side(at)} dir=\"auto\">{Text(column)}</th>");
        page.Put("</tr>\n</thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            page.Put("<tr>");
            foreach (var (at, cell) in row.Index()) page.Put(at == 0 ? $"<th scope=\"row\"{Side(at)} dir=\"auto\">{Text(cell)}</th>" : $"<td{Side(at)} dir=\"auto\">{Text(cell)}</td>");
            page.Put("</tr>\n");
        }

        page.Put("</tbody>\n</table>\n</div>\n");
        if (note.Trim().Length > 0) page.Put($"<p class=\"note\" dir=\"auto\">{Text(note)}</p>\n");
    }

    private static void Picture(StringBuilder page, PicturePart picture)
    {
        // As a picture of its own, the drawing can neither run scripts nor share ids with another.
        var drawing = Convert.ToBase64String(Encoding.UTF8.GetBytes(ReportDrawing.Clean(picture.Svg).ToString(SaveOptions.DisableFormatting)));
        page.Put($"<figure class=\"picture\">\n<img src=\"data:image/svg+xml;base64,{drawing}\" alt=\"{Text(picture.InWords)}\">\n");
        if (picture.Note.Trim().Length > 0) page.Put($"<figcaption dir=\"auto\">{Text(picture.Note)}</figcaption>\n");
        page.Put("</figure>\n");
    }

    private static void Thanks(StringBuilder page, ThanksPart thanks)
    {
        Lines(page, thanks.Thanks);
        if (thanks.Funder.Trim().Length > 0 || thanks.Grant.Trim().Length > 0)
        {
            page.Put("<dl>\n");
            if (thanks.Funder.Trim().Length > 0) page.Put($"<div><dt>{ReportLabels.Funder}</dt><dd dir=\"auto\">{Text(thanks.Funder)}</dd></div>\n");
            if (thanks.Grant.Trim().Length > 0) page.Put($"<div><dt>{ReportLabels.Grant}</dt><dd dir=\"auto\">{Text(thanks.Grant)}</dd></div>\n");
            page.Put("</dl>\n");
        }

        foreach (var paragraph in ReportWords.Paragraphs(thanks.Disclaimer)) page.Put($"<p class=\"note\" dir=\"auto\">{Text(paragraph)}</p>\n");
        if (!thanks.Contact.Any(c => c.Trim().Length > 0)) return;
        page.Put("<div class=\"contact\">\n");
        if (ReportLabels.NamesContact(thanks)) page.Put($"<p><strong>{ReportLabels.Contact}</strong></p>\n");
        foreach (var line in thanks.Contact.Where(c => c.Trim().Length > 0)) page.Put($"<p dir=\"auto\">{Text(line)}</p>\n");
        page.Put("</div>\n");
    }

    private static void Checklist(StringBuilder page, string id, ChecklistPart checklist)
    {
        if (checklist.Source.Trim().Length > 0) page.Put($"<p class=\"note\" dir=\"auto\">{Text(checklist.Source)}</p>\n");
        Table(page, id, checklist.Heading, ReportLabels.ChecklistColumns, [.. checklist.Lines.Select(ReportLabels.ChecklistRow)], ReportLabels.ChecklistColumns.Count, "");
    }

    // Line feeds within a paragraph show as such (white-space: pre-line).
    private static string Text(string words) => WebUtility.HtmlEncode(ReportWords.Clean(words).Trim());

    // Only words are put together, no numbers or dates, so no culture has a say.
    private static StringBuilder Put(this StringBuilder page, string words) => page.Append(words);

    private const string Style =
        """
        :root { color-scheme: light dark; --ink: #1c2426; --soft: #4a585d; --paper: #ffffff; --line: #c9d3d5; --accent: #12616b; --band: #eef4f4; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e8eeee; --soft: #b4c1c4; --paper: #14191b; --line: #3c494d; --accent: #7fd0d8; --band: #1e272a; } }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body { margin: 0 auto; max-width: 46rem; padding: 2.5rem 1.25rem 4rem; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 system-ui, -apple-system, "Segoe UI", Arial, sans-serif; overflow-wrap: anywhere; }
        p, li > span, blockquote, figcaption, td, th, h1, h2, h3, h4, dd { white-space: pre-line; }
        h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; }
        h1 { font-size: 2.25rem; margin: 0.25rem 0 0.75rem; }
        h2 { font-size: 1.5rem; margin: 3rem 0 0.75rem; padding-top: 1rem; border-top: 1px solid var(--line); }
        h3 { font-size: 1.2rem; margin: 2rem 0 0.5rem; }
        h4 { font-size: 1.0625rem; margin: 1.5rem 0 0.5rem; color: var(--soft); }
        p { margin: 0 0 0.9rem; }
        ul { margin: 0 0 1rem; padding-inline-start: 1.4rem; }
        li { margin: 0.25rem 0; }
        li::marker { color: var(--accent); }
        a { color: var(--accent); text-underline-offset: 0.15em; }
        a:focus-visible, .table:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        .skip { position: absolute; left: -999rem; }
        .skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: 0.5rem 1rem; }
        .study { color: var(--accent); font-weight: 600; margin: 0; }
        .subtitle { font-size: 1.25rem; color: var(--soft); }
        .by { margin: 0; }
        .made { color: var(--soft); margin-top: 0.75rem; }
        nav { margin: 2rem 0 0; padding: 0.5rem 1.25rem 0.75rem; background: var(--band); border-radius: 0.5rem; }
        nav h2 { border: 0; margin: 0.5rem 0; padding: 0; font-size: 1.0625rem; }
        nav ul { list-style: none; padding: 0; margin: 0; }
        nav li { margin: 0; }
        nav a { display: inline-block; padding: 0.2rem 0; }
        nav .below { padding-inline-start: 1.25rem; }
        .idea { font-size: 1.125rem; padding-inline-start: 0.9rem; border-inline-start: 4px solid var(--accent); }
        .findings { list-style: none; padding: 0; }
        .findings > li { margin: 1.25rem 0; }
        .claim { font-weight: 600; margin-bottom: 0.35rem; }
        figure { margin: 1.25rem 0; }
        .quote { padding: 0.9rem 1.1rem; background: var(--band); border-radius: 0.5rem; break-inside: avoid; }
        blockquote { margin: 0; }
        figcaption, .note { color: var(--soft); font-size: 0.95rem; }
        .quote figcaption::before { content: "— "; }
        .picture img { display: block; max-width: 100%; height: auto; background: #ffffff; border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.75rem; margin-bottom: 0.5rem; }
        .table { overflow-x: auto; margin: 1rem 0; }
        table { border-collapse: collapse; width: 100%; font-size: 0.95rem; }
        th, td { text-align: start; vertical-align: top; padding: 0.5rem 0.65rem; border-bottom: 1px solid var(--line); overflow-wrap: break-word; min-width: 3.5rem; }
        thead th { border-bottom: 2px solid var(--accent); }
        tbody th { font-weight: 600; }
        .number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: 0 2rem; }
        dl { margin: 0 0 1rem; }
        dt { display: inline; font-weight: 600; }
        dt::after { content: ": "; }
        dd { display: inline; margin: 0; }
        .contact p { margin: 0; }
        footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: 0.9rem; }
        @media print {
          @page { size: A4; margin: 20mm; }
          :root { --ink: #000000; --soft: #3a4446; --paper: #ffffff; --line: #b5bfc1; --accent: #0b4d55; --band: #ffffff; color-scheme: light; }
          body { max-width: none; padding: 0; font-size: 10.5pt; }
          .skip { display: none; }
          .quote { border: 1px solid var(--line); }
          h2, h3, h4 { break-after: avoid; }
          tr, .picture { break-inside: avoid; }
          thead { display: table-header-group; }
          .table { overflow: visible; }
        }

        """;
}
