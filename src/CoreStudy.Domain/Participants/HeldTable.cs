namespace CoreStudy.Domain.Participants;

/// <summary>Which counts of a table of people are held back; its totals may be shown or held back like its cells.</summary>
public sealed class HeldTable
{
    private readonly bool[,] _held;
    private readonly int[,] _all;

    private HeldTable(int[,] all) => (_all, _held) = (all, new bool[all.GetLength(0), all.GetLength(1)]);

    private int Rows => _all.GetLength(0) - 1;

    private int Columns => _all.GetLength(1) - 1;

    public bool IsHeld(int row, int column) => _held[row, column];

    /// <summary>Whether the total of a row is held back.</summary>
    public bool IsRowTotalHeld(int row) => _held[row, Columns];

    public bool IsColumnTotalHeld(int column) => _held[Rows, column];

    /// <summary>Whether the number of all is held back.</summary>
    public bool IsTotalHeld => _held[Rows, Columns];

    internal static HeldTable Of(int[,] counts, int k)
    {
        var table = new HeldTable(WithTotals(counts));
        for (var r = 0; r <= table.Rows; r++)
        {
            for (var c = 0; c <= table.Columns; c++) table._held[r, c] = table._all[r, c] > 0 && table._all[r, c] < k;
        }

        while (table.FindGivenAway() is { } cell) table.Cover(cell.Row, cell.Column);
        return table;
    }

    private static int[,] WithTotals(int[,] counts)
    {
        var (rows, columns) = (counts.GetLength(0), counts.GetLength(1));
        var all = new int[rows + 1, columns + 1];
        for (var r = 0; r < rows; r++)
        {
            for (var c = 0; c < columns; c++)
            {
                all[r, c] = counts[r, c];
                all[r, columns] += counts[r, c];
                all[rows, c] += counts[r, c];
                all[rows, columns] += counts[r, c];
            }
        }

        return all;
    }

    /// <summary>A held count that the rest gives away: in the graph of lines joined by held counts, one whose removal parts its two lines.</summary>
    private (int Row, int Column)? FindGivenAway()
    {
        for (var r = 0; r <= Rows; r++)
        {
            for (var c = 0; c <= Columns; c++)
            {
                if (_held[r, c] && !IsCovered(r, c)) return (r, c);
            }
        }

        return null;
    }

    private bool IsCovered(int row, int column)
    {
        var (rows, columns) = (new HashSet<int> { row }, new HashSet<int>());
        var open = new Queue<(bool IsRow, int At)>([(true, row)]);
        while (open.TryDequeue(out var line))
        {
            for (var i = 0; i <= (line.IsRow ? Columns : Rows); i++)
            {
                var (r, c) = line.IsRow ? (line.At, i) : (i, line.At);
                if (!_held[r, c] || (r == row && c == column)) continue;
                if (line.IsRow && c == column) return true;
                if (line.IsRow ? columns.Add(c) : rows.Add(r)) open.Enqueue((!line.IsRow, i));
            }
        }

        return false;
    }

    /// <summary>Holds back the three counts that close a rectangle with this one at the least loss, one of them never 0 opposite.</summary>
    private void Cover(int row, int column)
    {
        var best = (Cost: long.MaxValue, Row: 0, Column: 0);
        for (var r = 0; r <= Rows; r++)
        {
            for (var c = 0; c <= Columns; c++)
            {
                if (r == row || c == column) continue;
                var cost = Cost(row, c) + Cost(r, column) + Cost(r, c) + (MayVary(row, column, r, c) ? 0 : 1_000_000);
                if (cost < best.Cost) best = (cost, r, c);
            }
        }

        (_held[row, best.Column], _held[best.Row, column], _held[best.Row, best.Column]) = (true, true, true);
    }

    /// <summary>Whether other people could be in these cells while every total that is shown stays: nobody can be taken from an empty cell.</summary>
    private bool MayVary(int row, int column, int otherRow, int otherColumn)
    {
        bool Inner(int r, int c) => r < Rows && c < Columns;
        var cells = new[] { (row, column), (row, otherColumn), (otherRow, otherColumn), (otherRow, column) };
        var inner = cells.Where(c => Inner(c.Item1, c.Item2)).ToList();
        return inner.Count < 4
            ? inner.TrueForAll(c => _all[c.Item1, c.Item2] > 0) || inner.Count <= 2
            : (_all[row, column] > 0 && _all[otherRow, otherColumn] > 0) || (_all[row, otherColumn] > 0 && _all[otherRow, column] > 0);
    }

    /// <summary>What holding a count back costs: the people in it; totals dear, the number of all dearest; nothing where it is held already.</summary>
    private long Cost(int row, int column) => _held[row, column] ? 0
        : _all[row, column] + 1 + (row == Rows && column == Columns ? 10_000_000 : row == Rows || column == Columns ? 10_000 : 0);
}
