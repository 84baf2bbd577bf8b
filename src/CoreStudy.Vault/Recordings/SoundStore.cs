using System.Collections.Concurrent;
using System.IO.Pipelines;
using CoreStudy.Data.Postgres;
using CoreStudy.Domain;
using CoreStudy.Vault.Keys;

namespace CoreStudy.Vault.Recordings;

/// <summary>The sealed sound of recordings: a file each in a folder of their study, under a key of its own in the key folder. Whoever asks has asked the permissions before.</summary>
public sealed class SoundStore(string folder, KeyFolder keys, TimeProvider clock, Func<string, long>? room = null)
{
    /// <summary>Bytes that are always left free on the disk.</summary>
    private const long Spare = 64L << 20;

    private readonly ConcurrentDictionary<RecordingId, long> _checked = new();

    /// <summary>Whether a sound of this many bytes fits on the disk, beside others on their way.</summary>
    /// <param name="awaited">Bytes of others that have not arrived yet.</param>
    public bool HasRoomFor(long length, long awaited)
    {
        DataFolder.MakePrivate(folder);
        return (room ?? RoomAt)(folder) - Spare >= SealedSound.Sealed(length) + awaited;
    }

    /// <summary>Makes the key of a recording and an empty file for its sound.</summary>
    public void Begin(StudyId study, RecordingId id, long length)
    {
        keys.TakeOrMake(KeyOwner.Of(id));
        DataFolder.MakePrivate(folder);
        DataFolder.MakePrivate(FolderOf(study));
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(PathOf(study, id), options);
        file.Write(SealedSound.Header(id, length));
    }

    /// <summary>How many bytes of a sound of this length are there, from its beginning; null where there is no file.</summary>
    public long? Received(StudyId study, RecordingId id, long length)
    {
        var file = new FileInfo(PathOf(study, id));
        return file.Exists ? SealedSound.Whole(file.Length, length) : null;
    }

    /// <summary>Opens it to seal more behind what is there. What another run of the program left is looked through first, and cut where it does not open.</summary>
    /// <returns>Null while somebody else writes it.</returns>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    /// <exception cref="KeyDestroyedException">Its key was destroyed.</exception>
    public async Task<SoundWriter?> WriteAsync(StudyId study, RecordingId id, long length, CancellationToken cancel)
    {
        var key = KeyOf(id);
        FileStream file;
        try
        {
            file = new FileStream(PathOf(study, id), new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0, Options = FileOptions.Asynchronous });
        }
        catch (IOException fault) when (fault is not (FileNotFoundException or DirectoryNotFoundException))
        {
            return null;
        }

