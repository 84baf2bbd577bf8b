using System.Collections;
using System.Numerics;
using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Matrices;
using Npgsql;
using NpgsqlTypes;

namespace CoreStudy.Data.Matrices;

/// <summary>How often codes occur together.</summary>
/// <param name="Cells">By row and column: passages of the row's codes that occur together with one of the column's, or the words, people or interviews of these.</param>
/// <param name="RowTotals">The same of all passages of the row's codes, together with something or not.</param>
public sealed record PairNumbers(long[,] Cells, long[] RowTotals);

/// <summary>Counts which codes occur together, a transcript at a time.</summary>
/// <remarks>
/// The database hands over, transcript by transcript, where each passage lies, as a few arrays of numbers; a sweep from left to right finds which meet, and
/// nothing but the counts is kept. A join in the database makes a row of each two passages that meet: fifteen million of them where three million passages
/// meet five others each, which takes it several times as long as handing over three million places.
/// </remarks>
public static class PairCounts
{
    /// <summary>How many rows and how many columns there can be at most.</summary>
    public const int Most = 250;

    /// <param name="passages">Those that count, of the codes of all rows and columns, and that the reader may see.</param>
    /// <param name="rows">The codes of each row.</param>
    /// <param name="columns">The codes of each column.</param>
    public static async Task<PairNumbers> ReadAsync(
        StudyDb db, IQueryable<CodedPassage> passages, IReadOnlyList<IReadOnlyCollection<CodeId>> rows, IReadOnlyList<IReadOnlyCollection<CodeId>> columns, Together together, MatrixMeasure measure, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows.Count, Most);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns.Count, Most);
        var codes = rows.Concat(columns).SelectMany(c => c).Distinct().ToList();
        var sweep = new Sweep(codes, rows, columns, measure);
        var (from, to) = together.When switch
        {
            TogetherWhen.Overlap => ("p.segment_start", "p.segment_end"),
            TogetherWhen.SameTurn => ("p.first_turn", "p.last_turn + 1"),
            _ => ("p.first_word", $"p.end_word + 1 + {Math.Clamp(together.Words, 0, Together.MostWords)}"),
        };
        var chosen = passages.Select(p => new { p.TranscriptId, p.CodeId, p.ParticipantId, p.Segment.Start, p.Segment.End, p.FirstTurn, p.LastTurn, p.FirstWord, p.EndWord });
        return await chosen.AskAsync(
            db, "p(transcript_id, code_id, participant_id, segment_start, segment_end, first_turn, last_turn, first_word, end_word)",
            $"""
             select t.interview_id, array_agg(c.number::int), array_agg({from}), array_agg({to}){(measure == MatrixMeasure.Words ? ", array_agg(p.first_word), array_agg(p.end_word)" : "")}{(measure is MatrixMeasure.Words or MatrixMeasure.People ? ", array_agg(p.participant_id)" : "")}
             from p join unnest(@codes) with ordinality as c(id, number) on c.id = p.code_id join transcripts t on t.id = p.transcript_id
             group by t.interview_id, t.id order by t.interview_id
             """,
            [new NpgsqlParameter("codes", NpgsqlDbType.Array | NpgsqlDbType.Uuid) { Value = codes.Select(c => c.Value).ToArray() }],
            async (answer, leaving) =>
            {
                while (await answer.ReadAsync(leaving))
                {
                    var (interview, numbers, starts, ends) = (answer.GetGuid(0), answer.GetFieldValue<int[]>(1), answer.GetFieldValue<int[]>(2), answer.GetFieldValue<int[]>(3));
                    var (firstWords, endWords) = measure == MatrixMeasure.Words ? (answer.GetFieldValue<int[]>(4), answer.GetFieldValue<int[]>(5)) : ([], []);
                    var people = measure switch { MatrixMeasure.Words => answer.GetFieldValue<Guid?[]>(6), MatrixMeasure.People => answer.GetFieldValue<Guid?[]>(4), _ => [] };
                    sweep.Take(interview, numbers, starts, ends, firstWords, endWords, people);
                }

                return sweep.Numbers();
            },
            cancel);
    }

    private sealed class Sweep
    {
        private readonly MatrixMeasure _measure;
        private readonly int _columns;
        private readonly int _words;
        private readonly int[][] _rowsOf;
        private readonly ulong[] _columnsOf;
        private readonly long[] _counts;
        private readonly int[] _lastInterview;
        private readonly Dictionary<Guid, int> _people = [];
        private readonly BitArray?[] _peopleOf;
        private readonly int[] _reached;
        private readonly int[] _reachedIn;
        private int _interviews;
        private int _stretch;
        private Guid _interview;

        /// <summary>A column more than asked stands for all of a row's passages.</summary>
        public Sweep(List<CodeId> codes, IReadOnlyList<IReadOnlyCollection<CodeId>> rows, IReadOnlyList<IReadOnlyCollection<CodeId>> columns, MatrixMeasure measure)
        {
            (_measure, _columns, _words) = (measure, columns.Count + 1, ((columns.Count + 1) / 64) + 1);
            _rowsOf = [.. codes.Select(code => rows.Index().Where(r => r.Item.Contains(code)).Select(r => r.Index).ToArray())];
            _columnsOf = new ulong[codes.Count * _words];
            foreach (var (c, column) in columns.Index())
            {
                foreach (var code in column.Distinct()) _columnsOf[(codes.IndexOf(code) * _words) + (c / 64)] |= 1UL << (c % 64);
            }

            var cells = rows.Count * _columns;
            _counts = new long[cells];
            _lastInterview = measure == MatrixMeasure.Interviews ? new int[cells] : [];
            _peopleOf = measure == MatrixMeasure.People ? new BitArray?[cells] : [];
            (_reached, _reachedIn) = measure == MatrixMeasure.Words ? (new int[cells], new int[cells]) : ([], []);
            Rows = rows.Count;
        }

        private int Rows { get; }

        /// <param name="numbers">The code of each passage, from 1.</param>
        /// <param name="starts">Passages meet where one begins before the other ends, both ways.</param>
        public void Take(Guid interview, int[] numbers, int[] starts, int[] ends, int[] firstWords, int[] endWords, Guid?[] people)
        {
            if (interview != _interview || _interviews == 0) (_interview, _interviews) = (interview, _interviews + 1);
            var order = Enumerable.Range(0, numbers.Length).ToArray();
            Array.Sort([.. starts], order);
            var met = new ulong[numbers.Length * _words];
            var active = new List<int>();
            foreach (var one in order)
            {
                var kept = 0;
                for (var i = 0; i < active.Count; i++)
                {
                    var other = active[i];
                    if (ends[other] <= starts[one]) continue;
                    active[kept++] = other;
                    if (ends[one] <= starts[other]) continue;
                    var (here, there, mine, theirs) = (one * _words, other * _words, (numbers[one] - 1) * _words, (numbers[other] - 1) * _words);
                    for (var w = 0; w < _words; w++)
                    {
                        met[here + w] |= _columnsOf[theirs + w];
                        met[there + w] |= _columnsOf[mine + w];
                    }
                }

                active.RemoveRange(kept, active.Count - kept);
                active.Add(one);
            }

            // Words are counted along the text for one speaker after the other.
            if (_measure == MatrixMeasure.Words) order = [.. order.OrderBy(i => people[i]).ThenBy(i => firstWords[i]).ThenBy(i => endWords[i])];
            Guid? speaker = null;
            _stretch++;
            foreach (var one in order)
            {
                if (_measure == MatrixMeasure.Words && people[one] != speaker) (speaker, _stretch) = (people[one], _stretch + 1);
                met[(one * _words) + ((_columns - 1) / 64)] |= 1UL << ((_columns - 1) % 64);
                foreach (var row in _rowsOf[numbers[one] - 1])
                {
                    for (var w = 0; w < _words; w++)
                    {
                        for (var bits = met[(one * _words) + w]; bits != 0; bits &= bits - 1)
                        {
                            var cell = (row * _columns) + (w * 64) + BitOperations.TrailingZeroCount(bits);
                            Count(cell, one, firstWords, endWords, people);
                        }
                    }
                }
            }
        }

        public PairNumbers Numbers()
        {
            var cells = new long[Rows, _columns - 1];
            var totals = new long[Rows];
            for (var r = 0; r < Rows; r++)
            {
                for (var c = 0; c < _columns - 1; c++) cells[r, c] = _counts[(r * _columns) + c];
                totals[r] = _counts[(r * _columns) + _columns - 1];
            }

            return new PairNumbers(cells, totals);
        }

        private void Count(int cell, int passage, int[] firstWords, int[] endWords, Guid?[] people)
        {
            switch (_measure)
            {
                case MatrixMeasure.Passages:
                    _counts[cell]++;
                    break;
                case MatrixMeasure.Interviews when _lastInterview[cell] != _interviews:
                    (_lastInterview[cell], _counts[cell]) = (_interviews, _counts[cell] + 1);
                    break;
                case MatrixMeasure.Words:
                    if (_reachedIn[cell] != _stretch) (_reachedIn[cell], _reached[cell]) = (_stretch, 0);
                    _counts[cell] += Math.Max(0, endWords[passage] - Math.Max(_reached[cell], firstWords[passage]));
                    _reached[cell] = Math.Max(_reached[cell], endWords[passage]);
                    break;
                case MatrixMeasure.People when people[passage] is { } person:
                    if (!_people.TryGetValue(person, out var number)) _people[person] = number = _people.Count;
                    var known = _peopleOf[cell] ??= new BitArray(64);
                    if (number >= known.Length) known.Length = ((number / 64) + 1) * 64;
                    if (known[number]) break;
                    known[number] = true;
                    _counts[cell]++;
                    break;
            }
        }
    }
}
