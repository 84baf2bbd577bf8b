using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Transcripts;
using CsCheck;

namespace CoreStudy.Domain.Tests.Agreements;

/// <summary>The sweep against a count in which every character is a cell, and the coefficients against fractions, on random studies.</summary>
public sealed class AgreementPropertyTests
{
    private static readonly Coefficient[] ForAll =
    [
        Coefficient.PercentAgreement, Coefficient.FleissKappa, Coefficient.FleissGwetKappa, Coefficient.KrippendorffAlpha, Coefficient.GwetAc1,
        Coefficient.BrennanPrediger, Coefficient.LightKappa, Coefficient.CongerKappa,
    ];

    private static readonly Coefficient[] ForTwo =
    [
        Coefficient.PercentAgreement, Coefficient.CohenKappa, Coefficient.ScottPi, Coefficient.FleissKappa, Coefficient.KrippendorffAlpha, Coefficient.GwetAc1,
        Coefficient.BrennanPrediger,
    ];

    [Fact]
    public void Two_coders_agree_as_a_count_of_every_cell_says() => RandomMaterial.Any.Sample(
        (material, rules) =>
        {
            var figures = AgreementTables.Count(material, rules, cancel: TestContext.Current.CancellationToken).Over();
            foreach (var (first, second) in Pairs(material).Take(4))
            {
                foreach (var (code, codes) in Codes(material))
                {
                    var cells = Cells(material, rules, [first, second], codes, m => m.Count == 2);
                    var units = figures.Table(first, second, code).Units;
                    Assert.Equal(
                        (cells.Count(c => c is [1, 1]), cells.Count(c => c is [1, 0]), cells.Count(c => c is [0, 1]), cells.Count(c => c is [0, 0])),
                        (units.Both, units.OnlyFirst, units.OnlySecond, units.Neither));
                    var judgements = new Judgements(2, 2, cells);
                    foreach (var coefficient in ForTwo) AssertSame(Exact.Measure(judgements, coefficient), figures.Measure(Between.Two(first, second), code, coefficient));
                    AssertSame(F1(cells), figures.Measure(Between.Two(first, second), code, Coefficient.F1));
                }
            }
        },
        iter: 60);

    [Fact]
    public void All_coders_agree_as_a_count_of_every_cell_says() => RandomMaterial.Any.Sample(
        (material, rules) =>
        {
            var figures = AgreementTables.Count(material, rules, cancel: TestContext.Current.CancellationToken).Over();
            foreach (var (code, codes) in Codes(material))
            {
                var judgements = new Judgements(material.Coders.Count, 2, Cells(material, rules, material.Coders, codes, m => m.Count >= 2));
                foreach (var coefficient in ForAll) AssertSame(Exact.Measure(judgements, coefficient), figures.Measure(Between.All, code, coefficient));
            }
        },
        iter: 60);

    [Fact]
    public void Segments_are_matched_as_the_best_of_all_matchings() => RandomMaterial.Any.Sample(
        (material, rules) =>
        {
            var figures = AgreementTables.Count(material, rules, cancel: TestContext.Current.CancellationToken).Over();
            foreach (var (first, second) in Pairs(material))
            {
                foreach (var (code, codes) in Codes(material))
                {
                    var counts = default(SegmentCounts);
                    foreach (var transcript in material.Transcripts.Where(t => t.HandedIn.Contains(first) && t.HandedIn.Contains(second)))
                    {
                        var (one, other) = (United(transcript, first, codes), United(transcript, second, codes));
                        counts += new SegmentCounts(
                            one.Count, other.Count, one.Intersect(other).Count(), Best(one, other, rules.Overlap), one.Count(s => other.Exists(s.Overlaps)), other.Count(s => one.Exists(s.Overlaps)));
                    }

                    Assert.Equal(counts, figures.Table(first, second, code).Segments);
                }
            }
        },
        iter: 60);

    [Fact]
    public void A_continuum_of_one_code_gives_what_the_tables_of_pairs_and_of_all_give() => RandomMaterial.Any.Sample(
        (material, rules) =>
        {
            var figures = AgreementTables.Count(material, rules, cancel: TestContext.Current.CancellationToken).Over();
            foreach (var (code, codes) in Codes(material))
            {
                foreach (var (first, second) in Pairs(material))
                {
                    AssertSame(Continuum(material, [first, second], codes, 2).Measure(Coefficient.UAlpha).Value, figures.Measure(Between.Two(first, second), code, Coefficient.UAlpha));
                }

                AssertSame(Continuum(material, material.Coders, codes, 2).Measure(Coefficient.UAlphaBinary).Value, figures.Measure(Between.All, code, Coefficient.UAlphaBinary));
            }
        },
        iter: 60);

