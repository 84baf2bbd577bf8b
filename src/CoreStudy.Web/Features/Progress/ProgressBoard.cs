using System.Collections.Concurrent;
using System.Threading.Channels;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Progress;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Progress;

/// <summary>How far a study was at a moment, for all who watch; each reader gets their trusts of it.</summary>
public sealed class ProgressSnapshot(StudyId studyId, ProgressFacts facts, DateTimeOffset at, TimeZoneInfo zone)
{
    private readonly ConcurrentDictionary<string, Lazy<ProgressView>> _views = new();

    public StudyId StudyId => studyId;

    /// <summary>The board of the trusts that this reader reaches; counted once for all who see the same.</summary>
    public ProgressView For(Member reader)
    {
        var seesAll = reader.May(Operation.ReadUnopenedTranscripts);
        var seesSmall = reader.May(Operation.SeeSmallCells);
        var blind = facts.BlindTo(reader);
        var sight = string.Join(',', reader.TrustIds.Select(t => t.Value).Order().Select(t => t.ToString()).Prepend(seesAll ? "all" : "open").Prepend(seesSmall ? "small" : "large"));
        if (blind.Count > 0) sight += $",{reader.Id.Value}"; // where a blind round hides work, each sees another board
        return _views.GetOrAdd(sight, _ => new(() => Count(facts.SeenBy(reader.Id, blind).Of(reader.ReachesTrust), seesAll, seesSmall))).Value;
    }

    private ProgressView Count(ProgressFacts mine, bool seesAll, bool seesSmall)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
        var named = seesAll ? mine : mine with { Transcripts = [.. mine.Transcripts.Select(t => t.IsOpen ? t : t with { Title = "Not open yet" })] };
        var board = Board.Count(named, at, today).MarkSmall(named.SmallestCell);
        if (seesSmall) return new ProgressView(named, named, board, today, zone, seesAll, seesSmall);
        var shown = board.WithoutSmall();
        var people = shown.Participants.Select(p => p.Participant.Id).ToHashSet();
        return new ProgressView(named with { Participants = [.. named.Participants.Where(p => people.Contains(p.Id))] }, named, shown, today, zone, seesAll, seesSmall);
    }
}

/// <summary>One reader's sight of a snapshot.</summary>
public sealed class ProgressView
{
    private readonly ProgressFacts _all;

    /// <param name="facts">What the reader may see.</param>
    /// <param name="all">What is counted from, with those whose groups are held back.</param>
    internal ProgressView(ProgressFacts facts, ProgressFacts all, Board board, DateOnly today, TimeZoneInfo zone, bool seesUnopened, bool seesSmall) =>
        (Facts, _all, Board, Today, Zone, SeesUnopened, SeesSmall) = (facts, all, board, today, zone, seesUnopened, seesSmall);

    public ProgressFacts Facts { get; }

    public Board Board { get; }

    public DateOnly Today { get; }

    public TimeZoneInfo Zone { get; }

    /// <summary>Whether the reader may see transcripts that are not open for coding; otherwise these are counted and not named.</summary>
    public bool SeesUnopened { get; }

    /// <summary>Whether the reader may see counts of few participants; otherwise these are held back.</summary>
    public bool SeesSmall { get; }

    private readonly ConcurrentDictionary<(string, string), Lazy<IReadOnlyList<BurnUpDay>>> _days = new();

    /// <summary>Progress over time, drawn once for all who look at the same.</summary>
    /// <param name="trust">The label of one trust; empty for all.</param>
    /// <param name="role">One participant role; empty for all.</param>
    public IReadOnlyList<BurnUpDay> Days(string trust, string role) => _days.GetOrAdd((trust, role), _ => new(() => Draw(trust, role))).Value;

    /// <summary>Whether the curve of this trust and role may be drawn: of what is held back there is none.</summary>
    public bool IsHeldBack(string trust, string role) => !SeesSmall && IsSmall(trust, role);

    /// <summary>Whether too few participants of this trust and role are counted, or would be given away.</summary>
    public bool IsSmall(string trust, string role)
    {
        if (trust.Length == 0 && role.Length == 0) return false;
        var roles = trust.Length == 0 ? Board.Whole : [.. Board.Trusts.Where(t => t.Trust.Label == trust).SelectMany(t => t.Roles)];
        return role.Length == 0 ? roles.Any(r => r.IsHeldBack) : roles.Any(r => r.Role == role && r.IsHeldBack);
    }

    private IReadOnlyList<BurnUpDay> Draw(string trust, string role)
    {
        if (IsHeldBack(trust, role)) return [];
        var trusts = _all.Trusts.Where(t => trust.Length == 0 || t.Label == trust).Select(t => t.Id).ToHashSet();
        return BurnUp.Draw(_all, p => trusts.Contains(p.TrustId) && (role.Length == 0 || p.Role == role), Today, Zone);
    }
}

