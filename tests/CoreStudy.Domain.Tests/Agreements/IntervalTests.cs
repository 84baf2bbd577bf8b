using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Tests.Agreements;

public sealed class IntervalTests
{
    private const int Draws = 200;
    private static readonly Coefficient[] Drawn = [.. Enum.GetValues<Coefficient>().Except([Coefficient.CuAlpha, Coefficient.KuAlpha])];

    [Theory]
    [InlineData(1, ComparisonUnit.Character)]
    [InlineData(2, ComparisonUnit.Turn)]
    [InlineData(3, ComparisonUnit.Transcript)]
    public void Drawing_tables_gives_what_copying_transcripts_gives(int seed, ComparisonUnit unit)
    {
        var material = Make(seed, 7);
        var rules = new ComparisonRules(unit, Overlap: 0.5);
        var intervals = Count(material, rules).Over().Bootstrap(Drawn, new BootstrapOptions(Draws, 5), cancel: TestContext.Current.CancellationToken);

        var copies = Draw(material, 5).Select(m => Count(m, rules).Over()).ToList();

        var point = Count(material, rules).Over();
        Between[] everybody = [Between.All, Between.Two(material.Coders[0], material.Coders[2]), Between.Two(material.Coders[2], material.Coders[1])];
        foreach (var who in everybody)
        {
            foreach (var coefficient in Drawn)
            {
                foreach (var code in material.Codes) AssertSame(point.Measure(who, code, coefficient), copies.Select(c => c.Measure(who, code, coefficient)), intervals.Of(who, code, coefficient));
                foreach (var how in Enum.GetValues<Averaging>())
                {
                    if (how == Averaging.Pooled && coefficient is Coefficient.LightKappa or Coefficient.CongerKappa) continue;
                    AssertSame(point.Measure(who, how, coefficient), copies.Select(c => c.Measure(who, how, coefficient)), intervals.Of(who, how, coefficient));
                }
            }
        }
    }

    [Fact]
    public void A_figure_of_two_is_drawn_from_what_both_handed_in()
    {
        var material = Make(4, 8);
        var absent = material.Coders[1];
        material = material with { Transcripts = [.. material.Transcripts.Select((t, i) => i < 5 ? t : t with { HandedIn = [.. t.HandedIn.Where(m => m != absent)] })] };
        var rules = new ComparisonRules(ComparisonUnit.Character);

        var intervals = Count(material, rules).Over().Bootstrap(Drawn, new BootstrapOptions(Draws, 5), cancel: TestContext.Current.CancellationToken);

        var (pair, code) = (Between.Two(material.Coders[0], absent), material.Codes[0]);
        Assert.Equal(5, intervals.Of(pair, code, Coefficient.PercentAgreement)!.Value.Clusters);
        var alone = Draw(material with { Transcripts = [.. material.Transcripts.Take(5)] }, 5).Select(m => Count(m, rules).Over().Measure(pair, code, Coefficient.PercentAgreement));
        AssertSame(Measured.Of(1), alone, intervals.Of(pair, code, Coefficient.PercentAgreement));
        Assert.Null(intervals.Of(Between.All, code, Coefficient.FleissKappa));
        Assert.NotNull(intervals.Of(Between.All, code, Coefficient.KrippendorffAlpha));
    }

    [Fact]
    public void The_same_seed_gives_the_same_interval_and_few_transcripts_a_rough_one()
    {
        var figures = Count(Make(6, 9), new ComparisonRules(ComparisonUnit.Character)).Over();
        Interval Take(ulong seed) => figures.Bootstrap([Coefficient.CohenKappa], new BootstrapOptions(Draws, seed), cancel: TestContext.Current.CancellationToken)
            .Of(Between.Two(figures.Tables.Material.Coders[0], figures.Tables.Material.Coders[1]), Averaging.Pooled, Coefficient.CohenKappa)!.Value;

        Assert.Equal(Take(1), Take(1));
        Assert.NotEqual(Take(1), Take(2));
        Assert.True(Take(1).IsRough);
    }

