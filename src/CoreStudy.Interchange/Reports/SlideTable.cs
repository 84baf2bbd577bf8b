using System.Globalization;
using System.Text;

namespace CoreStudy.Interchange.Reports;

/// <summary>A table cut into pieces that each fit a slide.</summary>
internal sealed class SlideTable
{
    /// <summary>How many columns stand beside one another at most; more go on in another table, with the first column again.</summary>
    public const int MostAbreast = 8;

    private const double EmuPerPoint = 12_700;
    private const long Side = 76_200;
    private const long Above = 50_800;

    private readonly SlideBox _box;
    private readonly int _numbersFrom;
    private readonly double _points;

    private SlideTable(SlideBox box, int numbersFrom, double points) => (_box, _numbersFrom, _points) = (box, numbersFrom, points);

    /// <summary>The table's pieces, in order, each as DrawingML with its height.</summary>
    /// <param name="box">Where they will lie.</param>
    public static IReadOnlyList<(string Xml, long High)> Pieces(TablePart table, SlideBox box)
    {
        List<(string, long)> pieces = [];
        foreach (var columns in Abreast(table.Columns.Count))
        {
            var head = Pick(table.Columns, columns);
            List<IReadOnlyList<string>> rows = [.. table.Rows.Select(r => Pick(r, columns))];
            var numbersFrom = columns.Index().Where(c => c.Item >= table.NumbersFrom).Select(c => c.Index).DefaultIfEmpty(columns.Count).First();
            double[] sizes = [18, 16, 14, 12];
            var whole = sizes.Select(s => new SlideTable(box, numbersFrom, s).Cut(head, rows)).FirstOrDefault(p => p.Count == 1);
            pieces.AddRange(whole ?? new SlideTable(box, numbersFrom, head.Count > 5 ? 12 : 14).Cut(head, rows));
        }

        return pieces;
    }

    private static IEnumerable<IReadOnlyList<int>> Abreast(int columns)
    {
        if (columns <= MostAbreast) return [[.. Enumerable.Range(0, columns)]];
        var parts = (columns - 1 + MostAbreast - 2) / (MostAbreast - 1);
        return Enumerable.Range(0, parts).Select(part => (IReadOnlyList<int>)[0, .. Enumerable.Range(1, columns - 1).Skip((columns - 1) * part / parts).Take(((columns - 1) * (part + 1) / parts) - ((columns - 1) * part / parts))]);
    }

    private static List<string> Pick(IReadOnlyList<string> row, IReadOnlyList<int> columns) => [.. columns.Select(c => c < row.Count ? ReportWords.Clean(row[c]).Trim() : "")];

    private List<(string Xml, long High)> Cut(IReadOnlyList<string> head, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = Widths(head, rows);
        var headHigh = High(head, widths, bold: true);
        // A heading must leave room for what it heads.
        var most = Math.Max(_box.High - headHigh, _box.High / 2);
        List<(string, long)> pieces = [];
        List<IReadOnlyList<string>> taken = [];
        var used = 0L;
        void End()
        {
            pieces.Add((Xml(head, taken, widths, headHigh), headHigh + used));
            taken = [];
            used = 0;
        }

        foreach (var row in rows.SelectMany(r => Cut(r, widths, most)))
        {
            var high = High(row, widths, bold: false);
            if (taken.Count > 0 && used + high > most) End();
            taken.Add(row);
            used += high;
        }

        if (taken.Count > 0 || pieces.Count == 0) End();
        return pieces;
    }

    /// <summary>A row that is higher than a slide, as several.</summary>
    private List<IReadOnlyList<string>> Cut(IReadOnlyList<string> row, long[] widths, long high)
    {
        var most = Math.Max(1, (int)((high - (2 * Above)) / EmuPerPoint / (_points * 1.2)));
        var lines = row.Select((cell, at) => Wrap(cell, widths[at], bold: at == 0)).ToList();
        var parts = lines.Max(l => (l.Count + most - 1) / most);
        if (parts <= 1) return [row];
        return [.. Enumerable.Range(0, parts).Select(part => (IReadOnlyList<string>)[.. lines.Select((cell, at) => Words(row[at], [.. cell.Skip(part * most).Take(most)]))])];
    }

    private static string Words(string cell, IReadOnlyList<Range> lines) => lines.Count == 0 ? "" : cell[lines[0].Start.Value..lines[^1].End.Value];

