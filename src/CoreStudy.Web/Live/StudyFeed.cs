using System.Collections.Concurrent;
using CoreStudy.Domain;
using CoreStudy.Web.Watch;

namespace CoreStudy.Web.Live;

/// <summary>News of a study: that something changed, by id alone. Who listens reads again what is true.</summary>
public sealed class StudyFeed
{
    private readonly ConcurrentDictionary<StudyId, ConcurrentDictionary<Listening, byte>> _listeners = new();

    private readonly ConcurrentDictionary<Everywhere, byte> _everywhere = new();

    private readonly ConcurrentDictionary<Everywhere, byte> _onward = new();

    /// <summary>Tells everybody who listens on this node, and then the other nodes. What it tells of is committed.</summary>
    public void Publish(Notice notice)
    {
        StudyMeters.Notices.Add(1, new KeyValuePair<string, object?>("kind", notice.GetType().Name));
        Hear(notice);
        foreach (var onward in _onward.Keys) onward.Tell(notice);
    }

    /// <summary>Tells everybody who listens on this node what another node has published.</summary>
    public void Hear(Notice notice)
    {
        foreach (var listening in _everywhere.Keys) listening.Tell(notice);
        if (!_listeners.TryGetValue(notice.StudyId, out var listeners)) return;
        foreach (var listening in listeners.Keys) listening.Tell(notice);
    }

    /// <summary>News of other nodes may have been missed: everybody who listens on this node, to whatever study, reads again.</summary>
    public void LookAgain()
    {
        foreach (var listening in _everywhere.Keys) listening.Tell(new LookAgain(default));
        foreach (var (studyId, listeners) in _listeners)
        {
            foreach (var listening in listeners.Keys) listening.Tell(new LookAgain(studyId));
        }
    }

    /// <summary>Is handed what is published on this node, and not what is heard of others, until disposed; must return at once.</summary>
    public IDisposable PassOn(Action<Notice> onward)
    {
        var passing = new Everywhere(onward, _onward);
        _onward[passing] = 0;
        return passing;
    }

    /// <summary>Listens until disposed. The listener must return at once; it is called on the publisher's thread.</summary>
    public IDisposable Listen(StudyId studyId, Action<Notice> listener)
    {
        var listeners = _listeners.GetOrAdd(studyId, _ => new());
        var listening = new Listening(listener, listeners);
        listeners[listening] = 0;
        return listening;
    }

    /// <summary>The same for all studies: for what is held for everybody on this node.</summary>
    public IDisposable ListenEverywhere(Action<Notice> listener)
    {
        var listening = new Everywhere(listener, _everywhere);
        _everywhere[listening] = 0;
        return listening;
    }

    private sealed class Everywhere(Action<Notice> listener, ConcurrentDictionary<Everywhere, byte> among) : IDisposable
    {
        public void Tell(Notice notice) => listener(notice);

        public void Dispose() => among.TryRemove(this, out _);
    }

    private sealed class Listening(Action<Notice> listener, ConcurrentDictionary<Listening, byte> among) : IDisposable
    {
        public void Tell(Notice notice) => listener(notice);

        public void Dispose() => among.TryRemove(this, out _);
    }
}

/// <summary>That something of a study changed.</summary>
public abstract record Notice(StudyId StudyId)
{
    /// <summary>Whether a page hears of it only where it asks to: there may be hundreds a second, or few pages show it, or to read again would itself be told.</summary>
    public virtual bool IsForFew => false;
}

/// <summary>News may have been missed, for the line to other nodes was cut: whoever shows something of the study reads it again.</summary>
/// <param name="StudyId">The study; the empty id for what is held of all of them.</param>
public sealed record LookAgain(StudyId StudyId) : Notice(StudyId);

/// <summary>The framework changed: a code was made, edited, moved, retired.</summary>
public sealed record CodebookChanged(StudyId StudyId) : Notice(StudyId);

/// <summary>Trusts, sites, participants, interviews or transcripts were made or edited.</summary>
public sealed record StudyChanged(StudyId StudyId) : Notice(StudyId);

/// <summary>Turns of a transcript were given the times at which they start; no word changed.</summary>
public sealed record TurnsTimed(StudyId StudyId, TranscriptId TranscriptId) : Notice(StudyId);

/// <summary>What a study knows of identifiers changed: its register, a participant's identity, the real name of a trust or site.</summary>
public sealed record RegisterChanged(StudyId StudyId) : Notice(StudyId);

/// <summary>A member joined, left, or got another role.</summary>
public sealed record MembersChanged(StudyId StudyId) : Notice(StudyId);

/// <summary>A query was saved, shared, changed or deleted; it may be one that only its owner sees.</summary>
public sealed record QueriesChanged(StudyId StudyId) : Notice(StudyId)
{
    public override bool IsForFew => true;
}

/// <summary>Work was handed out, said to be done, signed off, sent back or withdrawn.</summary>
public sealed record AssignmentsChanged(StudyId StudyId) : Notice(StudyId);

/// <summary>A coder said of passages that their code still fits, or took it back.</summary>
public sealed record PassagesReviewed(StudyId StudyId) : Notice(StudyId)
{
    public override bool IsForFew => true;
}

