using System.Collections.Concurrent;
using CoreStudy.Domain;

namespace CoreStudy.Web.Features.Summaries;

/// <summary>Somebody who has a summary open to write in it.</summary>
public sealed record Writer(MemberId MemberId, string Name, SummarySpot Spot);

/// <summary>Who is at which summary, for those who look at the same matrix or list; kept in memory, and for as long as the screen is open.</summary>
public sealed class SummaryRooms
{
    private readonly ConcurrentDictionary<StudyId, Room> _rooms = new();

    /// <summary>Sits down at a summary, until disposed.</summary>
    public IDisposable Enter(StudyId studyId, Writer writer)
    {
        var room = _rooms.GetOrAdd(studyId, _ => new Room());
        var seat = new Seat(room, writer);
        room.Seats[seat] = writer;
        room.Tell();
        return seat;
    }

    /// <summary>Everybody who is at a summary of the study, each once a summary.</summary>
    public IReadOnlyList<Writer> At(StudyId studyId) => _rooms.TryGetValue(studyId, out var room) ? [.. room.Seats.Values.Distinct()] : [];

    /// <summary>Calls the listener whenever somebody sits down or leaves, until disposed; it must return at once.</summary>
    public IDisposable Listen(StudyId studyId, Action listener)
    {
        var room = _rooms.GetOrAdd(studyId, _ => new Room());
        var listening = new Listening(room, listener);
        room.Listeners[listening] = 0;
        return listening;
    }

    private sealed class Room
    {
        public ConcurrentDictionary<Seat, Writer> Seats { get; } = new();

        public ConcurrentDictionary<Listening, byte> Listeners { get; } = new();

        public void Tell()
        {
            foreach (var listening in Listeners.Keys) listening.Listener();
        }
    }

    private sealed class Seat(Room room, Writer writer) : IDisposable
    {
        public void Dispose()
        {
            if (room.Seats.TryRemove(new(this, writer))) room.Tell();
        }
    }

    private sealed class Listening(Room room, Action listener) : IDisposable
    {
        public Action Listener => listener;

        public void Dispose() => room.Listeners.TryRemove(this, out _);
    }
}
