using System.Security.Cryptography;
using System.Text;
using CoreStudy.Data.Postgres;

namespace CoreStudy.Vault.Keys;

/// <summary>
/// The keys of owners, each a file of its own, wrapped by the master key. They lie outside the database on purpose: a backup of it holds
/// none, so a key that is destroyed here is gone for every backup. Back this folder up apart, and let old copies of it go.
/// </summary>
public sealed class KeyFolder(string folder, IMasterKeys masters)
{
    internal const string Destroyed = "destroyed ";

    private volatile bool _wasThere;

    /// <summary>The owner's key, made when it is first asked for.</summary>
    /// <exception cref="KeyDestroyedException">It was destroyed; it is not made again.</exception>
    /// <exception cref="MasterKeyException">It cannot be unwrapped.</exception>
    public byte[] TakeOrMake(KeyOwner owner)
    {
        if (Find(owner) is { } known) return known;
        DataFolder.MakePrivate(folder);
        DataFolder.MakeSecret(PathOf(owner), () => Line(owner, RandomNumberGenerator.GetBytes(Sealing.KeySize))); // where another makes it at the same moment, theirs counts
        return Find(owner) ?? throw new MasterKeyException($"The key of {owner} was made and is not there.");
    }

    /// <summary>The owner's key; null where none was made.</summary>
    /// <exception cref="KeyDestroyedException">It was destroyed.</exception>
    public byte[]? Find(KeyOwner owner)
    {
        if (!File.Exists(PathOf(owner))) return null;
        var line = File.ReadAllText(PathOf(owner));
        if (KeyCopies.IsDestroyed(line)) throw new KeyDestroyedException(owner);
        return Open(masters, owner, line);
    }

    public bool IsDestroyed(KeyOwner owner) => File.Exists(PathOf(owner)) && KeyCopies.IsDestroyed(File.ReadAllText(PathOf(owner)));

    /// <summary>Destroys the key for good; what remains is a note of when.</summary>
    public void Destroy(KeyOwner owner, DateTimeOffset at)
    {
        DataFolder.MakePrivate(folder);
        if (File.Exists(PathOf(owner)))
        {
            using var file = new FileStream(PathOf(owner), FileMode.Open, FileAccess.Write, FileShare.None);
            file.Write(RandomNumberGenerator.GetBytes((int)file.Length)); // the old bytes, where the disk writes in place
            file.Flush(flushToDisk: true);
        }

        DataFolder.WriteSecret(PathOf(owner), $"{Destroyed}{at:O}");
    }

    /// <summary>Takes a key away that sealed nothing which is kept, as after a restoration that was broken off; it can be made again. One that was destroyed stays so.</summary>
    internal void TakeAway(KeyOwner owner)
    {
        if (File.Exists(PathOf(owner)) && !IsDestroyed(owner)) File.Delete(PathOf(owner));
    }

    /// <summary>Wraps each key by the master key in use; reading and writing go on meanwhile. Told the share that is done.</summary>
    /// <returns>How many were wrapped anew.</returns>
    public int Rotate(IProgress<double>? progress, CancellationToken cancel)
    {
        if (!Directory.Exists(folder)) return 0;
        var files = Directory.GetFiles(folder, "*-*").Where(IsKey).ToList();
        var count = 0;
        for (var i = 0; i < files.Count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            progress?.Report((double)i / files.Count);
            var line = File.ReadAllText(files[i]);
            if (KeyCopies.IsDestroyed(line)) continue;
            var (master, wrapped) = Read(line);
            if (master == masters.Current) continue;
            var owner = KeyOwner.Parse(Path.GetFileName(files[i]));
            var key = masters.Unwrap(master, wrapped, Bound(owner));
            if (File.ReadAllText(files[i]) == line) DataFolder.WriteSecret(files[i], Line(owner, key)); // destroyed meanwhile: stays so
            count++;
        }

        progress?.Report(1);
        return count;
    }

    /// <summary>The key that a line of a key folder holds.</summary>
    /// <exception cref="MasterKeyException">The master key does not open it.</exception>
    internal static byte[] Open(IMasterKeys masters, KeyOwner owner, string line)
    {
        var (master, wrapped) = Read(line);
        return masters.Unwrap(master, wrapped, Bound(owner));
    }

    /// <summary>Opens one key and forgets it again, to see that the folder can be read and the master key fits. A folder that was never made holds nothing to be read.</summary>
    /// <exception cref="MasterKeyException">The master key does not open it, or the folder was there and is gone.</exception>
    /// <exception cref="IOException">No key can be read.</exception>
    public void Prove()
    {
        if (!Directory.Exists(folder))
        {
            if (_wasThere) throw new MasterKeyException("The key folder was there, and is gone.");
            return;
        }

        _wasThere = true;
        IOException? unread = null;
        foreach (var path in Directory.EnumerateFiles(folder, "*-*").Where(IsKey))
        {
            try
            {
                var line = File.ReadAllText(path);
                if (KeyCopies.IsDestroyed(line)) continue;
                CryptographicOperations.ZeroMemory(Open(masters, KeyOwner.Parse(Path.GetFileName(path)), line));
                return;
            }
            catch (IOException exception)
            {
                unread = exception; // this one may be on its way to destruction: another
            }
        }

        if (unread is not null) throw unread;
    }

    private string Line(KeyOwner owner, byte[] key) => $"{masters.Current} {Convert.ToBase64String(masters.Wrap(key, Bound(owner)))}";

    private string PathOf(KeyOwner owner) => Path.Combine(folder, owner.ToString());

    private static bool IsKey(string path) => !Path.GetFileName(path).Contains('.', StringComparison.Ordinal);

    private static (string Master, byte[] Wrapped) Read(string line)
    {
        var parts = line.Trim().Split(' ');
        return parts.Length == 2 ? (parts[0], Convert.FromBase64String(parts[1])) : throw new MasterKeyException("A file of the key folder holds no key.");
    }

    private static byte[] Bound(KeyOwner owner) => Encoding.UTF8.GetBytes(owner.ToString());
}

/// <summary>What this key sealed cannot be read any more, by anybody.</summary>
public sealed class KeyDestroyedException(KeyOwner owner) : Exception($"The key of {owner} was destroyed.")
{
    public KeyOwner Owner { get; } = owner;
}
