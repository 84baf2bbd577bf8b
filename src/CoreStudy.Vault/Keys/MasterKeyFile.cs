using System.Security.Cryptography;
using CoreStudy.Data.Postgres;

namespace CoreStudy.Vault.Keys;

/// <summary>Master keys of a file or of the environment: a line a key, <c>name base64</c>, the first of them in use, the others to read what they wrapped.</summary>
public sealed class MasterKeyFile : IMasterKeys
{
    private readonly List<(string Name, byte[] Key)> _keys;

    private MasterKeyFile(List<(string Name, byte[] Key)> keys) => _keys = keys;

    public string Current => _keys[0].Name;

    /// <summary>The names of all, the one in use first.</summary>
    public IReadOnlyList<string> Names => [.. _keys.Select(k => k.Name)];

    /// <exception cref="MasterKeyException">A line is not of the form, or there is none.</exception>
    public static MasterKeyFile Parse(string lines, string from)
    {
        var keys = new List<(string, byte[])>();
        foreach (var line in lines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var key = new byte[Sealing.KeySize];
            if (parts.Length != 2 || parts[0].Length > 40 || !Convert.TryFromBase64String(parts[1], key, out var size) || size != Sealing.KeySize)
                throw new MasterKeyException($"{from} holds a line that is no master key. Each line is a name, a space, and 32 bytes in base64.");
            keys.Add((parts[0], key));
        }

        return keys.Count > 0 ? new MasterKeyFile(keys) : throw new MasterKeyException($"{from} holds no master key.");
    }

    /// <exception cref="MasterKeyException">The file is not there, or is not of the form.</exception>
    public static MasterKeyFile Read(string path) => File.Exists(path)
        ? Parse(File.ReadAllText(path), $"“{path}”")
        : throw new MasterKeyException(
            $"The master key “{path}” is not there. Without it no identity and no original can be read. Put it back, or, for a new installation, make one: corestudy vault create-master-key");

    /// <summary>Makes a file with one new key, unless there is one.</summary>
    /// <remarks>Where two make it at the same moment, the first one's counts for both: nothing is ever wrapped by a key that another overwrote.</remarks>
    public static void CreateIfMissing(string path, DateTimeOffset at)
    {
        DataFolder.MakeSecret(path, () => NewLine(at) + "\n");
    }

    /// <summary>Puts a new key before those of the file: it wraps from now on, and the others still open what they wrapped.</summary>
    public static void Add(string path, DateTimeOffset at) => DataFolder.WriteSecret(path, NewLine(at) + "\n" + File.ReadAllText(path));

    /// <summary>Takes every key but the first from the file: for when nothing is wrapped by them any more.</summary>
    public static void KeepFirst(string path) => DataFolder.WriteSecret(path, File.ReadAllText(path).Split('\n')[0] + "\n");

    public byte[] Wrap(ReadOnlySpan<byte> key, ReadOnlySpan<byte> bound) => Sealing.Seal(_keys[0].Key, key, bound);

    public byte[] Unwrap(string master, ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> bound)
    {
        var (name, key) = _keys.Find(k => k.Name == master);
        if (name is null) throw new MasterKeyException($"A key was wrapped by the master key “{master}”, which is not here.");
        try
        {
            return Sealing.Open(key, wrapped, bound);
        }
        catch (CryptographicException exception)
        {
            throw new MasterKeyException($"The master key “{master}” does not open what was wrapped under its name: it is another key, or the bytes were changed.", exception);
        }
    }

    private static string NewLine(DateTimeOffset at) =>
        $"{at:yyyyMMdd}-{RandomNumberGenerator.GetHexString(6, lowercase: true)} {Convert.ToBase64String(RandomNumberGenerator.GetBytes(Sealing.KeySize))}";
}
