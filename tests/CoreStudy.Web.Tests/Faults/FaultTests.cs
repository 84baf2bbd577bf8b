using System.Runtime.Versioning;
using CoreStudy.Testing.Faults;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Faults;

/// <summary>Fifty people code while something goes wrong for two seconds; whatever they were told was kept is there once, and nothing else is. Longer, by hand: the command <c>faults</c> of the benchmarks.</summary>
[Trait("Needs", "Postgres")]
[UnsupportedOSPlatform("windows")]
public sealed class FaultTests(FaultTests.Ground ground) : IClassFixture<FaultTests.Ground>
{
    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public Task Nothing_confirmed_is_lost_when_the_site_is_killed() => TryAsync(new KilledSite());

    [Fact]
    public Task Nothing_confirmed_is_lost_when_PostgreSQL_is_killed() => TryAsync(new KilledPostgres());

    [Theory]
    [InlineData(Between.PeopleAndSite, Cutting.Reset)]
    [InlineData(Between.PeopleAndSite, Cutting.Silent)]
    [InlineData(Between.SiteAndDatabase, Cutting.Reset)]
    [InlineData(Between.SiteAndDatabase, Cutting.Silent)]
    public Task Nothing_confirmed_is_lost_when_a_line_is_cut(Between between, Cutting cutting) => TryAsync(new CutConnection(between, cutting));

    [Fact]
    public Task Nothing_confirmed_is_lost_when_the_disk_is_full() => TryAsync(new FullDisk());

    [Fact]
    public Task Nothing_confirmed_is_lost_when_PostgreSQL_can_write_no_more_and_goes_down() => TryAsync(new FullLog());

    [Fact]
    public Task Nothing_confirmed_is_lost_over_a_slow_disk() => TryAsync(new SlowDisk(TimeSpan.FromMilliseconds(50)));

    [Fact]
    public Task Nothing_confirmed_is_lost_and_the_order_holds_when_the_clock_jumps() => TryAsync(new ClockJump());

    [Fact]
    public Task Nothing_confirmed_is_lost_when_there_are_fewer_connections_than_people_and_then_none() => TryAsync(new PoolExhausted());

    [Fact]
    public Task Nothing_confirmed_is_lost_when_the_certificate_has_expired() => TryAsync(new CertificateExpired());

    [Fact]
    public async Task The_reckoning_finds_a_coding_that_was_confirmed_and_is_gone()
    {
        await using var none = new Nothing();

        var reckoning = await FaultTrial.RunAsync(await ground.StandAsync(Cancel), none, TrialOptions.Brief with { People = 3, Length = TimeSpan.Zero }, Cancel, async transcript =>
        {
            await using var db = (await ground.StandAsync(Cancel)).Db();
            var one = await db.CodingActs.Where(a => a.TranscriptId == transcript.Id).OrderBy(a => a.Revision).FirstAsync(Cancel);
            await db.CodingActs.Where(a => a.CodingId == one.CodingId).ExecuteDeleteAsync(Cancel);
            await db.Codings.Where(c => c.Id == one.CodingId).ExecuteDeleteAsync(Cancel);
        });

        Assert.InRange(reckoning.Lost, 1, 2); // two where it had been taken away as well
        Assert.Contains("was confirmed, and is not there", reckoning.ToString(), StringComparison.Ordinal);
    }

    private async Task TryAsync(Fault fault)
    {
        await using var tried = fault;
        Assert.SkipUnless(fault.Missing is null, $"“{fault.Name}” cannot be tried here: {fault.Missing}.");

        var reckoning = await FaultTrial.RunAsync(await ground.StandAsync(Cancel), fault, TrialOptions.Brief, Cancel);

        Xunit.TestContext.Current.TestOutputHelper?.WriteLine(reckoning.ToString());
        Assert.True(reckoning.IsWhole, reckoning.ToString());
    }

    /// <summary>One installation for all of them, made when the first asks.</summary>
    public sealed class Ground : IAsyncLifetime
    {
        private FaultGround? _stands;

        public ValueTask InitializeAsync() => ValueTask.CompletedTask;

        public async Task<FaultGround> StandAsync(CancellationToken cancel) => _stands ??= await FaultGround.StartAsync(TrialOptions.Brief.People, TrialOptions.Brief.Length, cancel);

        public async ValueTask DisposeAsync()
        {
            if (_stands is not null) await _stands.DisposeAsync();
        }
    }

    /// <summary>All goes well.</summary>
    private sealed class Nothing : Fault
    {
        public override string Name => "nothing";

        public override Task StrikeAsync(FaultGround ground, TimeSpan length, CancellationToken cancel) => Task.CompletedTask;
    }
}
