using System.Diagnostics.Metrics;
using CoreStudy.Data;
using CoreStudy.Vault.Recordings;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Watch;

/// <summary>How the site stands just now: what is open and waiting on this node, and, read once a minute, what is stored.</summary>
internal sealed class SiteGauges : BackgroundService
{
    public const string MeterName = "CoreStudy.Site";

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Meter _meter = new(MeterName);
    private readonly IDbContextFactory<StudyDb> _databases;
    private readonly SoundStore _sounds;
    private readonly TimeProvider _clock;
    private readonly ILogger<SiteGauges> _logger;
    private Stored _stored = new(0, 0, 0, 0);

    public SiteGauges(OpenCircuits circuits, IEnumerable<IQueue> queues, Disks disks, IDbContextFactory<StudyDb> databases, SoundStore sounds, TimeProvider clock, ILogger<SiteGauges> logger)
    {
        (_databases, _sounds, _clock, _logger) = (databases, sounds, clock, logger);
        _meter.CreateObservableGauge("corestudy.circuits.open", () => circuits.All.Count, "{circuit}", "Pages held on this node, connected or away.");
        _meter.CreateObservableGauge("corestudy.circuits.connected", () => circuits.All.Count(c => c.IsConnected), "{circuit}", "Pages connected to this node.");
        _meter.CreateObservableGauge("corestudy.people.connected", () => circuits.People, "{person}", "People with a page connected to this node, each once.");
        _meter.CreateObservableGauge("corestudy.queue.length", () => queues.Select(q => new Measurement<long>(q.Waiting, new KeyValuePair<string, object?>("queue", q.Id))), "{item}", "What waits on this node, by queue.");
        _meter.CreateObservableGauge("corestudy.disk.free", () => disks.Read().Min(d => d.Free), "By", "Free room on the fullest disk of this program.");
        _meter.CreateObservableGauge("corestudy.database.size", () => _stored.Database, "By", "Size of the database.");
        _meter.CreateObservableGauge("corestudy.recordings.size", () => _stored.Recordings, "By", "Sealed recordings, with what is on its way in.");
        _meter.CreateObservableGauge("corestudy.audit.last", () => _stored.LastEntry, "{entry}", "Number of the last entry of the audit trail; it never falls.");
        _meter.CreateObservableGauge("corestudy.exports.waiting", () => _stored.StoppedExports, "{export}", "Exports that were stopped and nobody has agreed to.");
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    /// <summary>Reads what is stored.</summary>
    internal async Task ReadAsync(CancellationToken cancel)
    {
        await using var db = await _databases.CreateDbContextAsync(cancel);
        var size = (await db.Database.SqlQueryRaw<long>("""select pg_database_size(current_database()) as "Value" """).ToListAsync(cancel))[0];
        _stored = new Stored(
            size, await Task.Run(() => _sounds.Measure().Bytes, cancel), await db.AuditEntries.MaxAsync(e => (long?)e.Number, cancel) ?? 0,
            await db.StoppedExports.CountAsync(e => e.AgreedAt == null, cancel));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, _clock);
        do
        {
            try
            {
                await ReadAsync(stoppingToken);
            }
            catch (Exception exception) when (JobBoard.MayPass(exception))
            {
                Log.GaugesFailed(_logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private sealed record Stored(long Database, long Recordings, long LastEntry, long StoppedExports);
}
