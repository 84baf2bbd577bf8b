using System.Diagnostics;
using CoreStudy.Data.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace CoreStudy.Web.Live.Nodes;

/// <summary>
/// The line between the nodes of an installation, by LISTEN and NOTIFY of the database that they share. What is published on one node is heard
/// on the others: ids alone, after the commit, and never within a transaction that writes, since a notice queues all commits there.
/// </summary>
/// <remarks>
/// The database is what is true; the line says where to look. Where it was cut, or a node fell silent that may have committed something it could
/// not tell any more, all who listen on this node look again. A message has a number: one that was sent twice is heard once, and a gap is seen.
/// Each node has two connections of its own, to the server itself: a pool that shares connections between transactions cannot listen.
/// </remarks>
public sealed class NodeLink(StudyConnections connections, StudyFeed feed, ILogger<NodeLink> logger) : BackgroundService
{
    /// <summary>The name of the channel.</summary>
    public const string Channel = "corestudy";

    /// <summary>As the listening connection is called in the server's list of connections.</summary>
    public const string ListenerName = "CoreStudy listens";

    /// <summary>What gathers within this time is told together.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(2);

    /// <summary>How often a node says that it is there.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    /// <summary>From one try to reach the server to the next, at first and at most.</summary>
    private static readonly (TimeSpan First, TimeSpan Most) Pause = (TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2));

    private readonly Guid _me = Guid.CreateVersion7();
    private readonly Gathered _gathered = new();
    private readonly SemaphoreSlim _something = new(0, 1);
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Neighbours _neighbours = new();
    private readonly long _since = Stopwatch.GetTimestamp();
    private IDisposable? _passing;
    private long _number;
    private NpgsqlConnection? _speaking;

    /// <summary>Done once this node listens for the first time.</summary>
    public Task Listening => _listening.Task;

    /// <summary>Whether this node hears the others at present.</summary>
    public bool IsListening { get; private set; }

    /// <summary>How often the line was cut since the start.</summary>
    public int Cuts { get; private set; }

    /// <summary>How many other nodes it hears.</summary>
    public int Others => _neighbours.Count;

    private TimeSpan Now => Stopwatch.GetElapsedTime(_since);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the site answers anybody, so that nothing of what they do goes untold.
        _passing = feed.PassOn(notice =>
        {
            _gathered.Add(notice);
            Wake();
        });
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll(ListenAsync(stoppingToken), SpeakAsync(stoppingToken));
        if (_speaking is not null) await _speaking.DisposeAsync();
    }

    public override void Dispose()
    {
        _passing?.Dispose();
        _speaking?.Dispose();
        _something.Dispose();
        base.Dispose();
    }

    private void Wake()
    {
        try
        {
            if (_something.CurrentCount == 0) _something.Release();
        }
        catch (Exception exception) when (exception is SemaphoreFullException or ObjectDisposedException)
        {
            // woken by another at the same moment, or the site stops
        }
    }

    private async Task ListenAsync(CancellationToken stopping)
    {
        var pause = Pause.First;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await using var connection = await OpenAsync(ListenerName, stopping);
                connection.Notification += (_, told) => Hear(told.Payload);
                await RunAsync(connection, $"listen {Channel}", stopping);
                _neighbours.LineIsNew(Now);
                IsListening = true;
                feed.LookAgain(); // what came before this moment was heard by nobody here
                _listening.TrySetResult();
                pause = Pause.First;
                while (true) await connection.WaitAsync(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // the site stops
            }
            catch (Exception exception)
            {
                if (IsListening) Cuts++;
                IsListening = false;
                Log.LineCut(logger, exception);
                pause = await RestAsync(pause, stopping);
            }
        }

        IsListening = false;
    }

    private void Hear(string text)
    {
        if (Message.Read(text) is not { } message || message.Node == _me) return;
        try
        {
            var heard = _neighbours.Hear(message, Now);
            if (heard == Heard.Known) return;
            if (heard == Heard.AfterGap)
            {
                Log.Gap(logger, message.Node, message.Number);
                feed.LookAgain();
            }

            foreach (var notice in message.Lines.Select(NoticeLine.Read).OfType<Notice>())
            {
                if (notice is LookAgain) feed.LookAgain();
                else feed.Hear(notice);
            }
        }
        catch (Exception exception)
        {
            Log.NotHeard(logger, message.Node, message.Number, exception); // the line stands, whoever listens and fails
        }
    }

    private async Task SpeakAsync(CancellationToken stopping)
    {
        var beaten = Stopwatch.GetTimestamp();
        await SayAsync([Still()], stopping);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var isNews = await _something.WaitAsync(Beat, stopping);
                if (isNews) await Task.Delay(Gathering, stopping);
            }
            catch (OperationCanceledException)
            {
                // what waits is told yet
            }

            var messages = Message.Of(_me, _number, _gathered.Take());
            if (messages.Count > 0) _number = messages[^1].Number;
            if (messages.Count > 0 || Stopwatch.GetElapsedTime(beaten) >= Beat)
            {
                await SayAsync(messages.Count > 0 ? messages : [Still()], stopping);
                beaten = Stopwatch.GetTimestamp();
            }

            if (IsListening && _neighbours.Missing(Now) is > 0 and var missing)
            {
                Log.NodeMissing(logger, missing);
                feed.LookAgain(); // it may have committed what it could not tell any more
            }
        }

        var rest = Message.Of(_me, _number, _gathered.Take());
        await SayOnceAsync([.. rest, new Message(_me, _number + rest.Count, IsLast: true, [])]);
    }

    private Message Still() => new(_me, _number, IsLast: false, []);

    /// <summary>Says it until it is said: it keeps its numbers, so that whoever has heard it already lets it go by.</summary>
    private async Task SayAsync(IReadOnlyList<Message> messages, CancellationToken stopping)
    {
        var pause = Pause.First;
        while (true)
        {
            try
            {
                await SayAsync(messages, isStopping: false);
                return;
            }
            catch (Exception exception)
            {
                Log.NotSaid(logger, exception);
                await LetGoAsync();
                if (stopping.IsCancellationRequested) return;
                pause = await RestAsync(pause, stopping);
            }
        }
    }

    private async Task SayOnceAsync(IReadOnlyList<Message> messages)
    {
        try
        {
            await SayAsync(messages, isStopping: true);
        }
        catch (Exception exception)
        {
            Log.NotSaid(logger, exception); // the others find that this node is silent
        }
    }

    private async Task SayAsync(IReadOnlyList<Message> messages, bool isStopping)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(isStopping ? 1 : 10));
        if (_speaking is null)
        {
            _speaking = await OpenAsync("CoreStudy tells", limit.Token);
            await RunAsync(_speaking, "set synchronous_commit = off", limit.Token); // there is nothing in it to be kept
        }

        await using var batch = new NpgsqlBatch(_speaking);
        foreach (var message in messages)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("select pg_notify($1, $2)")
            {
                Parameters = { new() { Value = Channel, NpgsqlDbType = NpgsqlDbType.Text }, new() { Value = message.ToString(), NpgsqlDbType = NpgsqlDbType.Text } },
            });
        }

        await batch.ExecuteNonQueryAsync(limit.Token);
    }

    private async Task LetGoAsync()
    {
        if (_speaking is not { } gone) return;
        _speaking = null;
        await gone.DisposeAsync();
    }

    private async Task<NpgsqlConnection> OpenAsync(string name, CancellationToken cancel)
    {
        var settings = new NpgsqlConnectionStringBuilder(connections.App) { Pooling = false, KeepAlive = 5, Timeout = 10, ApplicationName = name };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancel);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static async Task<TimeSpan> RestAsync(TimeSpan pause, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(pause, stopping);
        }
        catch (OperationCanceledException)
        {
            // the site stops: the caller sees it
        }

        return pause * 2 < Pause.Most ? pause * 2 : Pause.Most;
    }
}

public static class NodeServices
{
    /// <summary>The line to other nodes over the same database.</summary>
    public static IServiceCollection AddNodes(this IServiceCollection services, StudyConnections connections) => services
        .AddSingleton(s => new NodeLink(connections, s.GetRequiredService<StudyFeed>(), s.GetRequiredService<ILogger<NodeLink>>()))
        .AddHostedService(s => s.GetRequiredService<NodeLink>());
}
