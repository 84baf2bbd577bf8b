using System.Collections.Concurrent;
using CoreStudy.Domain;

namespace CoreStudy.Web.Live;

/// <summary>News of a study: that something changed, by id alone. Who listens reads again what is true.</summary>
public sealed class StudyFeed
{
    private readonly ConcurrentDictionary<StudyId, ConcurrentDictionary<Listening, byte>> _listeners = new();

    public void Publish(Notice notice)
    {
        if (!_listeners.TryGetValue(notice.StudyId, out var listeners)) return;
        foreach (var listening in listeners.Keys) listening.Tell(notice);
    }

    /// <summary>Listens until disposed. The listener must return at once; it is called on the publisher's thread.</summary>
    public IDisposable Listen(StudyId studyId, Action<Notice> listener)
    {
        var listeners = _listeners.GetOrAdd(studyId, _ => new());
        var listening = new Listening(listener, listeners);
        listeners[listening] = 0;
        return listening;
    }

    private sealed class Listening(Action<Notice> listener, ConcurrentDictionary<Listening, byte> among) : IDisposable
    {
        public void Tell(Notice notice) => listener(notice);

        public void Dispose() => among.TryRemove(this, out _);
    }
}

/// <summary>That something of a study changed.</summary>
public abstract record Notice(StudyId StudyId);

/// <summary>The framework changed: a code was made, edited, moved, retired.</summary>
public sealed record CodebookChanged(StudyId StudyId) : Notice(StudyId);

/// <summary>Trusts, sites, participants, interviews or transcripts were made or edited.</summary>
public sealed record StudyChanged(StudyId StudyId) : Notice(StudyId);

/// <summary>A member joined, left, or got another role.</summary>
public sealed record MembersChanged(StudyId StudyId) : Notice(StudyId);

/// <summary>Work was handed out, said to be done, signed off, sent back or withdrawn.</summary>
public sealed record AssignmentsChanged(StudyId StudyId) : Notice(StudyId);

/// <summary>A coder said of passages that their code still fits, or took it back.</summary>
public sealed record PassagesReviewed(StudyId StudyId) : Notice(StudyId);

/// <summary>Codings of a transcript moved; there may be hundreds a second.</summary>
public sealed record CodingsMoved(StudyId StudyId, TranscriptId TranscriptId) : Notice(StudyId);

/// <summary>A change of the framework took codings of a transcript along, up to a revision.</summary>
public sealed record CodingsFollowed(StudyId StudyId, TranscriptId TranscriptId, long Revision) : Notice(StudyId);

/// <summary>Places of a transcript under review were decided, or its review moved on.</summary>
public sealed record RedactionsDecided(StudyId StudyId, TranscriptId TranscriptId) : Notice(StudyId);

/// <summary>Somebody began to look at what identifies, or ceased to.</summary>
public sealed record RevealsChanged(StudyId StudyId) : Notice(StudyId);

/// <summary>Something that identifies was read. Whoever reads such things must not read them again at this notice.</summary>
public sealed record IdentityRead(StudyId StudyId) : Notice(StudyId);
