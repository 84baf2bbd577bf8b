namespace CoreStudy.Web.Live.Nodes;

/// <summary>Notices of this node that wait to be told to the others: what says the same is told once, codings of a transcript by their last revision, and where somebody is by where they are now.</summary>
public sealed class Gathered
{
    /// <summary>So many at most; where more wait, the others are told to look again.</summary>
    private const int Most = 2_000;

    private readonly Lock _lock = new();
    private Dictionary<object, Notice> _notices = [];

    public void Add(Notice notice)
    {
        lock (_lock)
        {
            if (_notices.Count >= Most)
            {
                _notices.Clear();
                notice = new LookAgain(default);
            }

            if (_notices.ContainsKey(typeof(LookAgain))) return;
            switch (notice)
            {
                case LookAgain: _notices[typeof(LookAgain)] = notice; break;
                case CodingsMoved moved when _notices.TryGetValue(moved.TranscriptId, out var before) && ((CodingsMoved)before).Revision >= moved.Revision: break;
                case CodingsMoved moved: _notices[moved.TranscriptId] = moved; break;
                case DeskSeatTaken seat: _notices[(seat.TranscriptId, seat.MemberId)] = seat; break;
                case DeskSeatLeft seat: _notices[(seat.TranscriptId, seat.MemberId)] = seat; break;
                default: _notices.TryAdd(notice, notice); break;
            }
        }
    }

    /// <summary>What waits, in the order in which it came first; nothing waits after.</summary>
    public IReadOnlyCollection<Notice> Take()
    {
        lock (_lock)
        {
            var taken = _notices;
            _notices = [];
            return taken.Values;
        }
    }
}
