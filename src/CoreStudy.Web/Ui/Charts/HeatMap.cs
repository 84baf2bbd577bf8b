namespace CoreStudy.Web.Ui.Charts;

/// <summary>A table of numbers as a picture, for a file: on the screen it is a table.</summary>
/// <param name="Rows">With how far each stands below the top of its tree.</param>
/// <param name="Shown">What stands in each cell.</param>
/// <param name="Values">What it is coloured by.</param>
public sealed record HeatTable(IReadOnlyList<(string Name, int Depth)> Rows, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Shown, IReadOnlyList<IReadOnlyList<double>> Values)
{
    public override string ToString() => $"{Rows.Count} rows by {Columns.Count} columns";
}

public static class HeatMap
{
    private const double Row = 26;

    /// <param name="tables">One, or two to be read side by side, with a heading each where there are two.</param>
    /// <param name="scale">One for all.</param>
    public static Picture Draw(string title, string description, IReadOnlyList<(string Heading, HeatTable Table)> tables, HeatScale scale, bool isShare)
    {
        var marks = new List<Drawn> { new Caption(12, 26, title, 17, Paint.Ink, IsBold: true) };
        var rows = tables[0].Table.Rows;
        var names = Math.Clamp(rows.Select(r => Caption.WidthOf(r.Name, 13) + (14 * r.Depth)).DefaultIfEmpty(80).Max() + 20, 90, 360);
        var longest = tables.SelectMany(t => t.Table.Columns).Select(c => Caption.WidthOf(c, 13)).DefaultIfEmpty(40).Max();
        var cells = tables.SelectMany(t => t.Table.Shown).SelectMany(r => r).Select(s => Caption.WidthOf(s, 13)).DefaultIfEmpty(20).Max();
        // Short headings stand upright; long ones are turned, so that the columns stay narrow.
        var isTurned = longest > 110 || (longest > 60 && tables.Max(t => t.Table.Columns.Count) > 10);
        var (each, head) = isTurned ? (Math.Max(34, cells + 14), Math.Min(220, longest) + 14) : (Math.Max(cells, longest) + 16, 26.0);
        var hasHeadings = tables.Count > 1;
        var top = 44 + (hasHeadings ? 26 : 0) + head;
        var left = 12 + names;
        foreach (var (heading, table) in tables)
        {
            if (hasHeadings) marks.Add(new Caption(left, 62, heading, 14, Paint.Ink, IsBold: true));
            foreach (var (c, column) in table.Columns.Index())
            {
                var middle = left + ((c + 0.5) * each);
                marks.Add(isTurned
                    ? new Caption(middle + 4, top - 8, Caption.Fit(column, 13, 220), 13, Paint.Ink, Turn: -90)
                    : new Caption(middle, top - 8, column, 13, Paint.Ink, Anchor.Middle));
            }

            for (var r = 0; r < rows.Count; r++)
            {
                for (var c = 0; c < table.Columns.Count; c++)
                {
                    var step = scale.StepOf(table.Values[r][c]);
                    marks.Add(new Box(left + (c * each), top + (r * Row), each, Row, HeatScale.Paint(step), Paint.Line));
                    marks.Add(new Caption(left + ((c + 0.5) * each), top + (r * Row) + 18, table.Shown[r][c], 13, HeatScale.Ink(step), Anchor.Middle));
                }
            }

            left += (table.Columns.Count * each) + 28;
        }

        foreach (var (r, row) in rows.Index()) marks.Add(new Caption(12 + (14 * row.Depth), top + (r * Row) + 18, Caption.Fit(row.Name, 13, names - 8 - (14 * row.Depth)), 13, Paint.Ink));
        var (x, y) = (12.0, top + (rows.Count * Row) + 22);
        foreach (var range in scale.Legend(isShare))
        {
            var width = Caption.WidthOf(range.Words, 12) + 20;
            marks.Add(new Box(x, y, width, 22, HeatScale.Paint(range.Step), Paint.Strong));
            marks.Add(new Caption(x + (width / 2), y + 15, range.Words, 12, HeatScale.Ink(range.Step), Anchor.Middle));
            x += width;
        }

        return new Picture(Math.Max(Math.Max(left - 16, x + 12), Caption.WidthOf(title, 17) + 24), y + 36, title, description, marks);
    }
}
