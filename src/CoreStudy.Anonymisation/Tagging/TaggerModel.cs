using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CoreStudy.Anonymisation.Tagging;

/// <summary>The weights of a linear-chain conditional random field, kept sparse; safe to read from many threads.</summary>
/// <remarks>Lafferty, McCallum and Pereira 2001. A weight is a whole number of steps, so that the same training gives the same bytes.</remarks>
internal sealed class TaggerModel
{
    /// <summary>Features are told apart by so many bits of their hash.</summary>
    public const int KeyBits = 24;

    public const uint KeyMask = (1u << KeyBits) - 1;
    private const uint Magic = 0x31544353; // "SCT1"

    private readonly uint[] _keys;
    private readonly ulong[] _rows;
    private readonly float _step;

    private TaggerModel(uint[] keys, ulong[] rows, float step, float[] transitions)
    {
        (_step, Transitions) = (step, transitions);
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, keys.Length * 3 / 2));
        (_keys, _rows) = (new uint[size], new ulong[size]);
        for (var k = 0; k < keys.Length; k++)
        {
            var i = (int)(keys[k] & (uint)(size - 1));
            while (_keys[i] != 0) i = (i + 1) & (size - 1);
            (_keys[i], _rows[i]) = (keys[k] + 1, rows[k]);
        }
    }

    /// <summary>From the label in the row to the label in the column, <see cref="Label.Row"/> to a row.</summary>
    public float[] Transitions { get; }

    /// <summary>The score of each label for a token with these features.</summary>
    public void Score(ReadOnlySpan<uint> features, Span<float> scores)
    {
        var sum = Vector256<int>.Zero;
        var mask = _keys.Length - 1;
        foreach (var feature in features)
        {
            var key = (feature & KeyMask) + 1;
            for (var i = (int)((key - 1) & (uint)mask); _keys[i] != 0; i = (i + 1) & mask)
            {
                if (_keys[i] != key) continue;
                var (low, _) = Vector128.Widen(Vector128.CreateScalarUnsafe(_rows[i]).AsSByte());
                sum += Vector256.Create(Vector128.WidenLower(low), Vector128.WidenUpper(low));
                break;
            }
        }

        (Vector256.ConvertToSingle(sum) * _step).CopyTo(scores);
    }

    /// <summary>Takes over what a training found; weights below half a step vanish, and features without any.</summary>
    /// <param name="weights">A row of <see cref="Label.Row"/> for each key, in rising order of keys.</param>
    /// <param name="prune">Weights nearer to 0 than this are dropped.</param>
    public static TaggerModel Of(IReadOnlyList<uint> keys, Func<int, ReadOnlyMemory<float>> weights, float[] transitions, float step, float prune)
    {
        var (kept, rows) = (new List<uint>(), new List<ulong>());
        Span<sbyte> row = stackalloc sbyte[Label.Row];
        for (var k = 0; k < keys.Count; k++)
        {
            row.Clear();
            var given = weights(k).Span;
            for (var l = 0; l < Label.Count; l++)
            {
                if (Math.Abs(given[l]) >= prune) row[l] = (sbyte)Math.Clamp(MathF.Round(given[l] / step), -127, 127);
            }

            var packed = MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(row));
            if (packed == 0) continue;
            kept.Add(keys[k]);
            rows.Add(packed);
        }

        return new TaggerModel([.. kept], [.. rows], step, transitions);
    }

    public static TaggerModel Read(Stream stream)
    {
        using var packed = new BrotliStream(stream, CompressionMode.Decompress, leaveOpen: true);
        using var all = new MemoryStream();
        packed.CopyTo(all);
        var bytes = all.GetBuffer().AsSpan(0, (int)all.Length);
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic) throw new InvalidDataException("This is no tagger's model, or one of another version.");
        var count = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        var step = BinaryPrimitives.ReadSingleLittleEndian(bytes[8..]);
        var at = 12;
        var transitions = new float[Label.Row * Label.Row];
        for (var i = 0; i < transitions.Length; i++, at += 4) transitions[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[at..]);
        var (keys, rows) = (new uint[count], new ulong[count]);
        var last = 0u;
        for (var k = 0; k < count; k++)
        {
            var (delta, shift) = (0u, 0);
            byte part;
            do
            {
                part = bytes[at++];
                delta |= (uint)(part & 0x7F) << shift;
                shift += 7;
            }
            while (part >= 0x80);
            keys[k] = last += delta;
        }

        for (var l = 0; l < Label.Count; l++)
        {
            for (var k = 0; k < count; k++) rows[k] |= (ulong)bytes[at++] << (8 * l);
        }

        return new TaggerModel(keys, rows, step, transitions);
    }

    public void Write(Stream stream)
    {
        var held = Enumerable.Range(0, _keys.Length).Where(i => _keys[i] != 0).OrderBy(i => _keys[i]).ToArray();
        using var all = new MemoryStream();
        using var writer = new BinaryWriter(all);
        writer.Write(Magic);
        writer.Write(held.Length);
        writer.Write(_step);
        foreach (var transition in Transitions) writer.Write(transition);
        var last = 0u;
        foreach (var i in held)
        {
            writer.Write7BitEncodedInt((int)(_keys[i] - 1 - last));
            last = _keys[i] - 1;
        }

        for (var l = 0; l < Label.Count; l++)
        {
            foreach (var i in held) writer.Write((byte)(_rows[i] >> (8 * l)));
        }

        writer.Flush();
        using var packed = new BrotliStream(stream, CompressionLevel.SmallestSize, leaveOpen: true);
        packed.Write(all.GetBuffer(), 0, (int)all.Length);
    }
}
