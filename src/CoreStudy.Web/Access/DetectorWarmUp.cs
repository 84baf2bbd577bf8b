using CoreStudy.Anonymisation;
using CoreStudy.Web.Watch;

namespace CoreStudy.Web.Access;

/// <summary>Reads the detector's lists and models when the site starts, so that the first to write a memo does not wait for it.</summary>
internal sealed class DetectorWarmUp(JobBoard board) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        board.RunAsync(Job.Detector, () => Task.Run(() => Detector.Shared.Detect("Somebody waited for a week.", Knowledge.Nothing, cancel: stoppingToken), stoppingToken));
}
