using System.Diagnostics;
using System.Globalization;
using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Benchmarks;

/// <summary>Agreement between all pairs of ten coders who coded all of a large study, in characters.</summary>
internal static class Agreeing
{
    private const int Coders = 10, Codes = 200, Transcripts = 300, CodingsOfEach = 200, Length = 45_000;

    private static readonly Coefficient[] All = [.. Enum.GetValues<Coefficient>().Except([Coefficient.CuAlpha, Coefficient.KuAlpha])]; // these two ask which of several codes

    /// <summary>Counting and every figure of every pair and of all, then the same with 2,000 draws for each.</summary>
    public static Task<string> RunAsync(Bench? _)
    {
        var material = Make();
        var small = material with { Transcripts = [.. material.Transcripts.Take(5)] };
        Figures(AgreementTables.Count(small, new ComparisonRules(ComparisonUnit.Character)).Over()); // compiled before anything is measured
        AgreementTables.Count(small, new ComparisonRules(ComparisonUnit.Character)).Over().Bootstrap(All, new BootstrapOptions(100));

        using var process = Process.GetCurrentProcess();
        TimeSpan Processor()
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }

        var (since, processor) = (Stopwatch.GetTimestamp(), Processor());
        var figures = AgreementTables.Count(material, new ComparisonRules(ComparisonUnit.Character)).Over();
        var counted = Stopwatch.GetElapsedTime(since);
        var defined = Figures(figures);
        var (figured, figuring) = (Stopwatch.GetElapsedTime(since), Processor() - processor);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        (since, processor) = (Stopwatch.GetTimestamp(), Processor());
        var intervals = figures.Bootstrap(All);
        var drawn = Stopwatch.GetElapsedTime(since);
        processor = Processor() - processor;
        GC.KeepAlive(intervals);
        return Task.FromResult(string.Create(
            CultureInfo.InvariantCulture,
            $"{figured.TotalMilliseconds:0} ms ({figuring.TotalMilliseconds:0} of processors), of them {counted.TotalMilliseconds:0} to count {Transcripts * Coders * CodingsOfEach:N0} codings ({defined:N0} figures; {before / 1024 / 1024} MB kept); with 2,000 draws {drawn.TotalSeconds:0.0} s, {processor.TotalSeconds:0.0} s of processors"));
    }

    private static int Figures(AgreementFigures figures)
    {
        var defined = 0;
        var coders = figures.Tables.Material.Coders;
        var everybody = coders.SelectMany((a, i) => coders.Skip(i + 1).Select(b => Between.Two(a, b))).Append(Between.All);
        foreach (var who in everybody)
        {
            foreach (var coefficient in All)
            {
                foreach (var code in figures.Tables.Material.Codes) defined += figures.Measure(who, code, coefficient).Value is null ? 0 : 1;
                foreach (var how in Enum.GetValues<Averaging>()) defined += figures.Measure(who, how, coefficient).Value is null ? 0 : 1;
            }
        }

        return defined;
    }

    private static AgreementMaterial Make()
    {
        var random = new Random(7);
        var (coders, codes) = (Enumerable.Range(0, Coders).Select(_ => MemberId.New()).ToList(), Enumerable.Range(0, Codes).Select(_ => CodeId.New()).ToList());
        return new AgreementMaterial(
            [.. Enumerable.Range(0, Transcripts).Select(_ =>
            {
                // What is there to be seen, and what each coder sees of it: the same passage with other borders, sometimes another code, sometimes nothing.
                var passages = Enumerable.Range(0, CodingsOfEach).Select(_ => (Start: random.Next(Length - 500), Length: random.Next(20, 400), Code: random.Next(Codes))).ToList();
                return new ComparedTranscript(TranscriptId.New(), Length, [], coders, [.. coders.SelectMany(coder => passages.Select(p =>
                {
                    var isOther = random.Next(5) == 0;
                    var start = isOther ? random.Next(Length - 500) : p.Start + random.Next(20);
                    return new CodedSegment(coder, codes[random.Next(5) == 0 ? random.Next(Codes) : p.Code], new Segment(start, start + p.Length + random.Next(20)));
                }))]);
            })],
            coders,
            codes);
    }
}