    private IReadOnlyList<Range> Wrap(string cell, long width, bool bold) => TextWidths.Wrap(cell, Math.Max(12, (width - (2 * Side)) / EmuPerPoint), _points, bold);

    private long High(IReadOnlyList<string> row, long[] widths, bool bold) =>
        (long)(row.Select((cell, at) => Wrap(cell, widths[at], bold || at == 0).Count).DefaultIfEmpty(1).Max() * _points * 1.2 * EmuPerPoint) + (2 * Above);

    /// <summary>What each column would like, cut to what there is: none narrower than its longest word where that can be had.</summary>
    private long[] Widths(IReadOnlyList<string> head, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var count = head.Count;
        var all = _box.Wide;
        var wish = new double[count];
        var least = new double[count];
        for (var at = 0; at < count; at++)
        {
            foreach (var (cell, bold) in rows.Select(r => (r[at], at == 0)).Prepend((head[at], true)))
            {
                foreach (var line in cell.Split('\n')) wish[at] = Math.Max(wish[at], TextWidths.Of(line, _points, bold));
                foreach (var word in cell.Split([' ', '\n', '\t'])) least[at] = Math.Max(least[at], TextWidths.Of(word, _points, bold));
            }

            wish[at] = (wish[at] * EmuPerPoint) + (2 * Side) + 25_400;
            least[at] = Math.Min((least[at] * EmuPerPoint) + (2 * Side) + 25_400, all / (double)count);
        }

        var room = all - least.Sum();
        var more = wish.Select((w, at) => Math.Max(0, Math.Min(w, all) - least[at])).ToArray();
        var widths = new long[count];
        for (var at = 0; at < count; at++) widths[at] = (long)(least[at] + (more.Sum() <= 0 ? room / count : more.Sum() <= room ? more[at] + ((room - more.Sum()) * (least[at] + more[at]) / wish.Sum()) : room * more[at] / more.Sum()));
        return widths;
    }

    private string Xml(IReadOnlyList<string> head, IReadOnlyList<IReadOnlyList<string>> rows, long[] widths, long headHigh)
    {
        var xml = new StringBuilder("""<a:tbl><a:tblPr firstRow="1" firstCol="1"><a:tableStyleId>{2D5ABB26-0587-4C30-8999-92F81FD0307C}</a:tableStyleId></a:tblPr><a:tblGrid>""");
        foreach (var width in widths) xml.Append(CultureInfo.InvariantCulture, $"""<a:gridCol w="{width}"/>""");
        xml.Append("</a:tblGrid>");
        Row(xml, head, headHigh, isHead: true);
        foreach (var row in rows) Row(xml, row, High(row, widths, bold: false), isHead: false);
        return xml.Append("</a:tbl>").ToString();
    }

    private void Row(StringBuilder xml, IReadOnlyList<string> cells, long high, bool isHead)
    {
        xml.Append(CultureInfo.InvariantCulture, $"""<a:tr h="{high}">""");
        foreach (var (at, cell) in cells.Index())
        {
            var look = string.Create(CultureInfo.InvariantCulture, $" sz=\"{(int)(_points * 100)}\" b=\"{(isHead || at == 0 ? 1 : 0)}\"");
            var isTurned = SlideText.IsRightToLeft(cell);
            var side = isTurned ? " algn=\"r\" rtl=\"1\"" : at >= _numbersFrom ? " algn=\"r\"" : "";
            var line = isHead ? """<a:lnB w="19050"><a:solidFill><a:schemeClr val="accent1"/></a:solidFill></a:lnB>""" : """<a:lnB w="6350"><a:solidFill><a:schemeClr val="tx1"><a:lumMod val="50000"/><a:lumOff val="50000"/></a:schemeClr></a:solidFill></a:lnB>""";
            xml.Append(CultureInfo.InvariantCulture,
                $"""<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr{side}/>{SlideText.Runs(cell, look, """<a:solidFill><a:schemeClr val="tx1"/></a:solidFill>""")}<a:endParaRPr lang="en-GB"{look}/></a:p></a:txBody><a:tcPr marL="{Side}" marR="{Side}" marT="{Above}" marB="{Above}" anchor="{(isHead ? "b" : "t")}">{line}<a:noFill/></a:tcPr></a:tc>""");
        }

        xml.Append("</a:tr>");
    }
}