/// <summary>
/// One snapshot for each study that somebody watches, shared by however many do: counted again when the study's news say so, at most every
/// half second, and only the parts that moved.
/// </summary>
public sealed class ProgressBoard(IDbContextFactory<StudyDb> databases, StudyFeed feed, TimeProvider clock, ILogger<ProgressBoard> log)
{
    /// <summary>The least time from one counting to the next.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);

    private readonly Dictionary<StudyId, Watch> _watches = [];
    private readonly Lock _lock = new();

    private TimeProvider Clock => clock;

    private ILogger Logger => log;

    /// <summary>Calls back after each new snapshot until disposed; must return at once.</summary>
    public IDisposable Follow(StudyId studyId, Action onNew)
    {
        lock (_lock)
        {
            if (!_watches.TryGetValue(studyId, out var watch)) _watches[studyId] = watch = new Watch(this, feed, studyId);
            return watch.Add(onNew);
        }
    }

    /// <summary>The snapshot that those who follow share, or one counted now where nobody does.</summary>
    public async Task<ProgressSnapshot> ReadAsync(StudyId studyId, CancellationToken cancel)
    {
        Watch? watch;
        lock (_lock) _watches.TryGetValue(studyId, out watch);
        var shared = watch is null ? null : await watch.LastAsync(cancel);
        return shared ?? Make(studyId, await FactsAsync(studyId, null, Parts.All, cancel));
    }

    private ProgressSnapshot Make(StudyId studyId, ProgressFacts facts) => new(studyId, facts, clock.GetUtcNow(), clock.LocalTimeZone);

    private async Task<ProgressFacts> FactsAsync(StudyId studyId, ProgressFacts? before, Parts parts, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var everybodys = await db.ForEverybodyAsync(cancel);
        return await ProgressReading.ReadAsync(db, studyId, before, parts, cancel);
    }

    /// <summary>A study with somebody who follows it.</summary>
    private sealed class Watch : IDisposable
    {
        private readonly ProgressBoard _board;
        private readonly StudyId _studyId;
        private readonly Dictionary<object, Action> _followers = [];
        private readonly CancellationTokenSource _ending = new();
        private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        private readonly TaskCompletionSource<ProgressSnapshot?> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly IDisposable _listening;
        private int _parts = (int)Parts.All;
        private volatile ProgressSnapshot? _last;

        public Watch(ProgressBoard board, StudyFeed feed, StudyId studyId)
        {
            (_board, _studyId) = (board, studyId);
            _listening = feed.Listen(studyId, notice => Mark(ProgressReading.Of(notice)));
            var ending = _ending.Token;
            _ = Task.Run(() => CountAsync(ending));
        }

        public IDisposable Add(Action onNew)
        {
            var key = new object();
            _followers[key] = onNew;
            return new Following(this, key);
        }

        /// <summary>The last snapshot; null where nobody follows any more before the first was counted.</summary>
        public async Task<ProgressSnapshot?> LastAsync(CancellationToken cancel) => _last ?? await _first.Task.WaitAsync(cancel);

        public void Dispose()
        {
            _listening.Dispose();
            _ending.Cancel();
            _ending.Dispose();
            _first.TrySetResult(null);
        }

        private void Mark(Parts parts)
        {
            if (parts == Parts.None) return;
            Interlocked.Or(ref _parts, (int)parts);
            _news.Writer.TryWrite(true);
        }

        private async Task CountAsync(CancellationToken ending)
        {
            ProgressFacts? facts = null;
            while (!ending.IsCancellationRequested)
            {
                var parts = (Parts)Interlocked.Exchange(ref _parts, 0);
                try
                {
                    facts = await _board.FactsAsync(_studyId, facts, parts, ending);
                    _last = _board.Make(_studyId, facts);
                    _first.TrySetResult(_last);
                    Tell();
                    await Task.Delay(Pause, _board.Clock, ending);
                    await _news.Reader.ReadAsync(ending);
                }
                catch (OperationCanceledException) when (ending.IsCancellationRequested)
                {
                    return;
                }
                catch (Exception exception) // the database may be away: those who watch keep what they see, and it is tried again
                {
                    Log.BoardNotCounted(_board.Logger, _studyId, exception);
                    Interlocked.Or(ref _parts, (int)parts);
                    await Task.Delay(TimeSpan.FromSeconds(2), _board.Clock, CancellationToken.None);
                }
            }
        }

        private void Tell()
        {
            List<Action> followers;
            lock (_board._lock) followers = [.. _followers.Values];
            foreach (var follower in followers) follower();
        }

        private void Remove(object key)
        {
            lock (_board._lock)
            {
                if (!_followers.Remove(key) || _followers.Count > 0) return;
                _board._watches.Remove(_studyId);
            }

            Dispose();
        }

        private sealed class Following(Watch watch, object key) : IDisposable
        {
            public void Dispose() => watch.Remove(key);
        }
    }
}
