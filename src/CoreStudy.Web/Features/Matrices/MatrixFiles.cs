using System.Globalization;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Matrices;
using CoreStudy.Domain.Participants;
using CoreStudy.Interchange.Tables;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using CoreStudy.Web.Ui.Charts;

namespace CoreStudy.Web.Features.Matrices;

/// <summary>A cell of a matrix, or a total, by itself.</summary>
/// <param name="Place">In the order of reading, from 0.</param>
/// <param name="Value">Null where there is nothing to tell, or it is held back.</param>
public sealed record MatrixCell(int Place, string Side, string RowKey, string Row, string ColumnKey, string Column, bool IsTotal, double? Value, bool IsHeldBack);

/// <summary>A matrix as it is shown, and as a table or a picture to take away.</summary>
/// <remarks>Of people, nothing below the study's smallest group leaves: neither a count nor what it could be worked out from.</remarks>
public static class MatrixFiles
{
    public static void MapMatrixFiles(this WebApplication app) => app.MapGet("/studies/{id:guid}/matrix.xlsx", FileAsync).RequireAuthorization();

    internal static string Address(StudyId studyId, MatrixAsk ask) => $"/studies/{studyId.Value}/matrix.xlsx?{ask.Query()}";

    private static async Task<IResult> FileAsync(Guid id, HttpContext http, ReadMatrix read, ListMatrixChoices choices, IExportGate gate)
    {
        if (http.User.AccountId() is not { } me) return Results.NotFound();
        var studyId = new StudyId(id);
        var ask = MatrixAsk.Read(http.Request.QueryString.Value ?? "");
        if ((await choices.RunAsync(me, studyId, http.RequestAborted)).IsRefused(out _, out var known)) return Results.NotFound();
        if ((await read.RunAsync(me, studyId, ask, http.RequestAborted)).IsRefused(out _, out var view)) return Results.NotFound();
        var attribute = known.AttributeName(ask.Attribute);
        var shown = Shown(view);
        return await gate.LeaveAsync(me, studyId, Of(shown, attribute, "xlsx"), FileLeaving.Xlsx, _ => Workbook(shown, attribute), http.RequestAborted);
    }

    /// <summary>As it is on the screen: turned, sorted, and without what is empty on both sides.</summary>
    public static MatrixView Shown(MatrixView view)
    {
        var ask = view.Ask;
        var sides = view.Sides.Select(s => ask.IsTurned ? s.Matrix.Transposed() : s.Matrix).ToList();
        if (!ask.ShowsEmpty)
        {
            var rows = Enumerable.Range(0, sides[0].Rows.Count).Where(r => sides.Exists(s => s.HasRow(r))).ToList();
            var columns = Enumerable.Range(0, sides[0].Columns.Count).Where(c => sides.Exists(s => s.HasColumn(c))).ToList();
            sides = [.. sides.Select(s => s.Keep(rows, columns))];
        }

        if (ask.SortedBy is { } by)
        {
            // The second follows the first, so that a row is one row across both.
            var order = sides[0].SortedBy(by == MatrixAsk.Totals ? null : by, ask.Share, ask.IsDescending).Rows.Select(r => r.Key).ToList();
            var at = sides[0].Rows.Select((r, i) => (r.Key, i)).ToDictionary(r => r.Key, r => r.i);
            sides = [.. sides.Select(s => s.Keep([.. order.Select(k => at[k])], [.. Enumerable.Range(0, s.Columns.Count)]))];
        }

        return view with { Sides = [.. view.Sides.Zip(sides, (side, matrix) => side with { Matrix = matrix })] };
    }

