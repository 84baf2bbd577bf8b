using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CoreStudy.Web.Watch;

/// <summary>What is counted and timed of the work itself. Labels are names of kinds and outcomes, never words, people or ids.</summary>
/// <remarks>Every instrument is told of in <c>deploy/docs/monitoring.md</c>; a label that is new must be let through in <see cref="Telemetry"/>.</remarks>
public static class StudyMeters
{
    public const string Name = "CoreStudy";

    private static readonly Meter Meter = new(Name);

    public static Counter<long> Acts { get; } = Meter.CreateCounter<long>("corestudy.codings.acts", "{act}", "Acts at the coding desk, by kind and outcome: kept, refused, failed.");

    public static Histogram<double> ActTime { get; } = Meter.CreateHistogram(
        "corestudy.codings.act.duration", "s", "From the arrival of acts to their commit.", advice: Buckets(.002, .005, .01, .02, .05, .1, .15, .25, .5, 1, 2.5, 5, 10));

    public static Counter<long> Notices { get; } = Meter.CreateCounter<long>("corestudy.notices.sent", "{notice}", "News told to open pages, by kind.");

    public static Counter<long> LeakFinds { get; } = Meter.CreateCounter<long>("corestudy.leak_scans.finds", "{find}", "Places that leak scans found, by weight.");

    public static Histogram<double> LeakScanTime { get; } = Meter.CreateHistogram(
        "corestudy.leak_scans.duration", "s", "How long leak scans took; its count is their number.", advice: Buckets(.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30));

    public static Counter<long> Exports { get; } = Meter.CreateCounter<long>("corestudy.exports", "{export}", "Files asked for, by outcome: left, stopped, agreed (left because somebody let it).");

    public static Counter<long> Refusals { get; } = Meter.CreateCounter<long>("corestudy.refusals", "{refusal}", "Deeds and pages that were refused to whoever asked, by the operation.");

    public static Histogram<double> JobTime { get; } = Meter.CreateHistogram(
        "corestudy.jobs.duration", "s", "Runs of background jobs, by job and outcome: done, failed.", advice: Buckets(.01, .05, .1, .5, 1, 5, 10, 30, 60, 300, 1800));

    private static InstrumentAdvice<double> Buckets(params double[] bounds) => new() { HistogramBucketBoundaries = bounds };
}

/// <summary>The spans that the app itself makes; their tags are ids of studies and transcripts, and counts.</summary>
public static class StudyTraces
{
    public const string Name = "CoreStudy";

    public static ActivitySource Source { get; } = new(Name);
}
