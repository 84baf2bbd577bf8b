namespace CoreStudy.Domain.Matrices;

/// <summary>What stands across the top of a matrix whose rows are codes.</summary>
public enum MatrixColumns
{
    Trust,

    /// <summary>What the participant who says most of a passage is in the study.</summary>
    Role,

    /// <summary>The values of one attribute of that participant.</summary>
    Attribute,

    Interview,

    /// <summary>Codes again: how often two occur together.</summary>
    Code,

    Coder,
}

/// <summary>What is counted in a cell.</summary>
public enum MatrixMeasure
{
    /// <summary>Codings, each for itself.</summary>
    Passages,

    /// <summary>Words covered, each once for whoever says it, however many passages hold it.</summary>
    Words,

    /// <summary>Participants who say at least one passage.</summary>
    People,

    /// <summary>Interviews with at least one passage.</summary>
    Interviews,
}

/// <summary>How a cell's number is told.</summary>
public enum MatrixShare
{
    Count,

    /// <summary>As a share of its row's total.</summary>
    OfRow,

    /// <summary>As a share of its column's total.</summary>
    OfColumn,
}

/// <summary>When two codes occur together.</summary>
public enum TogetherWhen
{
    /// <summary>Their passages have at least one character in common.</summary>
    Overlap,

    /// <summary>Their passages lie in the same turn, at least with a part.</summary>
    SameTurn,

    /// <summary>At most so many words stand between their passages.</summary>
    Near,
}

/// <summary>When passages of two codes count as occurring together.</summary>
/// <param name="Words">For <see cref="TogetherWhen.Near"/>: how many words may stand between them, from 0 to 1,000.</param>
public readonly record struct Together(TogetherWhen When, int Words = 0)
{
    public const int MostWords = 1000;

    public static Together Overlapping { get; } = new(TogetherWhen.Overlap);
}

/// <summary>A row or a column.</summary>
/// <param name="Key">An id, or what else it is told apart by; empty for what belongs to none, such as passages of no participant.</param>
/// <param name="Depth">How far below the top of its tree it stands.</param>
/// <param name="Colour">Of a code; empty otherwise.</param>
/// <param name="Above">What stands above it in its tree, from the top; empty at the top.</param>
public sealed record MatrixLine(string Key, string Name, int Depth = 0, string Colour = "", string Above = "");

/// <summary>Numbers by rows and columns, with totals counted for themselves: people, interviews and words do not add up.</summary>
public sealed class Matrix
{
    private readonly long[,] _cells;

    /// <param name="rowTotals">A number for each row; null where rows have none that means anything.</param>
    /// <param name="columnTotals">A number for each column; null where columns have none that means anything.</param>
    public Matrix(IReadOnlyList<MatrixLine> rows, IReadOnlyList<MatrixLine> columns, long[,] cells, IReadOnlyList<long>? rowTotals, IReadOnlyList<long>? columnTotals, long? total)
    {
        if (cells.GetLength(0) != rows.Count || cells.GetLength(1) != columns.Count || (rowTotals is not null && rowTotals.Count != rows.Count) || (columnTotals is not null && columnTotals.Count != columns.Count))
            throw new ArgumentException("There must be a cell for each row and column.", nameof(cells));
        (Rows, Columns, _cells, RowTotals, ColumnTotals, Total) = (rows, columns, cells, rowTotals, columnTotals, total);
    }

    public IReadOnlyList<MatrixLine> Rows { get; }

    public IReadOnlyList<MatrixLine> Columns { get; }

    public IReadOnlyList<long>? RowTotals { get; }

    public IReadOnlyList<long>? ColumnTotals { get; }

    /// <summary>Of all; null where there is none that means anything.</summary>
    public long? Total { get; }

    public long this[int row, int column] => _cells[row, column];

    /// <summary>The greatest number of a cell; 0 where there is none.</summary>
    public long Greatest => _cells.Length == 0 ? 0 : _cells.Cast<long>().Max();

    /// <summary>A cell as a share of its row's or column's total, from 0 to 1; its number where a count is asked for; null where there is nothing to be a share of.</summary>
    public double? ValueOf(int row, int column, MatrixShare share)
    {
        if (share == MatrixShare.Count) return _cells[row, column];
        var of = share == MatrixShare.OfRow ? RowTotals?[row] ?? 0 : ColumnTotals?[column] ?? 0;
        return of == 0 ? null : (double)_cells[row, column] / of;
    }

    /// <summary>The greatest value of a cell, counted or as a share.</summary>
    public double GreatestValue(MatrixShare share)
    {
        var greatest = 0.0;
        for (var r = 0; r < Rows.Count; r++)
        {
            for (var c = 0; c < Columns.Count; c++) greatest = Math.Max(greatest, ValueOf(r, c, share) ?? 0);
        }

        return greatest;
    }

    /// <summary>With rows for columns.</summary>
    public Matrix Transposed()
    {
        var cells = new long[Columns.Count, Rows.Count];
        for (var r = 0; r < Rows.Count; r++)
        {
            for (var c = 0; c < Columns.Count; c++) cells[c, r] = _cells[r, c];
        }

        return new Matrix(Columns, Rows, cells, ColumnTotals, RowTotals, Total);
    }

    public bool HasRow(int row) => Enumerable.Range(0, Columns.Count).Any(c => _cells[row, c] > 0);

    public bool HasColumn(int column) => Enumerable.Range(0, Rows.Count).Any(r => _cells[r, column] > 0);

    /// <summary>Some rows and columns, in the order given; totals stay what they were of all.</summary>
    public Matrix Keep(IReadOnlyList<int> rows, IReadOnlyList<int> columns)
    {
        var cells = new long[rows.Count, columns.Count];
        for (var r = 0; r < rows.Count; r++)
        {
            for (var c = 0; c < columns.Count; c++) cells[r, c] = _cells[rows[r], columns[c]];
        }

        return new Matrix([.. rows.Select(r => Rows[r])], [.. columns.Select(c => Columns[c])], cells, RowTotals is null ? null : [.. rows.Select(r => RowTotals[r])], ColumnTotals is null ? null : [.. columns.Select(c => ColumnTotals[c])], Total);
    }

    /// <summary>Rows by the size of one column, or of their totals; what is equal stays in order.</summary>
    /// <param name="column">The key of a column; null for the totals.</param>
    public Matrix SortedBy(string? column, MatrixShare share, bool isDescending)
    {
        var at = column is null ? -1 : Columns.ToList().FindIndex(c => c.Key == column);
        if (column is not null && at < 0) return this;
        double Of(int row) => at < 0 ? RowTotals?[row] ?? 0 : ValueOf(row, at, share) ?? 0;
        var rows = Enumerable.Range(0, Rows.Count);
        return Keep([.. isDescending ? rows.OrderByDescending(Of) : rows.OrderBy(Of)], [.. Enumerable.Range(0, Columns.Count)]);
    }
}