    [Fact]
    public void A_continuum_is_counted_as_character_by_character() => RandomMaterial.Any.Sample(
        (material, _) =>
        {
            var transcript = material.Transcripts[0];
            var coders = material.Coders.Select(c => WithoutOverlap(transcript.Codings.Where(x => x.Coder == c).Select(x => new ValuedSegment(x.Segment, IndexOf(material, x.Code))))).ToList();
            var table = new UnitizingTable(material.Codes.Count);
            table.Add(transcript.Length, coders);

            var exact = new UnitizingByCharacter(transcript.Length, material.Codes.Count, coders);
            AssertSame(exact.U(isBinary: false), table.Measure(Coefficient.UAlpha));
            AssertSame(exact.U(isBinary: true), table.Measure(Coefficient.UAlphaBinary));
            AssertSame(exact.Cu(), table.Measure(Coefficient.CuAlpha));
            for (var k = 0; k < material.Codes.Count; k++) AssertSame(exact.Ku(k), table.MeasureValue(k));
        },
        iter: 200);

    [Fact]
    public void The_figures_of_a_part_are_those_of_the_part_counted_alone() => RandomMaterial.Any.Sample(
        (material, rules) =>
        {
            var part = material.Transcripts.Where((_, i) => i % 2 == 0).Select(t => t.Id).ToHashSet();
            var (of, alone) = (AgreementTables.Count(material, rules, cancel: TestContext.Current.CancellationToken).Over(part.Contains), AgreementTables.Count(material with { Transcripts = [.. material.Transcripts.Where(t => part.Contains(t.Id))] }, rules, cancel: TestContext.Current.CancellationToken).Over());
            foreach (var how in Enum.GetValues<Averaging>())
            {
                foreach (var coefficient in ForAll) AssertSame(alone.Measure(Between.All, how, coefficient).Value, of.Measure(Between.All, how, coefficient));
                foreach (var coefficient in ForTwo)
                {
                    var pair = Between.Two(material.Coders[1], material.Coders[0]);
                    AssertSame(alone.Measure(pair, how, coefficient).Value, of.Measure(pair, how, coefficient));
                }
            }
        },
        iter: 60);

    [Fact]
    public void Nothing_is_ever_NaN_and_what_is_not_defined_says_why() => RandomMaterial.Any.Sample(
        (material, rules) =>
        {
            var figures = AgreementTables.Count(material, rules, cancel: TestContext.Current.CancellationToken).Over();
            foreach (var coefficient in Enum.GetValues<Coefficient>())
            {
                foreach (var who in Pairs(material).Select(p => Between.Two(p.First, p.Second)).Append(Between.All))
                {
                    foreach (var (code, _) in Codes(material)) AssertSaid(figures.Measure(who, code, coefficient));
                    foreach (var how in Enum.GetValues<Averaging>()) AssertSaid(figures.Measure(who, how, coefficient));
                }
            }
        },
        iter: 60);

    private static void AssertSaid(Measured measured)
    {
        if (measured.Value is { } value) Assert.InRange(value, -1e6, 1 + 1e-12);
        else Assert.StartsWith("Not defined, because ", measured.Sentence, StringComparison.Ordinal);
    }

    private static void AssertSame(double? expected, Measured measured)
    {
        Assert.True(expected is null == measured.Value is null, $"{measured}, where another count says {(expected is null ? "nothing" : "something")}");
        if (expected is { } value) Assert.Equal(value, measured.Value!.Value, 1e-9);
    }

    private static IEnumerable<(MemberId First, MemberId Second)> Pairs(AgreementMaterial material)
    {
        var members = material.Coders.Concat(material.References!).ToList();
        return members.SelectMany(a => members.Where(b => b != a).Select(b => (a, b)));
    }

    private static IEnumerable<(CodeId Code, IReadOnlyCollection<CodeId> Codes)> Codes(AgreementMaterial material) =>
        material.Codes.Select(c => (c, (IReadOnlyCollection<CodeId>)[c])).Concat(material.Groups!.Select(g => (g.Id, g.Codes)));

