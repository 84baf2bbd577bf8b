using System.Collections.Concurrent;
using CoreStudy.Data;
using CoreStudy.Data.Accounts;
using CoreStudy.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CoreStudy.Web.Access;

/// <summary>A place where somebody is signed in, as they are shown it.</summary>
/// <param name="IsThis">The one that asks.</param>
public sealed record OpenSession(Guid Id, string Device, DateTimeOffset BegunAt, DateTimeOffset LastSeenAt, bool IsThis);

/// <summary>Where each account is signed in: begun with each sign-in, ended by hand, by resting too long, or by lasting too long.</summary>
/// <remarks>An answer is trusted for as long as one of <see cref="Permissions"/>; a session that was ended elsewhere is over within seconds, on open pages too.</remarks>
public sealed class Sessions(IDbContextFactory<StudyDb> databases, IOptions<SignInOptions> options, TimeProvider clock)
{
    /// <summary>The claim of a sign-in that names its session.</summary>
    public const string Claim = "corestudy:session";

    /// <summary>How long after its end a session is still kept.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private static readonly TimeSpan BetweenTellings = TimeSpan.FromMinutes(1);

    private readonly AskedTogether<Guid, SignInSession> _known = new(Permissions.Freshness, clock, (asking, cancel) => ReadAsync(databases, asking, cancel));
    private readonly SteadyAges<Guid> _seen = new(clock);
    private readonly SteadyAges<Guid> _begun = new(clock);
    private readonly ConcurrentDictionary<Guid, long> _told = new();

    public TimeSpan Rest => TimeSpan.FromMinutes(options.Value.RestMinutes);

    private TimeSpan Longest => TimeSpan.FromHours(options.Value.LongestHours);

    /// <param name="userAgent">What the browser says of itself; of it, only its and its system's name are kept.</param>
    public async Task<Guid> BeginAsync(Guid account, string userAgent, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var old = now - Kept;
        await db.SignInSessions.Where(s => s.AccountId == account && (s.EndedAt < old || s.LastSeenAt < old)).ExecuteDeleteAsync(cancel);
        var session = SignInSession.Begin(account, DeviceWords.Of(userAgent), now);
        db.SignInSessions.Add(session);
        await db.SaveChangesAsync(cancel);
        _begun.Happens(session.Id, now);
        _seen.Happens(session.Id, now);
        return session.Id;
    }

    /// <summary>Whether a session still lets its account in, whoever sets the server's clock meanwhile. One that rested or lasted too long is ended, so that it stays over.</summary>
    public async Task<bool> IsOpenAsync(Guid id, AccountId account, CancellationToken cancel)
    {
        if (await _known.AskAsync(id, cancel) is not { } session || session.AccountId != account.Value) return false;
        if (IsOpen(session)) return true;
        if (session.EndedAt is null) await EndAsync(db => db.Where(s => s.Id == id && s.LastSeenAt == session.LastSeenAt), cancel);
        _told.TryRemove(id, out _);
        _seen.Forget(id);
        _begun.Forget(id);
        return false;
    }

    /// <summary>Somebody did something in a session that is open: it rests anew from now.</summary>
    public async Task SeenAsync(Guid id, CancellationToken cancel)
    {
        if (_told.TryGetValue(id, out var told) && clock.GetElapsedTime(told) < BetweenTellings) return;
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.SignInSessions.Where(s => s.Id == id && s.EndedAt == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.LastSeenAt, now), cancel) == 0) return;
        _seen.Happens(id, now);
        _told[id] = clock.GetTimestamp();
    }

    /// <summary>Where an account is signed in now, the newest first.</summary>
    public async Task<IReadOnlyList<OpenSession>> ListAsync(AccountId account, Guid? current, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var notEnded = await db.SignInSessions.AsNoTracking().Where(s => s.AccountId == account.Value && s.EndedAt == null).OrderByDescending(s => s.LastSeenAt).ToListAsync(cancel);
        return [.. notEnded.Where(IsOpen).Select(s => new OpenSession(s.Id, s.Device, s.BegunAt, s.LastSeenAt, s.Id == current)).OrderByDescending(s => s.IsThis)];
    }

    private bool IsOpen(SignInSession session) => session.EndedAt is null && _seen.Of(session.Id, session.LastSeenAt) <= Rest && _begun.Of(session.Id, session.BegunAt) <= Longest;

    /// <summary>Ends one session of an account.</summary>
    public Task EndAsync(AccountId account, Guid id, CancellationToken cancel) => EndAsync(db => db.Where(s => s.AccountId == account.Value && s.Id == id), cancel);

    /// <summary>Ends all sessions of an account but one.</summary>
    /// <param name="current">Stays open; null ends all.</param>
    public Task EndOthersAsync(AccountId account, Guid? current, CancellationToken cancel) => EndAsync(db => db.Where(s => s.AccountId == account.Value && s.Id != current), cancel);

    private async Task EndAsync(Func<IQueryable<SignInSession>, IQueryable<SignInSession>> which, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancel);
        await which(db.SignInSessions).Where(s => s.EndedAt == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), cancel);
        _known.Forget();
    }

    private static async Task<Dictionary<Guid, SignInSession>> ReadAsync(IDbContextFactory<StudyDb> databases, List<Guid> asking, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.SignInSessions.AsNoTracking().Where(s => asking.Contains(s.Id)).ToDictionaryAsync(s => s.Id, cancel);
    }
}

/// <summary>What a browser says of itself, in words of ours: nothing of what it sent is kept as it came.</summary>
internal static class DeviceWords
{
    // in this order: browsers name those they are like, too
    private static readonly (string Mark, string Name)[] Browsers =
        [("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari")];

    private static readonly (string Mark, string Name)[] Systems =
        [("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "a Mac"), ("CrOS", "a Chromebook"), ("Linux", "Linux")];

    public static string Of(string userAgent)
    {
        var (browser, system) = (Named(Browsers), Named(Systems));
        return (browser, system) switch
        {
            (null, null) => "A browser that does not say what it is",
            (null, { } on) => $"A browser on {on}",
            ({ } what, null) => what,
            ({ } what, { } on) => $"{what} on {on}",
        };

        string? Named((string Mark, string Name)[] names) => Array.Find(names, n => userAgent.Contains(n.Mark, StringComparison.Ordinal)).Name;
    }
}
