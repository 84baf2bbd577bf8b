using System.Collections.Concurrent;
using System.Diagnostics;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Live;

namespace CoreStudy.Web.Features.Codings;

/// <summary>The people at one transcript on this node.</summary>
/// <param name="read">What changed after a revision.</param>
/// <param name="nameOf">A member's name; null where there is no such member.</param>
/// <param name="tell">Tells other nodes who is here.</param>
public sealed class DeskRoom(
    TranscriptId transcriptId, Func<TranscriptId, long, Task<ChangeSet>> read, Func<MemberId, Task<string?>> nameOf, Action<Notice> tell, ILogger logger)
{
    /// <summary>How long somebody at another node counts as here, unless it is said anew.</summary>
    private static readonly TimeSpan Staying = TimeSpan.FromSeconds(30);

    /// <summary>Sets of changes kept for listeners that are behind; who is further behind fetches.</summary>
    private const int MostSets = 256;

    private readonly ConcurrentDictionary<DeskListener, byte> _listeners = new();
    private readonly ConcurrentDictionary<MemberId, Elsewhere> _elsewhere = new();
    private readonly Lock _lock = new();
    private readonly LinkedList<ChangeSet> _sets = new();
    private (long After, long Revision, string Json)? _lastJson;
    private Blindness? _blindness; // null until it has been read: nobody is told of anybody before
    private long _told;
    private long _tellings; // how often something was told: what is told while the room reads may be later than what it reads
    private int _textRevision;
    private long _read = -1;
    private bool _isReading;

    /// <summary>How many of those here have not yet been sent what the room knows.</summary>
    public int Behind => _listeners.Keys.Count(l => l.HasNews);

    /// <summary>Joins; <paramref name="seen"/> is the revision that the listener's page has.</summary>
    public DeskListener Join(Member reader, long seen)
    {
        var listener = new DeskListener(this, reader, seen);
        _listeners[listener] = 0;
        lock (_lock)
        {
            if (_read < 0) _read = _told = seen;
        }

        Tell(seen + 1); // whoever coded between the page and the joining: look once
        TellPresence();
        TellOthers(listener, isHere: true);
        return listener;
    }

    /// <summary>What was committed here goes on as it is where it follows what the room has; otherwise the database is read.</summary>
    public void Tell(ChangeSet changes)
    {
        var follows = false;
        lock (_lock)
        {
            if (!_isReading && !_listeners.IsEmpty && _read == changes.After && changes.Revision > _read)
            {
                Add(changes);
                _told = Math.Max(_told, changes.Revision);
                follows = true;
            }
        }

        if (follows) SignalAll();
        else Tell(changes.Revision);
    }

    /// <summary>Says that the transcript has reached a revision.</summary>
    public void Tell(long revision)
    {
        lock (_lock)
        {
            if (revision <= _read) return; // as after an act on this node, which the room has been handed
            _told = Math.Max(_told, revision);
            _tellings++;
            if (_isReading || _listeners.IsEmpty || _read < 0) return;
            _isReading = true;
        }

        _ = Task.Run(ReadAsync);
    }

    /// <summary>The room may have missed something, of codings or of who may see whom: it reads what there is.</summary>
    public void LookAgain()
    {
        long next;
        lock (_lock) next = Math.Max(_told, _read) + 1;
        Tell(next);
    }

    /// <summary>Who is here, by member, for a reader who may know; the reader's own place is left out by the caller.</summary>
    public IReadOnlyList<DeskPresence> Presence(Member reader) => _blindness?.Of(reader) != Sight.Open
        ? []
        : [.. _listeners.Keys.GroupBy(l => l.MemberId).Select(g => g.MaxBy(l => l.MovedAt)!).Select(l => new DeskPresence(l.MemberId, l.Name, l.Turn))
            .Concat(_elsewhere.Values.Select(e => e.Who)).DistinctBy(p => p.MemberId)];

    /// <summary>Somebody sits at this transcript, as heard; those whose page is on this node are known better.</summary>
    public async Task SeatAsync(MemberId member, int? turn)
    {
        if (_listeners.IsEmpty || _listeners.Keys.Any(l => l.MemberId == member)) return;
        var heardAt = Stopwatch.GetTimestamp();
        try
        {
            var name = _elsewhere.TryGetValue(member, out var known) ? known.Who.Name : await nameOf(member);
            if (name is null) return;
            var seat = new Elsewhere(new DeskPresence(member, name, turn), heardAt);
            _elsewhere.AddOrUpdate(member, seat, (_, other) => other.HeardAt > heardAt ? other : seat); // a later one may have had its name sooner
            if (known is null || known.Who.Turn != turn) TellPresence();
            if (known is not null) return;
            foreach (var listener in _listeners.Keys) listener.SayHere(); // who has just come does not know who was here
        }
        catch (Exception exception)
        {
            Log.NewsFailed(logger, transcriptId, exception); // it is said anew in a few seconds
        }
    }

    /// <summary>A page of theirs was closed, as heard.</summary>
    public void Unseat(MemberId member)
    {
        if (_elsewhere.TryRemove(member, out _)) TellPresence();
    }

    /// <summary>Those of whom nothing was heard for long are not here any more, as where their node died.</summary>
    internal void LetGo()
    {
        foreach (var (member, seat) in _elsewhere)
        {
            if (Stopwatch.GetElapsedTime(seat.HeardAt) > Staying) Unseat(member);
        }
    }

    internal void TellOthers(DeskListener listener, bool isHere) => tell(
        isHere ? new DeskSeatTaken(listener.Reader.StudyId, transcriptId, listener.MemberId, listener.Turn) : new DeskSeatLeft(listener.Reader.StudyId, transcriptId, listener.MemberId));

    internal void Leave(DeskListener listener)
    {
        _listeners.TryRemove(listener, out _);
        TellOthers(listener, isHere: false);
        if (_listeners.IsEmpty)
        {
            _elsewhere.Clear();
            lock (_lock)
            {
                _sets.Clear();
                _read = -1;
                _lastJson = null;
                _blindness = null;
            }
        }

        TellPresence();
    }

    internal void TellPresence()
    {
        foreach (var listener in _listeners.Keys) listener.Signal(presence: true);
    }

    /// <summary>What came after a revision, as JSON for this reader; null when there is nothing for them.</summary>
    /// <param name="sight">What the reader's page knows that it sees; null where it was told nothing yet.</param>
    internal (string? Json, long Revision, Sight? Sight) Since(long after, Member reader, Sight? sight)
    {
        List<ChangeSet> sets;
        lock (_lock)
        {
            if (_lastJson is { } last && last.After == after && last.Revision == _read) return (last.Json, last.Revision, Sight.Open);
            if (_read <= after) return (null, after, sight);
            sets = [.. _sets.SkipWhile(s => s.Revision <= after)];
        }

        if (sets.Count == 0 || sets[0].After > after)
        {
            var revision = sets.Count > 0 ? sets[^1].Revision : after + 1;
            var now = _blindness?.Of(reader) ?? Sight.Open;
            return (new ChangeSet(revision, revision, [], [], []) { TextRevision = _textRevision, Sight = now }.ToJson(), revision, now); // a gap: the page sees it and fetches
        }

        // Each set by the rounds there were when it was made.
        var joined = ChangeSet.Join([.. sets.Select(s => s.For(reader))]) with { After = Math.Min(after, sets[0].After!.Value) };
        if (joined.IsEmpty && joined.Sight != Sight.Open && joined.Sight == sight && joined.TextRevision == sets[0].TextRevision) return (null, after, sight); // what others did stays unheard
        var json = joined.ToJson();
        if (sets.TrueForAll(s => s.IsForAll))
        {
            lock (_lock) _lastJson = (after, joined.Revision, json);
        }

        return (json, joined.Revision, joined.Sight);
    }

    /// <summary>Within the lock. Places on an earlier text are worth nothing once it was revised: who is behind then fetches.</summary>
    private void Add(ChangeSet changes)
    {
        if (changes.TextRevision != _textRevision) _sets.Clear();
        _textRevision = changes.TextRevision;
        _sets.AddLast(changes);
        while (_sets.Count > MostSets) _sets.RemoveFirst();
        _read = changes.Revision;
        Know(changes.Blindness);
    }

    /// <summary>Within the lock. Who may know of whom has changed: all are told anew who is here.</summary>
    private void Know(Blindness blindness)
    {
        var isNew = _blindness is null || !_blindness.Rounds.Select(r => r.Id).SequenceEqual(blindness.Rounds.Select(r => r.Id));
        _blindness = blindness;
        if (isNew) TellPresence();
    }

    private void SignalAll()
    {
        foreach (var listener in _listeners.Keys) listener.Signal();
    }

    private async Task ReadAsync()
    {
        while (true)
        {
            long from, tellings;
            lock (_lock)
            {
                if (_read < 0 || _told <= _read)
                {
                    _isReading = false;
                    return;
                }

                (from, tellings) = (_read, _tellings);
            }

            try
            {
                var changes = await read(transcriptId, from);
                lock (_lock)
                {
                    if (_read == from && changes.Revision > from) Add(changes);
                    else if (_read == from) Know(changes.Blindness);
                    if (_tellings == tellings) _told = Math.Min(_told, Math.Max(_read, changes.Revision)); // there is no more than that
                }

                SignalAll();
            }
            catch (Exception exception)
            {
                // The database is away: what is true is read when it is back, and pages poll meanwhile.
                Log.NewsFailed(logger, transcriptId, exception);
                lock (_lock) _isReading = false;
                return;
            }
        }
    }
}