/// <summary>Codings of a transcript moved, up to a revision; there may be hundreds a second.</summary>
public sealed record CodingsMoved(StudyId StudyId, TranscriptId TranscriptId, long Revision) : Notice(StudyId)
{
    public override bool IsForFew => true;
}

/// <summary>A member is at a transcript, at a turn (from 0); said anew every few seconds.</summary>
/// <param name="Turn">Null where the page has not said it yet.</param>
public sealed record DeskSeatTaken(StudyId StudyId, TranscriptId TranscriptId, MemberId MemberId, int? Turn) : Notice(StudyId)
{
    public override bool IsForFew => true;
}

/// <summary>A page of a member at a transcript was closed; another of theirs may be open.</summary>
public sealed record DeskSeatLeft(StudyId StudyId, TranscriptId TranscriptId, MemberId MemberId) : Notice(StudyId)
{
    public override bool IsForFew => true;
}

/// <summary>Differences on a transcript were decided or talked about, or its settling began or ended.</summary>
public sealed record SettlingMoved(StudyId StudyId, TranscriptId TranscriptId) : Notice(StudyId)
{
    public override bool IsForFew => true;
}

/// <summary>A memo was written, changed or removed; whose, and whether it is private, is not told.</summary>
public sealed record MemosChanged(StudyId StudyId) : Notice(StudyId)
{
    public override bool IsForFew => true;
}

/// <summary>The words of a transcript were changed, and every place in it moved along; the coding revision that this took.</summary>
public sealed record TextRevised(StudyId StudyId, TranscriptId TranscriptId, int TextRevision, long Revision) : Notice(StudyId);

/// <summary>A finding, its evidence, or a quote was made, changed or removed.</summary>
public sealed record FindingsChanged(StudyId StudyId) : Notice(StudyId);

/// <summary>A passage was flagged as identifying, or an admin decided about one.</summary>
public sealed record FlagsChanged(StudyId StudyId) : Notice(StudyId);

/// <summary>A change of the framework took codings of a transcript along, up to a revision.</summary>
public sealed record CodingsFollowed(StudyId StudyId, TranscriptId TranscriptId, long Revision) : Notice(StudyId)
{
    public override bool IsForFew => true;
}

/// <summary>A framework matrix was made or changed, or a summary was written.</summary>
/// <param name="MatrixId">The matrix; null for the summary of an interview.</param>
public sealed record SummariesMoved(StudyId StudyId, MatrixId? MatrixId) : Notice(StudyId)
{
    public override bool IsForFew => true;
}

/// <summary>An item of a reporting checklist was answered.</summary>
public sealed record ChecklistsChanged(StudyId StudyId) : Notice(StudyId)
{
    public override bool IsForFew => true;
}

/// <summary>A template for reports was added, chosen or removed.</summary>
public sealed record TemplatesChanged(StudyId StudyId) : Notice(StudyId)
{
    public override bool IsForFew => true;
}

/// <summary>A round was planned, opened, called off, or somebody handed in.</summary>
public sealed record RoundsChanged(StudyId StudyId) : Notice(StudyId);

/// <summary>A blind round began on a transcript, or ended: what may be seen of its work is another from this coding revision on.</summary>
public sealed record SightMoved(StudyId StudyId, TranscriptId TranscriptId, long Revision) : Notice(StudyId);

/// <summary>Places of a transcript under review were decided, or its review moved on.</summary>
public sealed record RedactionsDecided(StudyId StudyId, TranscriptId TranscriptId) : Notice(StudyId)
{
    public override bool IsForFew => true;
}

/// <summary>A recording came in, was destroyed, or another may hear it.</summary>
public sealed record RecordingsChanged(StudyId StudyId) : Notice(StudyId)
{
    public override bool IsForFew => true;
}

/// <summary>Somebody began to look at what identifies, or ceased to.</summary>
public sealed record RevealsChanged(StudyId StudyId) : Notice(StudyId)
{
    public override bool IsForFew => true;
}

/// <summary>Something that identifies was read. Whoever reads such things must not read them again at this notice.</summary>
public sealed record IdentityRead(StudyId StudyId) : Notice(StudyId)
{
    public override bool IsForFew => true;
}

/// <summary>A date until when something may be kept was set or is near, or a destruction went on.</summary>
public sealed record RetentionMoved(StudyId StudyId) : Notice(StudyId)
{
    public override bool IsForFew => true;
}

/// <summary>Themes were made, rewritten or moved, or codes put into them.</summary>
public sealed record ThemesChanged(StudyId StudyId) : Notice(StudyId);

/// <summary>Something of the thematic map was moved, or a link drawn.</summary>
public sealed record ThematicMapChanged(StudyId StudyId) : Notice(StudyId)
{
    public override bool IsForFew => true;
}

/// <summary>Somebody coded what a search had found, or took it back.</summary>
public sealed record CodingsBatched(StudyId StudyId) : Notice(StudyId)
{
    public override bool IsForFew => true;
}

/// <summary>A report was made, changed, put away, or a version of it saved.</summary>
public sealed record ReportMoved(StudyId StudyId, ReportId ReportId) : Notice(StudyId)
{
    public override bool IsForFew => true;
}
