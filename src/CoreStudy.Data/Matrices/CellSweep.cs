using CoreStudy.Domain;

namespace CoreStudy.Data.Matrices;

/// <summary>Counts words, people or interviews in the cells of a matrix as passages pass by, each once in a cell, in its row, in its column and in all.</summary>
internal sealed class CellSweep
{
    private readonly int[][] _rowsOf;
    private readonly int _all;
    private readonly Column _total;
    private readonly Dictionary<string, Column> _columns = new(StringComparer.Ordinal);
    private readonly List<Stretch> _speech = [];
    private (Guid Transcript, Guid? Speaker) _speaker;
    private Guid _one;
    private int _number;

    /// <param name="codes">Each once; passages name them by their place here, from 1.</param>
    /// <param name="rows">The codes of each row.</param>
    public CellSweep(IReadOnlyList<CodeId> codes, IReadOnlyList<IReadOnlyCollection<CodeId>> rows)
    {
        _all = rows.Count;
        var rowsOf = rows.SelectMany((some, row) => some.Distinct().Select(code => (code, row))).ToLookup(r => r.code, r => r.row);
        _rowsOf = [.. codes.Select(code => (int[])[.. rowsOf[code], _all])];
        _total = new Column(_all + 1);
    }

    /// <summary>Takes in what somebody, or an interview, has in a column. The same one again must follow at once.</summary>
    /// <param name="codes">The codes of their passages.</param>
    public void Take(Guid one, string column, int[] codes)
    {
        if (one != _one || _number == 0) (_one, _number) = (one, _number + 1);
        var cells = At(column);
        foreach (var code in codes)
        {
            foreach (var row in _rowsOf[code - 1])
            {
                cells.Once(row, _number);
                _total.Once(row, _number);
            }
        }
    }

    /// <summary>Takes in passages of one speaker of a transcript in a column. The same speaker's others must follow at once.</summary>
    /// <param name="firsts">Number of each passage's first word.</param>
    /// <param name="ends">Number of the word behind each.</param>
    public void TakeWords(Guid transcript, Guid? speaker, string column, int[] codes, int[] firsts, int[] ends)
    {
        if ((transcript, speaker) != _speaker) Close();
        _speaker = (transcript, speaker);
        var cells = At(column);
        for (var i = 0; i < codes.Length; i++) _speech.Add(new Stretch(firsts[i], ends[i], codes[i], cells));
    }

    public MatrixNumbers Numbers()
    {
        Close();
        var cells = new Dictionary<(int, string), long>();
        foreach (var (name, column) in _columns)
        {
            for (var row = 0; row < _all; row++)
            {
                if (column.Counts[row] > 0) cells[(row, name)] = column.Counts[row];
            }
        }

        return new MatrixNumbers(
            cells, _total.Counts.Take(_all).Index().Where(t => t.Item > 0).ToDictionary(t => t.Index, t => t.Item),
            _columns.Where(c => c.Value.Counts[_all] > 0).ToDictionary(c => c.Key, c => c.Value.Counts[_all]), _total.Counts[_all]);
    }

    /// <summary>Counts along the text what one speaker says.</summary>
    private void Close()
    {
        if (_speech.Count == 0) return;
        _number++;
        _speech.Sort(static (a, b) => a.First.CompareTo(b.First));
        foreach (var (first, end, code, cells) in _speech)
        {
            foreach (var row in _rowsOf[code - 1])
            {
                cells.Cover(row, _number, first, end);
                _total.Cover(row, _number, first, end);
            }
        }

        _speech.Clear();
    }

    private Column At(string name) => _columns.TryGetValue(name, out var column) ? column : _columns[name] = new Column(_all + 1);

    private readonly record struct Stretch(int First, int End, int Code, Column Cells);

    private sealed class Column(int rows)
    {
        private readonly int[] _last = new int[rows];
        private readonly int[] _reached = new int[rows];

        public long[] Counts { get; } = new long[rows];

        public void Once(int row, int number)
        {
            if (_last[row] == number) return;
            _last[row] = number;
            Counts[row]++;
        }

        public void Cover(int row, int number, int first, int end)
        {
            if (_last[row] != number) (_last[row], _reached[row]) = (number, 0);
            if (end <= _reached[row]) return;
            Counts[row] += end - Math.Max(first, _reached[row]);
            _reached[row] = end;
        }
    }
}
