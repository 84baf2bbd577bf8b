using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Watch;

/// <summary>What this program does by itself.</summary>
public enum Job
{
    /// <summary>Uploads that expired, and recordings whose destruction broke off.</summary>
    Recordings,

    /// <summary>Destructions that an admin confirmed, and dates that are near.</summary>
    Retention,

    /// <summary>Keys of participants who withdrew.</summary>
    Withdrawals,

    /// <summary>The detector's lists and models, read once at the start.</summary>
    Detector,
}

/// <summary>When a job last ran on this node, and how it ended.</summary>
/// <param name="Took">Null while it runs.</param>
/// <param name="Failure">The name of what was thrown, never its message; null where it ended well, or runs.</param>
public sealed record JobNote(Job Job, DateTimeOffset Began, TimeSpan? Took, string? Failure)
{
    public bool IsRunning => Took is null;
}

/// <summary>Where the background jobs of this node note that they ran.</summary>
public sealed class JobBoard(TimeProvider clock)
{
    private readonly ConcurrentDictionary<Job, JobNote> _notes = new();

    /// <summary>Null where it has not run since the program was started.</summary>
    public JobNote? Of(Job job) => _notes.GetValueOrDefault(job);

    /// <summary>Whether what a job threw may be over when it is tried again: the disk or the database was away. Such a fault is no reason to end the program.</summary>
    /// <remarks>Entity Framework wraps what may pass in an exception of another kind.</remarks>
    public static bool MayPass(Exception thrown) =>
        thrown is IOException or UnauthorizedAccessException or DbUpdateException or DbException || (thrown is InvalidOperationException { InnerException: DbException or DbUpdateException });

    /// <summary>Runs a job, and notes it. What it throws goes on.</summary>
    public async Task RunAsync(Job job, Func<Task> work)
    {
        var (at, began) = (clock.GetUtcNow(), Stopwatch.GetTimestamp());
        _notes[job] = new JobNote(job, at, null, null);
        using var span = StudyTraces.Source.StartActivity($"job {job}", ActivityKind.Internal, parentContext: default);
        try
        {
            await work();
            End(null);
        }
        catch (Exception exception)
        {
            span?.SetStatus(ActivityStatusCode.Error);
            End(exception.GetType().Name);
            throw;
        }

        void End(string? failure)
        {
            var took = Stopwatch.GetElapsedTime(began);
            _notes[job] = new JobNote(job, at, took, failure);
            StudyMeters.JobTime.Record(took.TotalSeconds, new("job", job.ToString()), new("outcome", failure is null ? "done" : "failed"));
        }
    }
}
