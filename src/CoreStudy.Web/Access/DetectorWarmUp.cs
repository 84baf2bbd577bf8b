using CoreStudy.Anonymisation;

namespace CoreStudy.Web.Access;

/// <summary>Reads the detector's lists and models when the site starts, so that the first to write a memo does not wait for it.</summary>
internal sealed class DetectorWarmUp : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Run(() => Detector.Shared.Detect("Somebody waited for a week.", Knowledge.Nothing, cancel: stoppingToken), stoppingToken);
}
