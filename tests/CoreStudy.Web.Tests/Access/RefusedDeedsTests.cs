using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using CoreStudy.Web.Watch;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CoreStudy.Web.Tests.Access;

/// <summary>What is told of whoever tries what is not theirs.</summary>
public sealed class RefusedDeedsTests(PostgresFixture postgres) : AccessTest(postgres)
{
    private readonly KeptLog _log = new();
    private readonly ConcurrentBag<string> _counted = [];

    [Fact]
    public async Task Each_refusal_is_told_with_ids_and_counted()
    {
        var permissions = Watched();
        var me = (await Study.MemberAsync(Role.Coder)).AccountId;
        var elsewhere = (await StudyBuilder.StartAsync(Db, "Another study")).Study.Id;

        await permissions.AskAsync(me, Study.Study.Id, Operation.ManageMembers, Cancel);
        await permissions.AskAsync(me, elsewhere, Operation.SeeStudy, Cancel);
        await permissions.AskAsync(me, TranscriptId.New(), Operation.Code, Cancel);

        Assert.Equal(3, _log.Lines.Count);
        Assert.All(_log.Lines, line => Assert.StartsWith("Warning", line, StringComparison.Ordinal));
        Assert.Contains(_log.Lines, line => line.Contains($"Account {me.Value} was refused ManageMembers of {Study.Study.Id.Value}: not in their role.", StringComparison.Ordinal));
        Assert.Contains(_log.Lines, line => line.Contains($"refused SeeStudy of {elsewhere.Value}: not there for them.", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Lines, line => line.Contains("Another study", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_allowed_and_what_a_page_only_wants_to_know_are_not_told()
    {
        var permissions = Watched();
        var me = (await Study.MemberAsync(Role.Coder)).AccountId;

        StudyBuilder.Must(await permissions.AskAsync(me, Study.Study.Id, Operation.SeeStudy, Cancel));
        Assert.False(await permissions.MayAsync(me, Study.Study.Id, Operation.ManageMembers, Cancel));
        Assert.True(await permissions.MayAsync(me, Study.Study.Id, Operation.SeeStudy, Cancel));

        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task A_script_in_a_loop_does_not_fill_the_log_and_every_try_is_counted()
    {
        var permissions = Watched();
        var me = (await Study.MemberAsync(Role.Coder)).AccountId;
        using var listener = Counting();

        for (var i = 0; i < 200; i++) await permissions.AskAsync(me, Study.Study.Id, Operation.ManageAccounts, Cancel);

        Assert.Equal(RefusedDeeds.Told + 1, _log.Lines.Count);
        Assert.Contains("counted, and not told", _log.Lines.Last(), StringComparison.Ordinal);
        Assert.True(_counted.Count(kind => kind == nameof(Operation.ManageAccounts)) >= 200);

        Clock.Pass(TimeSpan.FromMinutes(1));
        await permissions.AskAsync(me, Study.Study.Id, Operation.ManageAccounts, Cancel);
        Assert.Equal(RefusedDeeds.Told + 2, _log.Lines.Count);
    }

    private Permissions Watched()
    {
        var databases = Contexts;
        var logger = LoggerFactory.Create(logging => logging.AddProvider(_log)).CreateLogger<RefusedDeeds>();
        return new Permissions(databases, new SecondStepDuty(databases, Options.Create(new SignInOptions()), Clock), new RefusedDeeds(logger, Clock), Clock);
    }

    private MeterListener Counting()
    {
        var listener = new MeterListener { InstrumentPublished = (instrument, l) => { if (instrument == (Instrument)StudyMeters.Refusals) l.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => _counted.Add((string)tags[0].Value!));
        listener.Start();
        return listener;
    }
}