/// <summary>Somebody who is at the transcript on another node, and when that was heard.</summary>
internal sealed record Elsewhere(DeskPresence Who, long HeardAt);

/// <summary>Somebody who is at a transcript, and at which turn (from 0).</summary>
public sealed record DeskPresence(MemberId MemberId, string Name, int? Turn);

/// <summary>One open page at a transcript.</summary>
public sealed class DeskListener(DeskRoom room, Member reader, long seen) : IDisposable
{
    /// <summary>How often other nodes are told that the page is open.</summary>
    private static readonly TimeSpan Saying = TimeSpan.FromSeconds(9);

    /// <summary>How often they are told of a move at most.</summary>
    private static readonly TimeSpan Moving = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _signal = new(0, 1);
    private long _said;
    private bool _isMoved;
    private long _moves;
    private Sight? _sight;

    /// <summary>As their rights were last read.</summary>
    public Member Reader { get; set; } = reader;

    public MemberId MemberId => Reader.Id;

    public string Name => Reader.Name;

    public int? Turn { get; private set; }

    /// <summary>Counts up with each move, so that the latest page of a member tells where they are.</summary>
    public long MovedAt { get; private set; }

    /// <summary>The revision that the page has been sent.</summary>
    public long Seen { get; private set; } = seen;

    /// <summary>Whether it was signalled and has not woken up.</summary>
    public bool HasNews { get; private set; }