    /// <summary>As it would leave: a row for each row, and, where there are two sides, the columns of both.</summary>
    public static Export Of(MatrixView shown, string attribute, string ending)
    {
        var matrix = shown.Sides[0].Matrix;
        var isLabel = !shown.Ask.IsTurned || shown.Ask.Columns == MatrixColumns.Code;
        var columns = new List<ExportColumn> { new("Row", IsLabel: isLabel), new("Under", IsLabel: isLabel) };
        foreach (var side in shown.Sides)
        {
            string Titled(string name) => side.Heading.Length > 0 ? $"{side.Heading}: {name}" : name;
            columns.AddRange(matrix.Columns.Select(c => new ExportColumn(Titled(c.Name), IsScanned: false)));
            if (matrix.RowTotals is not null) columns.Add(new ExportColumn(Titled(TotalOf(shown.Ask)), IsScanned: false));
        }

        var cells = shown.Sides.Select(s => Cells(s.Matrix, shown.Ask, shown.SmallestCell)).ToList();
        var rows = matrix.Rows.Select((row, r) => (IReadOnlyList<string>)[row.Name, row.Above, .. cells.SelectMany(c => c.Rows[r]).Select(Text)]).ToList();
        if (matrix.ColumnTotals is not null) rows.Add([LastRow(shown.Ask), "", .. cells.SelectMany(c => c.Last).Select(Text)]);
        return new Export(ExportedList.Matrix, MatrixWords.Title(shown.Ask, attribute), $"Matrix.{ending}", columns, rows);
    }

    /// <summary>A row for each cell and each total, with what is held back not told.</summary>
    public static IEnumerable<MatrixCell> CellsOf(MatrixView view)
    {
        foreach (var side in view.Sides)
        {
            var (matrix, cells) = (side.Matrix, Cells(side.Matrix, view.Ask, view.SmallestCell));
            List<(string Key, string Name, bool IsTotal)> columns = [.. matrix.Columns.Select(c => (c.Key, c.Name, false))];
            if (matrix.RowTotals is not null) columns.Add(("", TotalOf(view.Ask), true));
            for (var r = 0; r <= matrix.Rows.Count; r++)
            {
                var isLast = r == matrix.Rows.Count;
                var row = isLast ? cells.Last : cells.Rows[r];
                for (var c = 0; c < row.Count; c++)
                {
                    yield return new MatrixCell(
                        0, side.Heading, isLast ? "" : matrix.Rows[r].Key, isLast ? LastRow(view.Ask) : matrix.Rows[r].Name, columns[c].Key, columns[c].Name, isLast || columns[c].IsTotal,
                        row[c] as double?, row[c] is string);
                }
            }
        }
    }

    /// <summary>The same as a picture, with what is held back not told.</summary>
    public static Picture Draw(MatrixView shown, string attribute)
    {
        var ask = shown.Ask;
        var scale = new HeatScale(shown.Sides.Max(s => s.Matrix.GreatestValue(ask.Share)));
        var tables = shown.Sides.Select(side =>
        {
            var cells = Cells(side.Matrix, ask, shown.SmallestCell);
            var width = side.Matrix.Columns.Count;
            return (side.Heading, new HeatTable(
                [.. side.Matrix.Rows.Select(r => (r.Name, ask.SortedBy is null && !ask.IsTurned ? r.Depth : 0))], [.. side.Matrix.Columns.Select(c => c.Name)],
                [.. cells.Rows.Select(r => (IReadOnlyList<string>)[.. r.Take(width).Select(c => c is null ? "–" : ask.Share == MatrixShare.Count ? Text(c) : c is double value ? MatrixWords.Percent(value) : "held")])],
                [.. cells.Rows.Select(r => (IReadOnlyList<double>)[.. r.Take(width).Select(c => c is double value ? value : 0)])]));
        }).ToList();
        var title = MatrixWords.Title(ask, attribute);
        return HeatMap.Draw(title, $"{title}: {shown.Sides[0].Matrix.Rows.Count} rows by {shown.Sides[0].Matrix.Columns.Count} columns. {MatrixWords.Explain(ask)}", tables, scale, ask.Share != MatrixShare.Count);
    }

