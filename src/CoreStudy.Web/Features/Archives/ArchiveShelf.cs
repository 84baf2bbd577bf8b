using System.Collections.Concurrent;
using System.Security.Cryptography;
using CoreStudy.Domain;

namespace CoreStudy.Web.Features.Archives;

/// <summary>Where archives lie on this node between being made and being fetched, or between arriving and being restored: in a folder of its own that only the site's account can read, for an hour at most.</summary>
public sealed class ArchiveShelf : IDisposable
{
    /// <summary>How long a file lies there.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<Guid, Lying> _files = new();
    private readonly Lazy<string> _folder = new(() => Directory.CreateTempSubdirectory("corestudy-archives-").FullName); // for its owner alone
    private readonly TimeProvider _clock;
    private readonly ITimer _sweeping;

    public ArchiveShelf(TimeProvider clock)
    {
        _clock = clock;
        _sweeping = clock.CreateTimer(_ => Sweep(), null, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5));
    }

    /// <summary>A new file, to be kept or thrown away.</summary>
    public FileStream Begin() => new(Path.Combine(_folder.Value, Guid.CreateVersion7().ToString("n")), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, 1 << 16);

    /// <summary>Keeps a file for whoever made it.</summary>
    /// <param name="study">What it may be fetched under; null for one that came.</param>
    public Guid Keep(AccountId me, StudyId? study, string path, string name)
    {
        var ticket = new Guid(RandomNumberGenerator.GetBytes(16)); // nobody can guess it
        _files[ticket] = new Lying(me, study, path, name, _clock.GetUtcNow());
        return ticket;
    }

    /// <summary>Opens a file that came; null where it is not there any more, or somebody else's.</summary>
    public FileStream? Open(AccountId me, Guid ticket) =>
        _files.TryGetValue(ticket, out var lying) && lying.Of == me && lying.Study is null && File.Exists(lying.Path) ? new FileStream(lying.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16) : null;

    /// <summary>Hands a file over for good: nobody gets it a second time.</summary>
    public (FileStream File, string Name)? Take(AccountId me, StudyId study, Guid ticket)
    {
        if (!_files.TryGetValue(ticket, out var lying) || lying.Of != me || lying.Study != study || !_files.TryRemove(ticket, out _)) return null;
        return (new FileStream(lying.Path, FileMode.Open, FileAccess.Read, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous), lying.Name);
    }

    public void ThrowAway(AccountId me, Guid ticket)
    {
        if (_files.TryGetValue(ticket, out var lying) && lying.Of == me && _files.TryRemove(ticket, out _)) File.Delete(lying.Path);
    }

    public void Dispose()
    {
        _sweeping.Dispose();
        if (_folder.IsValueCreated && Directory.Exists(_folder.Value)) Directory.Delete(_folder.Value, recursive: true);
    }

    private void Sweep()
    {
        foreach (var (ticket, lying) in _files)
        {
            if (lying.Since < _clock.GetUtcNow() - Lifetime && _files.TryRemove(ticket, out _)) File.Delete(lying.Path);
        }
    }

    private sealed record Lying(AccountId Of, StudyId? Study, string Path, string Name, DateTimeOffset Since);
}