    public bool IsPresenceNew { get; private set; } = true;

    public void MoveTo(int turn)
    {
        if (Turn == turn) return;
        Turn = turn;
        MovedAt = Interlocked.Increment(ref _moves);
        room.TellPresence();
        _isMoved = true;
        if (Stopwatch.GetElapsedTime(_said) >= Moving) SayHere();
    }

    /// <summary>The page is still open: says so to other nodes every few seconds, and looks whether those there have.</summary>
    public void Beat()
    {
        if (Stopwatch.GetElapsedTime(_said) < (_isMoved ? Moving : Saying)) return;
        SayHere();
        room.LetGo();
    }

    /// <summary>Waits for news; false when the time passed without.</summary>
    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancel) => _signal.WaitAsync(atMost, cancel);

    /// <summary>The changes not yet sent, as JSON; null when there are none.</summary>
    public string? TakeChanges()
    {
        HasNews = false;
        var (json, revision, sight) = room.Since(Seen, Reader, _sight);
        if (json is not null) (Seen, _sight) = (revision, sight);
        return json;
    }

    public IReadOnlyList<DeskPresence> TakePresence()
    {
        IsPresenceNew = false;
        return [.. room.Presence(Reader).Where(p => p.MemberId != MemberId)];
    }

    /// <summary>Leaves. The signal stays as it is: whoever waits on one that was disposed waits for ever, cancelled or not, and holds the page's circuit.</summary>
    public void Dispose() => room.Leave(this);

    internal void SayHere()
    {
        (_said, _isMoved) = (Stopwatch.GetTimestamp(), false);
        room.TellOthers(this, isHere: true);
    }

    internal void Signal(bool presence = false)
    {
        if (presence) IsPresenceNew = true;
        else HasNews = true;
        try
        {
            if (_signal.CurrentCount == 0) _signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // signalled by another at the same moment
        }
    }
}