    [Fact]
    public void One_transcript_has_no_interval()
    {
        var figures = Count(Make(7, 1), new ComparisonRules(ComparisonUnit.Character)).Over();

        var intervals = figures.Bootstrap([Coefficient.PercentAgreement], cancel: TestContext.Current.CancellationToken);

        Assert.Null(intervals.Of(Between.All, figures.Tables.Material.Codes[0], Coefficient.PercentAgreement));
    }

    [Fact]
    public void Drawing_tells_how_far_it_is_and_stops_when_told()
    {
        var figures = Count(Make(8, 12), new ComparisonRules(ComparisonUnit.Character)).Over();
        var told = new Told();
        figures.Bootstrap([Coefficient.CohenKappa], progress: told, cancel: TestContext.Current.CancellationToken);

        Assert.Equal(1, told.Last);
        Assert.True(told.Times > 5);
        Assert.ThrowsAny<OperationCanceledException>(() => figures.Bootstrap([Coefficient.CohenKappa], cancel: new CancellationToken(canceled: true)));
        Assert.ThrowsAny<OperationCanceledException>(() => AgreementTables.Count(figures.Tables.Material, figures.Tables.Rules, cancel: new CancellationToken(canceled: true)));
    }

    private static void AssertSame(Measured point, IEnumerable<Measured> copies, Interval? interval)
    {
        var values = copies.Select(c => c.Value).OfType<double>().Order().ToList();
        if (point.Value is null || values.Count * 2 < Draws)
        {
            Assert.Null(interval);
            return;
        }

        double At(double share)
        {
            var place = share * (values.Count - 1);
            var below = (int)place;
            return below + 1 < values.Count ? values[below] + ((place - below) * (values[below + 1] - values[below])) : values[below];
        }

        Assert.Equal((values.Count, Draws - values.Count), (interval!.Value.Draws, interval.Value.UndefinedDraws));
        Assert.Equal(At(0.025), interval.Value.Low, 1e-9);
        Assert.Equal(At(0.975), interval.Value.High, 1e-9);
    }

    private static AgreementTables Count(AgreementMaterial material, ComparisonRules rules) => AgreementTables.Count(material, rules, cancel: TestContext.Current.CancellationToken);

    /// <summary>The material drawn anew, transcript by transcript, by SplitMix64 written out once more.</summary>
    private static IEnumerable<AgreementMaterial> Draw(AgreementMaterial material, ulong state)
    {
        for (var draw = 0; draw < Draws; draw++)
        {
            var drawn = new List<ComparedTranscript>();
            foreach (var _ in material.Transcripts)
            {
                var z = state += 0x9E3779B97F4A7C15;
                z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
                z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
                drawn.Add(material.Transcripts[(int)((UInt128)(z ^ (z >> 31)) * (ulong)material.Transcripts.Count >> 64)] with { Id = TranscriptId.New() });
            }

            yield return material with { Transcripts = drawn };
        }
    }

    private static AgreementMaterial Make(int seed, int transcripts)
    {
        var random = new Random(seed);
        var (coders, codes) = (Enumerable.Range(0, 3).Select(_ => MemberId.New()).ToList(), Enumerable.Range(0, 4).Select(_ => CodeId.New()).ToList());
        return new AgreementMaterial(
            [.. Enumerable.Range(0, transcripts).Select(_ =>
            {
                var length = random.Next(50, 400);
                var codings = Enumerable.Range(0, random.Next(40)).Select(_ =>
                {
                    var start = random.Next(length);
                    var code = codes[random.Next(random.Next(1, 5))];
                    return new CodedSegment(coders[random.Next(3)], code, new Segment(start, Math.Min(length, start + random.Next(1, 60))));
                }).ToList();
                return new ComparedTranscript(TranscriptId.New(), length, [.. Enumerable.Range(0, length / 10).Select(i => new Segment(i * 10, (i * 10) + 9))], coders, codings);
            })],
            coders,
            codes);
    }

    private sealed class Told : IProgress<double>
    {
        private readonly Lock _lock = new();

        public double Last { get; private set; }

        public int Times { get; private set; }

        public void Report(double value)
        {
            lock (_lock) (Last, Times) = (Math.Max(Last, value), Times + 1);
        }
    }
}