        try
        {
            var received = SealedSound.Whole(file.Length, length);
            if (_checked.GetValueOrDefault(id) != received) received = await CheckAsync(file, id, (byte[])key.Clone(), received, cancel);
            var end = received == length ? SealedSound.Sealed(length) : SealedSound.PlaceOf(received / SealedSound.ChunkSize);
            if (file.Length != end) file.SetLength(end);
            return new SoundWriter(file, id, key, length, received) { Closed = sealedUpTo => _checked[id] = sealedUpTo };
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a sound that is all there.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    /// <exception cref="SoundDamagedException">It is not as it was written.</exception>
    /// <exception cref="KeyDestroyedException">Its key was destroyed.</exception>
    public SoundStream Read(StudyId study, RecordingId id) => SoundStream.Open(PathOf(study, id), id, KeyOf(id), mustBeWhole: true);

    /// <summary>Opens what has arrived of a sound.</summary>
    public SoundStream ReadArrived(StudyId study, RecordingId id) => SoundStream.Open(PathOf(study, id), id, KeyOf(id), mustBeWhole: false);

    /// <summary>Puts a sound back that came with an archive, sealed by a key that is made now. What an attempt that broke off left in its place goes first.</summary>
    /// <remarks>The caller holds the recording’s row, in a transaction that is not committed yet, so nobody else has such a recording; and calls <see cref="TakeBack"/> where it is not committed.</remarks>
    /// <param name="sound">Is read to its end, piece by piece.</param>
    /// <returns>False where it is longer or shorter than it has to be.</returns>
    /// <exception cref="KeyDestroyedException">Its key was destroyed here: it stays so.</exception>
    public async Task<bool> PutBackAsync(StudyId study, RecordingId id, long length, Stream sound, CancellationToken cancel)
    {
        TakeBack(study, id);
        Begin(study, id, length);
        await using var writer = await WriteAsync(study, id, length, cancel) ?? throw new IOException($"The sound of recording {id.Value} is being written by another.");
        var pipe = PipeReader.Create(sound, new StreamPipeReaderOptions(bufferSize: SealedSound.ChunkSize, leaveOpen: true));
        var fits = await writer.AppendAsync(pipe, cancel);
        await pipe.CompleteAsync();
        writer.Flush();
        return fits && writer.IsWhole;
    }

    /// <summary>Removes a sound that was put back, and its key, where the study did not come here after all. Nothing counts as destroyed: it can be tried again.</summary>
    public void TakeBack(StudyId study, RecordingId id)
    {
        _checked.TryRemove(id, out _);
        if (Directory.Exists(FolderOf(study))) File.Delete(PathOf(study, id));
        keys.TakeAway(KeyOwner.Of(id));
        if (Directory.Exists(FolderOf(study)) && !Directory.EnumerateFileSystemEntries(FolderOf(study)).Any()) Directory.Delete(FolderOf(study));
    }

    public bool IsDestroyed(RecordingId id) => keys.IsDestroyed(KeyOwner.Of(id));

    /// <summary>Destroys a sound for good: its key first, which makes every copy of the file unreadable, then the file.</summary>
    public void Destroy(StudyId study, RecordingId id)
    {
        var owner = KeyOwner.Of(id);
        if (!keys.IsDestroyed(owner)) keys.Destroy(owner, clock.GetUtcNow());
        _checked.TryRemove(id, out _);
        if (Directory.Exists(FolderOf(study))) File.Delete(PathOf(study, id));
    }

    /// <summary>Deletes files of sound whose key was destroyed: what a crash left between the two, or what came back with an older copy of the folder.</summary>
    /// <returns>How many.</returns>
    public int Sweep()
    {
        if (!Directory.Exists(folder)) return 0;
        var gone = 0;
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (!Guid.TryParseExact(Path.GetFileName(path), "n", out var id) || !keys.IsDestroyed(KeyOwner.Of(new RecordingId(id)))) continue;
            File.Delete(path);
            gone++;
        }

        return gone;
    }

    /// <summary>How many files there are, and how many bytes they take, sealed; what is still on its way in too.</summary>
    public (int Files, long Bytes) Measure()
    {
        if (!Directory.Exists(folder)) return (0, 0);
        var (files, bytes) = (0, 0L);
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            files++;
            bytes += file.Length;
        }

        return (files, bytes);
    }

    private byte[] KeyOf(RecordingId id) => keys.Find(KeyOwner.Of(id))
        ?? throw new MasterKeyException($"The key of recording {id.Value} is missing from the key folder. Put it back from the backup of the keys.");

    private static async Task<long> CheckAsync(FileStream file, RecordingId id, byte[] key, long received, CancellationToken cancel)
    {
        await using var reader = SoundStream.Over(file.SafeFileHandle, id, key, mustBeWhole: false);
        var buffer = new byte[SealedSound.ChunkSize];
        try
        {
            while (await reader.ReadAsync(buffer, cancel) > 0)
            {
                // only that it opens
            }

            return received;
        }
        catch (SoundDamagedException)
        {
            return reader.Position / SealedSound.ChunkSize * SealedSound.ChunkSize;
        }
    }

    private string FolderOf(StudyId study) => Path.Combine(folder, study.Value.ToString("n"));

    private string PathOf(StudyId study, RecordingId id) => Path.Combine(FolderOf(study), id.Value.ToString("n"));

    private static long RoomAt(string path) => new DriveInfo(Path.GetFullPath(path)).AvailableFreeSpace;
}
