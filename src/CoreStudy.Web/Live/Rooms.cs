using System.Collections.Concurrent;

namespace CoreStudy.Web.Live;

/// <summary>Who is where at something that several people have open; kept in memory, and for as long as the screen is open.</summary>
/// <typeparam name="TKey">What they have open.</typeparam>
/// <typeparam name="TWho">Somebody, and where they are.</typeparam>
public class Rooms<TKey, TWho>
    where TKey : notnull
    where TWho : notnull
{
    private readonly ConcurrentDictionary<TKey, Room> _rooms = new();

    /// <summary>Sits down, until disposed.</summary>
    public IDisposable Enter(TKey key, TWho who)
    {
        var room = _rooms.GetOrAdd(key, _ => new Room());
        var seat = new Seat(room);
        room.Seats[seat] = who;
        room.Tell();
        return seat;
    }

    /// <summary>Everybody who is there, each once a place.</summary>
    public IReadOnlyList<TWho> At(TKey key) => _rooms.TryGetValue(key, out var room) ? [.. room.Seats.Values.Distinct()] : [];

    /// <summary>Calls the listener whenever somebody sits down or leaves, until disposed; it must return at once.</summary>
    public IDisposable Listen(TKey key, Action listener)
    {
        var room = _rooms.GetOrAdd(key, _ => new Room());
        var listening = new Listening(room, listener);
        room.Listeners[listening] = 0;
        return listening;
    }

    private sealed class Room
    {
        public ConcurrentDictionary<Seat, TWho> Seats { get; } = new();

        public ConcurrentDictionary<Listening, byte> Listeners { get; } = new();

        public void Tell()
        {
            foreach (var listening in Listeners.Keys) listening.Listener();
        }
    }

    private sealed class Seat(Room room) : IDisposable
    {
        public void Dispose()
        {
            if (room.Seats.TryRemove(this, out _)) room.Tell();
        }
    }

    private sealed class Listening(Room room, Action listener) : IDisposable
    {
        public Action Listener => listener;

        public void Dispose() => room.Listeners.TryRemove(this, out _);
    }
}
