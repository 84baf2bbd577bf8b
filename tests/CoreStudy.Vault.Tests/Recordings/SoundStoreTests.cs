using System.IO.Pipelines;
using CoreStudy.Domain;
using CoreStudy.Testing;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Recordings;
using CsCheck;

namespace CoreStudy.Vault.Tests.Recordings;

public sealed class SoundStoreTests : IDisposable
{
    private const int Chunk = 64 * 1024;

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("corestudy-sound-");
    private readonly StudyId _study = StudyId.New();
    private readonly RecordingId _id = RecordingId.New();

    public SoundStoreTests() => MasterKeyFile.CreateIfMissing(Path.Combine(_home.FullName, "master-key"), StudyBuilder.At);

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public async Task What_was_put_in_by_parts_comes_out_at_every_place()
    {
        await Gen.Select(Gen.Int[1, 5 * Chunk], Gen.Int[1, 2 * Chunk].Array[1, 12], Gen.Double[0, 1].Array[1, 8], Gen.Int).SampleAsync(
            async (size, parts, places, seed) =>
            {
                var (id, sound) = (RecordingId.New(), Sound(size, seed));
                await StoreAsync(id, sound, parts);

                await using var reader = Store().Read(_study, id);
                Assert.Equal(size, reader.Length);
                foreach (var place in places)
                {
                    var from = (int)(place * (size - 1));
                    reader.Position = from;
                    var read = new byte[Math.Min(size - from, Chunk + 77)];
                    await reader.ReadExactlyAsync(read, Cancel);
                    Assert.True(read.AsSpan().SequenceEqual(sound.AsSpan(from, read.Length)));
                }
            },
            iter: 60);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Chunk - 1)]
    [InlineData(Chunk)]
    [InlineData(Chunk + 1)]
    [InlineData(3 * Chunk)]
    public async Task Every_length_comes_out_whole_and_ends_there(int size)
    {
        var sound = Sound(size);
        await StoreAsync(_id, sound, [size]);

        await using var reader = Store().Read(_study, _id);
        using var all = new MemoryStream();
        await reader.CopyToAsync(all, Cancel);

        Assert.Equal(sound, all.ToArray());
        Assert.Equal(0, await reader.ReadAsync(new byte[10], Cancel));
    }

    [Fact]
    public async Task A_part_that_breaks_off_leaves_its_whole_chunks_and_goes_on_after_a_restart()
    {
        var sound = Sound((3 * Chunk) + 500);
        Store().Begin(_study, _id, sound.Length);

        await using (var writer = (await Store().WriteAsync(_study, _id, sound.Length, Cancel))!)
            await Assert.ThrowsAsync<IOException>(() => writer.AppendAsync(PipeReader.Create(new Breaking(sound, breaksAt: (2 * Chunk) + 700)), Cancel));
        var arrived = Store().Received(_study, _id, sound.Length);
        await using (var writer = (await Store().WriteAsync(_study, _id, sound.Length, Cancel))!) await AppendAsync(writer, sound[(int)arrived!.Value..]);

        Assert.Equal(2 * Chunk, arrived);
        Assert.True(await IsSameAsync(_id, sound));
    }

    [Fact]
    public async Task What_a_crash_left_half_written_is_sealed_again()
    {
        var sound = Sound((3 * Chunk) + 500);
        Store().Begin(_study, _id, sound.Length);
        await using (var writer = (await Store().WriteAsync(_study, _id, sound.Length, Cancel))!) await AppendAsync(writer, sound[..(2 * Chunk)]);
        Change(_id, bytes => bytes.Concat(new byte[1234]).ToArray());
        Change(_id, bytes => { bytes[^2000] ^= 1; return bytes; }); // in the second chunk

        await using (var writer = (await Store().WriteAsync(_study, _id, sound.Length, Cancel))!)
        {
            Assert.Equal(Chunk, writer.Received);
            await AppendAsync(writer, sound[Chunk..]);
        }

        Assert.True(await IsSameAsync(_id, sound));
    }

    [Fact]
    public async Task Two_do_not_write_one_sound_at_once()
    {
        var store = Store();
        store.Begin(_study, _id, Chunk);

        await using var first = await store.WriteAsync(_study, _id, Chunk, Cancel);

        Assert.NotNull(first);
        Assert.Null(await store.WriteAsync(_study, _id, Chunk, Cancel));
        Assert.Null(await Store().WriteAsync(_study, _id, Chunk, Cancel));
    }

    [Fact]
    public async Task More_than_was_announced_is_not_taken()
    {
        var store = Store();
        store.Begin(_study, _id, Chunk + 10);
        await using var writer = (await store.WriteAsync(_study, _id, Chunk + 10, Cancel))!;

        var fits = await writer.AppendAsync(PipeReader.Create(new MemoryStream(Sound(Chunk + 11))), Cancel);

        Assert.False(fits);
        Assert.Equal(Chunk + 10, writer.Received);
    }

    [Fact]
    public async Task A_changed_bit_anywhere_is_found()
    {
        var sound = Sound((2 * Chunk) + 100);
        await StoreAsync(_id, sound, [sound.Length]);
        var kept = File.ReadAllBytes(PathOf(_id));

        await Gen.Int[0, kept.Length - 1].SampleAsync(
            async place =>
            {
                var changed = (byte[])kept.Clone();
                changed[place] ^= 0x10;
                File.WriteAllBytes(PathOf(_id), changed);
                await Assert.ThrowsAsync<SoundDamagedException>(() => IsSameAsync(_id, sound));
            },
            iter: 60, threads: 1);
        foreach (var place in Enumerable.Range(0, 40))
        {
            var changed = (byte[])kept.Clone();
            changed[place] ^= 1;
            File.WriteAllBytes(PathOf(_id), changed);
            await Assert.ThrowsAsync<SoundDamagedException>(() => IsSameAsync(_id, sound));
        }
    }

    [Fact]
    public async Task A_sound_that_was_cut_or_grew_is_found()
    {
        var sound = Sound(4 * Chunk);
        await StoreAsync(_id, sound, [sound.Length]);
        var kept = File.ReadAllBytes(PathOf(_id));

        foreach (var left in new[] { 0, 39, 40, kept.Length - 1, 40 + (3 * (Chunk + 20)) })
        {
            File.WriteAllBytes(PathOf(_id), kept[..left]);
            await Assert.ThrowsAsync<SoundDamagedException>(() => IsSameAsync(_id, sound));
        }

        File.WriteAllBytes(PathOf(_id), [.. kept, 0]);
        await Assert.ThrowsAsync<SoundDamagedException>(() => IsSameAsync(_id, sound));
    }

    [Fact]
    public async Task Chunks_that_were_swapped_or_put_in_from_another_recording_are_found()
    {
        var (sound, other) = (Sound(4 * Chunk), RecordingId.New());
        await StoreAsync(_id, sound, [sound.Length]);
        await StoreAsync(other, sound, [sound.Length]);
        var (mine, theirs) = (File.ReadAllBytes(PathOf(_id)), File.ReadAllBytes(PathOf(other)));

        var swapped = (byte[])mine.Clone();
        ChunkOf(mine, 1).CopyTo(swapped, 40 + (2 * (Chunk + 20)));
        ChunkOf(mine, 2).CopyTo(swapped, 40 + (Chunk + 20));
        File.WriteAllBytes(PathOf(_id), swapped);
        await Assert.ThrowsAsync<SoundDamagedException>(() => IsSameAsync(_id, sound));

        var foreign = (byte[])mine.Clone();
        ChunkOf(theirs, 1).CopyTo(foreign, 40 + (Chunk + 20));
        File.WriteAllBytes(PathOf(_id), foreign);
        await Assert.ThrowsAsync<SoundDamagedException>(() => IsSameAsync(_id, sound));

        File.WriteAllBytes(PathOf(_id), theirs);
        await Assert.ThrowsAsync<SoundDamagedException>(() => IsSameAsync(_id, sound));
    }

    [Fact]
    public async Task Nothing_of_the_sound_lies_open_on_the_disk()
    {
        var sound = Sound((2 * Chunk) + 500);
        var planted = "VOICE OF SOMEBODY 7f3a"u8.ToArray();
        foreach (var place in new[] { 0, Chunk - 11, Chunk + 3000, sound.Length - planted.Length }) planted.CopyTo(sound, place);

        await StoreAsync(_id, sound, [Chunk / 3, Chunk, sound.Length]);

        foreach (var file in _home.EnumerateFiles("*", SearchOption.AllDirectories))
            Assert.Equal(-1, File.ReadAllBytes(file.FullName).AsSpan().IndexOf(planted.AsSpan(0, 8)));
    }

    [Fact]
    public async Task A_destroyed_sound_stays_unreadable_with_an_older_copy_of_its_file()
    {
        var sound = Sound(Chunk * 2);
        await StoreAsync(_id, sound, [sound.Length]);
        var backup = File.ReadAllBytes(PathOf(_id));

        Store().Destroy(_study, _id);
        var isGone = !File.Exists(PathOf(_id));
        File.WriteAllBytes(PathOf(_id), backup);

        Assert.True(isGone);
        Assert.Throws<KeyDestroyedException>(() => Store().Read(_study, _id));
        Assert.Equal(1, Store().Sweep());
        Assert.False(File.Exists(PathOf(_id)));
    }

    [Fact]
    public async Task A_sweep_leaves_what_can_be_heard()
    {
        var sound = Sound(100);
        await StoreAsync(_id, sound, [100]);

        Assert.Equal(0, Store().Sweep());

        Assert.True(await IsSameAsync(_id, sound));
    }

    [Fact]
    public async Task A_full_disk_leaves_whole_chunks_and_says_so()
    {
        var sound = Sound(10 * Chunk);
        var key = new byte[32];
        using var disk = new FullDisk(most: 40 + (6 * (Chunk + 20)) + 1000);
        await using var writer = new SoundWriter(disk, _id, key, sound.Length, 0);

        await Assert.ThrowsAsync<IOException>(() => writer.AppendAsync(PipeReader.Create(new MemoryStream(sound)), Cancel));

        Assert.Equal(4 * Chunk, writer.Received);
        Assert.Equal(40 + (4 * (Chunk + 20)), disk.Length);
    }

    [Fact]
    public void There_is_room_only_where_the_disk_has_it_beside_what_others_announced()
    {
        var store = new SoundStore(Folder, Keys(), TimeProvider.System, _ => 1L << 30);

        Assert.True(store.HasRoomFor(500L << 20, awaited: 0));
        Assert.False(store.HasRoomFor(500L << 20, awaited: 500L << 20));
        Assert.False(store.HasRoomFor(1L << 30, awaited: 0));
    }

    [Fact]
    public async Task Files_of_sound_are_the_owners_alone_and_name_nobody()
    {
        await StoreAsync(_id, Sound(100), [100]);

        Assert.Equal(_id.Value.ToString("n"), Path.GetFileName(PathOf(_id)));
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf(_id)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder));
    }

    private string Folder => Path.Combine(_home.FullName, "recordings");

    private KeyFolder Keys() => new(Path.Combine(_home.FullName, "keys"), MasterKeyFile.Read(Path.Combine(_home.FullName, "master-key")));

    /// <summary>A store as after a start of the site.</summary>
    private SoundStore Store() => new(Folder, Keys(), TimeProvider.System);

    private string PathOf(RecordingId id) => Path.Combine(Folder, _study.Value.ToString("n"), id.Value.ToString("n"));

    private void Change(RecordingId id, Func<byte[], byte[]> change) => File.WriteAllBytes(PathOf(id), change(File.ReadAllBytes(PathOf(id))));

    private static byte[] Sound(int size, int seed = 7)
    {
        var sound = new byte[size];
        new Random(seed).NextBytes(sound);
        return sound;
    }

    private static byte[] ChunkOf(byte[] file, int number) => file[(40 + (number * (Chunk + 20)))..(40 + ((number + 1) * (Chunk + 20)))];

    /// <summary>Puts a sound in by parts of these sizes, over and over, each as after a start of the site; it goes on where it is.</summary>
    private async Task StoreAsync(RecordingId id, byte[] sound, int[] parts)
    {
        Store().Begin(_study, id, sound.Length);
        for (var i = 0; ; i++)
        {
            await using var writer = (await Store().WriteAsync(_study, id, sound.Length, Cancel))!;
            if (writer.IsWhole) return;
            var from = (int)writer.Received;
            await AppendAsync(writer, sound[from..Math.Min(sound.Length, from + parts[i % parts.Length] + (i / parts.Length * Chunk))]);
        }
    }

    private static Task<bool> AppendAsync(SoundWriter writer, byte[] part) => writer.AppendAsync(PipeReader.Create(new MemoryStream(part)), Cancel);

    private async Task<bool> IsSameAsync(RecordingId id, byte[] sound)
    {
        await using var reader = Store().Read(_study, id);
        using var all = new MemoryStream();
        await reader.CopyToAsync(all, Cancel);
        return all.ToArray().AsSpan().SequenceEqual(sound);
    }

    /// <summary>A connection that breaks.</summary>
    private sealed class Breaking(byte[] bytes, int breaksAt) : MemoryStream(bytes, 0, breaksAt)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw new IOException("The connection broke.");
    }

    /// <summary>A disk that takes so many bytes.</summary>
    private sealed class FullDisk(int most) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var fits = (int)Math.Clamp(most - Position, 0, buffer.Length);
            await base.WriteAsync(buffer[..fits], cancellationToken);
            if (fits < buffer.Length) throw new IOException("No space left on device", 28);
        }
    }
}
