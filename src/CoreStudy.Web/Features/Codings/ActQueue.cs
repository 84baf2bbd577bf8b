using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Codings;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using CoreStudy.Web.Watch;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codings;

/// <summary>
/// Puts the acts on each transcript in one line. What waits while one transaction commits goes into the next together,
/// so that many people on one transcript share the cost of a commit. Nobody is told before the commit.
/// </summary>
public sealed class ActQueue(
    IDbContextFactory<StudyDb> databases, DeskTexts texts, DeskRooms rooms, StudyFeed feed, TimeProvider clock, ILogger<ActQueue> logger) : IQueue
{
    private const int MostTogether = 64;

    private readonly ConcurrentDictionary<TranscriptId, Line> _lines = new();
    private long _waiting;

    public string Id => "acts";

    public string Title => "Acts of coding, until they are stored";

    public long Waiting => Interlocked.Read(ref _waiting);

    public Task<ActsOutcome> RecordAsync(TranscriptAccess access, IReadOnlyList<DeskAct> acts)
    {
        var sending = new Sending(access, acts);
        Interlocked.Increment(ref _waiting);
        _lines.GetOrAdd(access.TranscriptId, id => new Line(this, id)).Add(sending);
        return sending.Outcome.Task;
    }

    private async Task CommitAsync(TranscriptId transcriptId, IReadOnlyList<Sending> sendings)
    {
        using var span = StudyTraces.Source.StartActivity("commit acts", ActivityKind.Internal, sendings[0].Asked, [new("corestudy.transcript", transcriptId.Value.ToString()), new("corestudy.sendings", sendings.Count)]);
        try
        {
            await using var db = await databases.CreateDbContextAsync();
            await using var everybodys = await db.ForEverybodyAsync(CancellationToken.None);
            await using var transaction = await db.Database.BeginTransactionAsync();
            var desk = await ActRecorder.OpenAsync(db, sendings[0].Access.StudyId, transcriptId, texts, sendings.SelectMany(s => s.Acts), clock.GetUtcNow());
            var outcomes = new List<ActsOutcome>(sendings.Count);
            foreach (var sending in sendings) outcomes.Add(await desk.RecordAsync(sending.Access.Member, sending.Acts));
            await db.SaveChangesAsync();
            await transaction.CommitAsync();

            rooms.Tell(transcriptId, desk.Changes);
            feed.Publish(new CodingsMoved(sendings[0].Access.StudyId, transcriptId, desk.Changes.Revision));
            if (desk.Changes.Memos.Count > 0) feed.Publish(new MemosChanged(sendings[0].Access.StudyId));
            if (desk.HasNewCodes) feed.Publish(new CodebookChanged(sendings[0].Access.StudyId));
            for (var i = 0; i < sendings.Count; i++)
            {
                Done(sendings[i], outcomes[i].Results);
                sendings[i].Outcome.SetResult(outcomes[i]);
            }
        }
        catch (Exception exception) when (sendings.Count > 1 && !exception.IsOutage())
        {
            // One bad sending must not take others with it: each again by itself.
            span?.SetStatus(ActivityStatusCode.Error);
            Log.ActsTriedAgain(logger, transcriptId, sendings.Count, exception);
            foreach (var sending in sendings) await CommitAsync(transcriptId, [sending]);
        }
        catch (Exception exception)
        {
            // Where PostgreSQL is away, all are told at once: one by one, each would wait for it, and whoever comes next behind them. Browsers ask again.
            span?.SetStatus(ActivityStatusCode.Error);
            foreach (var sending in sendings)
            {
                Done(sending, results: null);
                sending.Outcome.SetException(exception); // it reaches the request, and its log
            }
        }
    }

    /// <param name="results">Null where it failed as a whole.</param>
    private void Done(Sending sending, IReadOnlyList<ActResult>? results)
    {
        Interlocked.Decrement(ref _waiting);
        StudyMeters.ActTime.Record(Stopwatch.GetElapsedTime(sending.Began).TotalSeconds);
        for (var i = 0; i < sending.Acts.Count; i++)
            StudyMeters.Acts.Add(1, new("kind", sending.Acts[i].GetType().Name), new("outcome", results is null ? "failed" : results[i].IsKept ? "kept" : "refused"));
    }

    private sealed record Sending(TranscriptAccess Access, IReadOnlyList<DeskAct> Acts)
    {
        public long Began { get; } = Stopwatch.GetTimestamp();

        /// <summary>The request that it came with; empty where nobody follows it.</summary>
        public ActivityContext Asked { get; } = Activity.Current?.Context ?? default;

        public TaskCompletionSource<ActsOutcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>The line before one transcript; it works while somebody stands in it.</summary>
    private sealed class Line(ActQueue queue, TranscriptId transcriptId)
    {
        private readonly Channel<Sending> _waiting = Channel.CreateUnbounded<Sending>(new UnboundedChannelOptions { SingleReader = true });
        private int _isWorking;

        public void Add(Sending sending)
        {
            _waiting.Writer.TryWrite(sending);
            if (Interlocked.Exchange(ref _isWorking, 1) == 0) _ = Task.Run(WorkAsync);
        }

        private async Task WorkAsync()
        {
            var together = new List<Sending>();
            do
            {
                while (TakeTogether(together)) await queue.CommitAsync(transcriptId, together);
                Interlocked.Exchange(ref _isWorking, 0); // a full fence: who came just before is seen below, or sees this
            }
            while (_waiting.Reader.TryPeek(out _) && Interlocked.Exchange(ref _isWorking, 1) == 0);
        }

        private bool TakeTogether(List<Sending> together)
        {
            together.Clear();
            while (together.Count < MostTogether && _waiting.Reader.TryRead(out var sending)) together.Add(sending);
            return together.Count > 0;
        }
    }
}