    private static int IndexOf(AgreementMaterial material, CodeId code) => material.Codes.ToList().IndexOf(code);

    /// <summary>A row for each unit of transcripts that enough of these coders handed in: 1 coded, 0 not, -1 not judged.</summary>
    private static List<int[]> Cells(
        AgreementMaterial material, ComparisonRules rules, IReadOnlyList<MemberId> coders, IReadOnlyCollection<CodeId> codes, Func<List<MemberId>, bool> isCompared)
    {
        var cells = new List<int[]>();
        foreach (var transcript in material.Transcripts)
        {
            if (!isCompared([.. coders.Where(transcript.HandedIn.Contains)])) continue;
            var units = rules.Unit switch
            {
                ComparisonUnit.Character => [.. Enumerable.Range(0, transcript.Length).Select(i => new Segment(i, i + 1))],
                ComparisonUnit.Transcript => [new Segment(0, transcript.Length)],
                _ => transcript.Units,
            };
            var rule = rules.Unit == ComparisonUnit.Transcript ? UnitRule.AnyCharacter : rules.Rule;
            foreach (var unit in units)
            {
                cells.Add([.. coders.Select(coder =>
                {
                    if (!transcript.HandedIn.Contains(coder)) return Judgements.Missing;
                    var covered = Enumerable.Range(unit.Start, unit.Length).Count(at => transcript.Codings.Any(c => c.Coder == coder && codes.Contains(c.Code) && c.Segment.Start <= at && at < c.Segment.End));
                    return covered > 0 && (rule == UnitRule.AnyCharacter || covered * 2 >= unit.Length) ? 1 : 0;
                })]);
            }
        }

        return cells;
    }

    private static double? F1(List<int[]> cells)
    {
        var (both, all) = (cells.Count(c => c is [1, 1]), cells.Sum(c => c.Sum()));
        return all == 0 ? null : 2.0 * both / all;
    }

    private static List<Segment> United(ComparedTranscript transcript, MemberId coder, IReadOnlyCollection<CodeId> codes)
    {
        var segments = transcript.Codings.Where(c => c.Coder == coder && codes.Contains(c.Code)).Select(c => c.Segment).ToList();
        for (var i = 0; i < segments.Count; i++)
        {
            var other = segments.FindIndex(i + 1, s => s.Overlaps(segments[i]));
            if (other < 0) continue;
            var joined = new Segment(Math.Min(segments[i].Start, segments[other].Start), Math.Max(segments[i].End, segments[other].End));
            segments.RemoveAt(other);
            segments[i] = joined;
            i = -1;
        }

        return segments;
    }

    /// <summary>Tries every matching.</summary>
    private static int Best(List<Segment> first, List<Segment> second, double overlap)
    {
        if (first.Count == 0) return 0;
        var (one, rest) = (first[0], first[1..]);
        var best = Best(rest, second, overlap);
        foreach (var other in second)
        {
            var (both, either) = (Enumerable.Range(one.Start, one.Length).Count(at => other.Start <= at && at < other.End), Enumerable.Range(0, 100).Count(at => (one.Start <= at && at < one.End) || (other.Start <= at && at < other.End)));
            if (both > 0 && (decimal)both / either >= (decimal)overlap) best = Math.Max(best, 1 + Best(rest, [.. second.Where(s => s != other)], overlap));
        }

        return best;
    }

    private static UnitizingTable Continuum(AgreementMaterial material, IReadOnlyList<MemberId> coders, IReadOnlyCollection<CodeId> codes, int fewest)
    {
        var table = new UnitizingTable(1);
        foreach (var transcript in material.Transcripts)
        {
            var present = coders.Where(transcript.HandedIn.Contains).ToList();
            if (present.Count < fewest) continue;
            table.Add(transcript.Length, [.. present.Select(c => United(transcript, c, codes).Select(s => new ValuedSegment(s, 0)).ToList())]);
        }

        return table;
    }

    private static List<ValuedSegment> WithoutOverlap(IEnumerable<ValuedSegment> segments)
    {
        var kept = new List<ValuedSegment>();
        foreach (var segment in segments)
        {
            if (!kept.Exists(k => k.Segment.Overlaps(segment.Segment))) kept.Add(segment);
        }

        return kept;
    }
}
