using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace CoreStudy.Fuzzing;

/// <summary>Which edges of the instrumented assemblies were walked, and how often, as AFL counts them: in eight steps.</summary>
/// <remarks>SharpFuzz writes each edge into a map of 65,536 bytes that all instrumented code shares, so one run at a time is counted.</remarks>
internal sealed unsafe class Coverage
{
    private const int Size = 1 << 16;

    private readonly byte* _map = (byte*)NativeMemory.AllocZeroed(Size);
    private readonly byte[] _seen = new byte[Size];

    /// <summary>Has to be made before any instrumented code runs.</summary>
    public Coverage() => Trace.SharedMem = _map;

    /// <summary>Edges that were ever walked.</summary>
    public int Edges { get; private set; }

    private Span<byte> Map => new(_map, Size);

    /// <summary>Before a run.</summary>
    public void Clear()
    {
        Map.Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>After a run: whether it walked an edge that no run before it did, or one so often as none did.</summary>
    public bool Widened()
    {
        var map = Map;
        var widened = false;
        for (var at = 0; (at = Next(map, at)) < Size; at++)
        {
            var step = Step(map[at]);
            if ((_seen[at] & step) != 0) continue;
            if (_seen[at] == 0) Edges++;
            _seen[at] |= step;
            widened = true;
        }

        return widened;
    }

    /// <summary>After a run: the edges that it walked.</summary>
    public int[] Walked()
    {
        var map = Map;
        var walked = new List<int>();
        for (var at = 0; (at = Next(map, at)) < Size; at++) walked.Add(at);
        return [.. walked];
    }

    private static int Next(Span<byte> map, int at) => map[at..].IndexOfAnyExcept((byte)0) is >= 0 and var found ? at + found : Size;

    private static byte Step(byte times) => times switch
    {
        1 => 1,
        2 => 2,
        3 => 4,
        < 8 => 8,
        < 16 => 16,
        < 32 => 32,
        < 128 => 64,
        _ => 128,
    };
}