    private static byte[] Workbook(MatrixView shown, string attribute)
    {
        var sheets = new List<WorkbookSheet>
        {
            new("About", ["What", "Value"],
            [
                ["Counted", MatrixWords.Title(shown.Ask, attribute)], ["Told as", shown.Ask.Share switch { MatrixShare.OfRow => "share of the row", MatrixShare.OfColumn => "share of the column", _ => "numbers" }],
                ["How", MatrixWords.Explain(shown.Ask)], ["Codes below are counted with a code", shown.Ask.Filter.WithSubcodes ? "yes" : "no"],
            ]),
        };
        foreach (var (i, side) in shown.Sides.Index())
        {
            var cells = Cells(side.Matrix, shown.Ask, shown.SmallestCell);
            List<string> heading = ["Row", "Under", .. side.Matrix.Columns.Select(c => c.Name)];
            if (side.Matrix.RowTotals is not null) heading.Add(TotalOf(shown.Ask));
            var rows = side.Matrix.Rows.Select((row, r) => (IReadOnlyList<object?>)[row.Name, row.Above, .. cells.Rows[r]]).ToList();
            if (side.Matrix.ColumnTotals is not null) rows.Add([LastRow(shown.Ask), "", .. cells.Last]);
            sheets.Add(new WorkbookSheet(side.Heading.Length == 0 ? "Matrix" : SheetName(i, side.Heading), heading, rows));
        }

        return Interchange.Tables.Workbook.Write(sheets);
    }

    private static string SheetName(int at, string heading) => $"{at + 1} {new string([.. heading.Where(c => !"[]:*?/\\".Contains(c, StringComparison.Ordinal)).Take(28)])}";

    private static string TotalOf(MatrixAsk ask) => ask.Columns == MatrixColumns.Code ? "All of the code" : "Total";

    private static string LastRow(MatrixAsk ask) => ask.Measure == MatrixMeasure.Passages ? "All of these" : "All, counted once";

    private static string Text(object? cell) => cell switch
    {
        null => "",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => (string)cell,
    };

    /// <summary>Numbers as a file tells them, each row with its total where it has one; a word where one is held back, null where there is nothing to tell.</summary>
    private static (IReadOnlyList<IReadOnlyList<object?>> Rows, IReadOnlyList<object?> Last) Cells(Matrix matrix, MatrixAsk ask, int smallest)
    {
        var rows = new List<IReadOnlyList<object?>>();
        var isHeld = ask.Measure == MatrixMeasure.People;
        var isAnyHeld = false;
        for (var r = 0; r < matrix.Rows.Count; r++)
        {
            var counts = new int[1, matrix.Columns.Count];
            for (var c = 0; c < matrix.Columns.Count; c++) counts[0, c] = (int)Math.Min(int.MaxValue, matrix[r, c]);
            // Along a row people are in one column each, so that held back counts could be worked out from the others and the total.
            var held = isHeld ? SmallCells.HoldBack(counts, smallest) : null;
            var cells = new List<object?>();
            for (var c = 0; c < matrix.Columns.Count; c++)
            {
                var isSame = ask.Columns == MatrixColumns.Code && matrix.Rows[r].Key == matrix.Columns[c].Key;
                var isOut = held?.IsHeld(0, c) == true || (held is not null && matrix[r, c] > 0 && matrix[r, c] < smallest);
                isAnyHeld |= isOut;
                cells.Add(isSame ? null : isOut ? Export.HeldBack : matrix.ValueOf(r, c, ask.Share));
            }

            if (matrix.RowTotals is { } totals) cells.Add(held?.IsRowTotalHeld(0) == true || (isHeld && totals[r] > 0 && totals[r] < smallest) ? Export.HeldBack : (double)totals[r]);
            rows.Add(cells);
        }

        // Where anything of it is held back no total of a column leaves, nor a share, which is a count by another name.
        var isSilent = isHeld && (isAnyHeld || matrix.ColumnTotals?.Any(t => t > 0 && t < smallest) == true);
        if (isSilent && ask.Share != MatrixShare.Count) rows = [.. rows.Select(r => (IReadOnlyList<object?>)[.. r.Select(c => c is double and > 0 ? Export.HeldBack : c)])];
        List<object?> last = [.. (matrix.ColumnTotals ?? []).Select(t => isSilent ? (object?)Export.HeldBack : (double)t)];
        if (matrix.RowTotals is not null && matrix.ColumnTotals is not null) last.Add(isSilent ? Export.HeldBack : matrix.Total is { } total ? (double)total : null);
        return (rows, last);
    }
}
