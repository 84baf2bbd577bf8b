using System.Diagnostics;
using System.IO.MemoryMappedFiles;

namespace CoreStudy.Fuzzing;

/// <summary>
/// Which input a worker is at, in a file that both processes see, so that it is known after a worker’s death. Ends the process where an input takes longer than <see cref="Trial.Longest"/>, or
/// does nothing for <see cref="Idlest"/>, for nothing else ends a loop that does not.
/// </summary>
internal sealed class Running : IDisposable
{
    /// <summary>With what the process ends where an input takes too long.</summary>
    public const int TooLong = 3;

    /// <summary>By the clock; other work on the machine may keep a worker waiting.</summary>
    private static readonly TimeSpan Idlest = TimeSpan.FromMinutes(3);

    private const int Most = 4 << 20;
    private const int Header = 16;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly Timer? _watch;
    private long _began;
    private long _spent;

    private Running(string folder, bool watches)
    {
        _file = MemoryMappedFile.CreateFromFile(Path.Combine(folder, "running"), FileMode.OpenOrCreate, null, Header + Most);
        _view = _file.CreateViewAccessor();
        if (watches) _watch = new Timer(_ => EndWhatHangs(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <summary>How many inputs were read so far, by all workers of this folder.</summary>
    public long Executions => _view.ReadInt64(0);

    /// <summary>The input that was being read; null where the worker was at none.</summary>
    public byte[]? Input
    {
        get
        {
            var input = new byte[_view.ReadInt64(8)];
            _view.ReadArray(Header, input, 0, input.Length);
            return input.Length > 0 ? input : null;
        }
    }

    /// <summary>For the worker.</summary>
    public static Running Open(string folder) => new(folder, watches: true);

    /// <summary>For whoever started it.</summary>
    public static Running Look(string folder) => new(folder, watches: false);

    public void Begin(byte[] input)
    {
        _view.WriteArray(Header, input, 0, Math.Min(input.Length, Most));
        _view.Write(8, (long)Math.Min(input.Length, Most));
        _view.Write(0, Executions + 1);
        _spent = Environment.CpuUsage.TotalTime.Ticks;
        Volatile.Write(ref _began, Stopwatch.GetTimestamp());
    }

    public void End()
    {
        Volatile.Write(ref _began, 0);
        _view.Write(8, 0L);
    }

    public void Dispose()
    {
        _watch?.Dispose();
        _view.Dispose();
        _file.Dispose();
    }

    private void EndWhatHangs()
    {
        var began = Volatile.Read(ref _began);
        if (began == 0) return;
        if (Environment.CpuUsage.TotalTime.Ticks - _spent > Trial.Longest.Ticks || Stopwatch.GetElapsedTime(began) > Idlest) Environment.Exit(TooLong);
    }
}
