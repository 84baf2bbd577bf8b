using CoreStudy.Domain.Participants;
using CsCheck;

namespace CoreStudy.Domain.Tests.Participants;

public sealed class SmallCellsTests
{
    private static readonly Gen<(List<Person> People, int K)> Studies =
        Gen.Select(Gen.Int[0, 40], Gen.Int[1, 4], Gen.Int[3, 6], Gen.Int[0, int.MaxValue]).Select((people, columns, k, seed) => (Make(people, columns, new Random(seed)), k));

    private static readonly Gen<(int[,] Counts, int K)> Tables =
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[3, 5], Gen.Int[0, int.MaxValue]).Select((rows, columns, k, seed) => (Table(rows, columns, new Random(seed)), k));

    [Fact]
    public void Classes_below_k_are_counted_with_who_is_alone_in_them()
    {
        var report = SmallCells.Count([.. Repeat(6, "PSW", "Alder"), .. Repeat(2, "PSW", "Birch"), .. Repeat(1, "Supervisor", "Alder")], k: 5);

        Assert.Equal([1, 2, 6], report.Classes.Select(c => c.Size));
        Assert.Equal((1, 3), (report.Unique, report.InSmall));
        Assert.Equal(DisclosureVerdict.Unsafe, report.Verdict);
        Assert.Equal("1 person is alone with these values, 3 of 9 in a group below 5: a colleague could tell who is meant.", report.Reason);
    }

    [Fact]
    public void The_column_whose_giving_up_frees_most_people_is_named()
    {
        var report = SmallCells.Count([.. Repeat(3, "PSW", "Alder"), .. Repeat(3, "PSW", "Birch"), .. Repeat(2, "Supervisor", "Birch")], k: 5);

        Assert.Equal(new Coarsening(Column: 1, Freed: 6), report.Best);
    }

    [Fact]
    public void Somebody_who_is_one_of_many_at_work_is_not_alone_for_being_alone_in_the_study()
    {
        var report = SmallCells.Count(Repeat(1, "PSW", "Alder"), k: 5, _ => 30);

        Assert.Equal((DisclosureVerdict.Safe, 0), (report.Verdict, report.Unique));
    }

    [Fact]
    public void A_workforce_smaller_than_the_study_is_not_believed() =>
        Assert.Equal(6, SmallCells.Count(Repeat(6, "PSW"), k: 5, _ => 2).Classes.Single().Among);

    [Fact]
    public void Few_in_small_groups_and_nobody_alone_is_a_caution() =>
        Assert.Equal(DisclosureVerdict.Caution, SmallCells.Count([.. Repeat(60, "PSW"), .. Repeat(3, "Supervisor")], k: 5).Verdict);

    [Fact]
    public void Whatever_is_said_of_somebody_is_said_of_at_least_k() => Studies.Sample(study =>
    {
        var kept = SmallCells.Coarsen(study.People, study.K);

        var said = study.People.Select((p, i) => (kept[i], string.Join('|', p.Values.Take(kept[i])))).GroupBy(s => s).ToList();
        Assert.All(said, group => Assert.True(group.Count() >= study.K || (group.Key.Item1 == 0 && said.Count == 1)));
    });

    [Fact]
    public void What_enough_people_share_is_said_in_full() => Studies.Sample(study =>
    {
        var kept = SmallCells.Coarsen(study.People, study.K);

        var everybodyIsOneOfMany = study.People.GroupBy(p => string.Join('|', p.Values)).All(g => g.Count() >= study.K);
        if (everybodyIsOneOfMany) Assert.All(kept, k => Assert.Equal(study.People[0].Values.Count, k));
    });

    [Fact]
    public void No_count_below_k_is_shown_in_a_table_or_in_its_totals() => Tables.Sample(table =>
    {
        var held = SmallCells.HoldBack(table.Counts, table.K);

        foreach (var (row, column, count) in Cells(table.Counts)) Assert.True(held.IsHeld(row, column) || count == 0 || count >= table.K);
        for (var r = 0; r < table.Counts.GetLength(0); r++) Assert.True(held.IsRowTotalHeld(r) || Row(table.Counts, r) is 0 || Row(table.Counts, r) >= table.K);
    });

    [Fact]
    public void No_count_below_k_can_be_worked_out_from_what_is_shown() => Tables.Sample(table =>
    {
        var held = SmallCells.HoldBack(table.Counts, table.K);

        foreach (var (row, column, count) in Cells(table.Counts).Where(c => c.Count > 0 && c.Count < table.K))
            Assert.True(CouldBeOtherwise(table.Counts, held, row, column), $"{count} at {row},{column} of {Show(table.Counts)}");
    });

    [Fact]
    public void A_table_without_small_counts_is_shown_whole()
    {
        var held = SmallCells.HoldBack(new[,] { { 5, 9 }, { 7, 0 } }, k: 5);

        Assert.False(held.IsHeld(0, 0) || held.IsHeld(0, 1) || held.IsHeld(1, 0) || held.IsHeld(1, 1) || held.IsTotalHeld);
    }

    [Fact]
    public void A_label_says_as_much_as_enough_people_share()
    {
        List<Person> people = [.. Repeat(6, "Peer support worker", "Alder"), .. Repeat(5, "Peer support worker", "Birch"), .. Repeat(2, "Peer support worker", "Cedar"), .. Repeat(3, "Peer support worker", "Elm")];

        Assert.Equal("Peer support worker, Alder", QuoteLabel.For(people[0].Id, people, 5));
        Assert.Equal("Peer support worker", QuoteLabel.For(people[11].Id, people, 5));
    }

    [Fact]
    public void A_label_of_one_whose_very_role_is_rare_says_nothing()
    {
        List<Person> people = [.. Repeat(9, "Peer support worker", "Alder"), .. Repeat(1, "Chief executive", "Alder")];

        Assert.Equal(QuoteLabel.Anybody, QuoteLabel.For(people[9].Id, people, 5));
        Assert.Equal(QuoteLabel.Anybody, QuoteLabel.For(ParticipantId.New(), people, 5));
    }

    /// <summary>Whether other counts with the same shown cells and totals, each one off at most, differ in this cell.</summary>
    private static bool CouldBeOtherwise(int[,] counts, HeldTable held, int row, int column)
    {
        var (rows, columns) = (counts.GetLength(0), counts.GetLength(1));
        var free = Cells(counts).Where(c => held.IsHeld(c.Row, c.Column)).ToList();
        var total = (int)Math.Pow(3, free.Count);
        for (var n = 0; n < total; n++)
        {
            var change = new int[rows, columns];
            var digits = n;
            foreach (var (r, c, _) in free)
            {
                change[r, c] = (digits % 3) - 1;
                digits /= 3;
            }

            if (change[row, column] == 0 || free.Exists(f => f.Count + change[f.Row, f.Column] < 0)) continue;
            var isSame = Enumerable.Range(0, rows).All(r => held.IsRowTotalHeld(r) || Row(change, r) == 0)
                && Enumerable.Range(0, columns).All(c => held.IsColumnTotalHeld(c) || Enumerable.Range(0, rows).Sum(r => change[r, c]) == 0)
                && (held.IsTotalHeld || change.Cast<int>().Sum() == 0);
            if (isSame) return true;
        }

        return false;
    }

    private static int Row(int[,] counts, int row) => Enumerable.Range(0, counts.GetLength(1)).Sum(c => counts[row, c]);

    private static IEnumerable<(int Row, int Column, int Count)> Cells(int[,] counts) =>
        from r in Enumerable.Range(0, counts.GetLength(0)) from c in Enumerable.Range(0, counts.GetLength(1)) select (r, c, counts[r, c]);

    private static string Show(int[,] counts) => string.Join(" / ", Enumerable.Range(0, counts.GetLength(0)).Select(r => string.Join(' ', Enumerable.Range(0, counts.GetLength(1)).Select(c => counts[r, c]))));

    private static List<Person> Repeat(int times, params string[] values) => [.. Enumerable.Range(0, times).Select(_ => new Person(ParticipantId.New(), values))];

    private static List<Person> Make(int people, int columns, Random choice) =>
        [.. Enumerable.Range(0, people).Select(_ => new Person(ParticipantId.New(), [.. Enumerable.Range(0, columns).Select(c => $"{choice.Next(c + 2)}")]))];

    private static int[,] Table(int rows, int columns, Random choice)
    {
        var table = new int[rows, columns];
        for (var r = 0; r < rows; r++)
        {
            for (var c = 0; c < columns; c++) table[r, c] = choice.Next(3) == 0 ? 0 : choice.Next(1, 12);
        }

        return table;
    }
}
