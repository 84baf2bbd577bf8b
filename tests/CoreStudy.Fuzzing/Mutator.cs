using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace CoreStudy.Fuzzing;

/// <summary>Changes an input a little: bits and numbers as AFL does, and words, cells and elements as whoever reads text would notice; within the parts of a packed file as well.</summary>
/// <param name="words">What may be put in: names and marks that the readers look for, and what attacks are made of.</param>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> words)
{
    /// <summary>The longest input that is kept, in bytes; packed files are larger for the same words.</summary>
    public const int Longest = 32 << 10;

    public const int LongestPacked = 160 << 10;

    /// <summary>How long a stretched input becomes, in bytes: enough to show what grows with the square of it.</summary>
    private const int Stretched = 600 << 10;

    private const string Marks = "\n\r\t <>{}[]()\"',:;=&|/\\#";

    private static readonly long[] Numbers = [0, 1, -1, 2, 7, 16, 59, 60, 100, 127, 128, 255, 256, 1000, 32767, 32768, 65535, 65536, 1 << 20, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue];

    /// <summary>Letters that are more than one, that grow when they are composed, that are not seen, that a database refuses, or that are half of one.</summary>
    private static readonly byte[][] Odd =
    [
        .. new[] { "\0", "\u0001", "\u0007", "\u000B", "\u000C", "\u001B", "\u007F", "\u0085", "\u00A0", "\u00AD", "\u0301", "e\u0301\u0323", "\u0344", "\u0958", "\u1D160", "\u200B", "\u200D", "\u2028", "\u202E", "\uFB2C", "\uFEFF", "\uFFFD", "\uFFFF", "\U0001D160", "\U0001F468\u200D\U0001F469", "İ", "ß", "ﬃ" }.Select(Encoding.UTF8.GetBytes),
        [0xED, 0xA0, 0x80], [0xED, 0xB0, 0x80], [0xC3], [0xFF], [0xFE, 0xFF], [0xFF, 0xFE], [0xEF, 0xBB, 0xBF], [0xF4, 0x90, 0x80, 0x80],
    ];

    /// <param name="other">Another input, that parts may be taken of.</param>
    public byte[] Change(byte[] input, byte[] other)
    {
        if (random.Next(10) == 0 || PackedFile.Open(input) is not { } packed) return Cut(Changed(input, other), Longest);
        var donor = PackedFile.Open(other) ?? packed;
        for (var times = 1 + random.Next(2); times > 0; times--) packed = Changed(packed, donor);
        return packed.Pack();
    }

    /// <summary>The input with a piece of it, or a word, repeated until it is long.</summary>
    public byte[] Stretch(byte[] input)
    {
        if (PackedFile.Open(input) is not { } packed) return Repeated(input, Stretched);
        var part = random.Next(packed.Parts.Count);
        return packed.With(part, Repeated(packed.Parts[part].Content, Stretched)).Pack();
    }

    private PackedFile Changed(PackedFile packed, PackedFile donor)
    {
        var at = random.Next(packed.Parts.Count);
        var (name, content) = packed.Parts[at];
        switch (random.Next(20))
        {
            case 0 when packed.Parts.Count > 1: return packed.Without(at);
            case 1: return new([.. packed.Parts, (name, content)]);
            case 2: return new([.. packed.Parts.Select((p, i) => i == at ? (Encoding.UTF8.GetString(Changed(Encoding.UTF8.GetBytes(name), [])), content) : p)]);
            case 3: return packed.With(at, packed.Parts[random.Next(packed.Parts.Count)].Content);
            case 4: return new([.. packed.Parts, donor.Parts[random.Next(donor.Parts.Count)]]);
            default:
                var same = donor.Parts.FirstOrDefault(p => p.Name == name).Content ?? donor.Parts[random.Next(donor.Parts.Count)].Content;
                return packed.With(at, Cut(Changed(content, same), Longest));
        }
    }

    private byte[] Changed(byte[] input, byte[] other)
    {
        for (var times = 1 << random.Next(4); times > 0; times--) input = Once(input, other);
        return input;
    }

    private byte[] Once(byte[] input, byte[] other)
    {
        if (input.Length == 0) return Word();
        var at = random.Next(input.Length);
        var length = Math.Min(input.Length - at, 1 + random.Next(random.Next(4) == 0 ? 400 : 24));
        switch (random.Next(17))
        {
            case 0: return Put(input, at, [(byte)(input[at] ^ (1 << random.Next(8)))]);
            case 1: return Put(input, at, [(byte)random.Next(256)]);
            case 2: return Put(input, at, [(byte)(input[at] + random.Next(-35, 36))]);
            case 3: return Put(input, at, Number());
            case 4: return Replaced(input, at, length, []);
            case 5: return Replaced(input, at, 0, input.AsSpan(at, length));
            case 6: return Put(input, random.Next(input.Length), input.AsSpan(at, length));
            case 7: return Replaced(input, at, 0, Word());
            case 8: return Put(input, at, Word());
            case 9: return Digits(input, at);
            case 10 when other.Length > 0: return [.. input[..at], .. other[random.Next(other.Length)..]];
            case 11 when other.Length > 0:
                var from = random.Next(other.Length);
                return Replaced(input, at, 0, other.AsSpan(from, Math.Min(other.Length - from, length * 4)));
            case 12: return Replaced(input, at, 0, Times(input.AsSpan(at, Math.Min(length, 12)), 2 + random.Next(random.Next(3) == 0 ? 600 : 30)));
            case 13: return Replaced(input, at, 0, Odd[random.Next(Odd.Length)]);
            default: return Token(input, at);
        }
    }

    /// <summary>Changes what stands between two marks: takes it out, puts it in once more, or puts a word or another such in its place.</summary>
    private byte[] Token(byte[] input, int at)
    {
        var (start, end) = Around(input, at);
        switch (random.Next(5))
        {
            case 0: return Replaced(input, start, Math.Min(input.Length, end + 1) - start, []);
            case 1: return Replaced(input, start, 0, input.AsSpan(start, Math.Min(input.Length, end + 1) - start));
            case 2: return Replaced(input, start, end - start, Word());
            case 3: return Replaced(input, start, end - start, Odd[random.Next(Odd.Length)]);
            default:
                var (from, to) = Around(input, random.Next(input.Length));
                return Replaced(input, start, end - start, input.AsSpan(from, to - from).ToArray());
        }
    }

    private static (int Start, int End) Around(byte[] input, int at)
    {
        var (start, end) = (at, at);
        while (start > 0 && !IsMark(input[start - 1])) start--;
        while (end < input.Length && !IsMark(input[end])) end++;
        return (start, end);
    }

    private static bool IsMark(byte letter) => letter < 128 && Marks.Contains((char)letter);

    /// <summary>Another number where one stands, in figures.</summary>
    private byte[] Digits(byte[] input, int at)
    {
        var start = input.AsSpan(at).IndexOfAnyInRange((byte)'0', (byte)'9');
        if (start < 0) return Replaced(input, at, 0, Word());
        start += at;
        var end = start;
        while (end < input.Length && input[end] is >= (byte)'0' and <= (byte)'9') end++;
        var number = Utf8Parser.TryParse(input.AsSpan(start, end - start), out long said, out _) && random.Next(2) == 0 ? unchecked(said + random.Next(-3, 4)) : Numbers[random.Next(Numbers.Length)];
        return Replaced(input, start, end - start, Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));
    }

    private byte[] Number()
    {
        var (number, bytes) = (Numbers[random.Next(Numbers.Length)], new byte[1 << random.Next(4)]);
        Span<byte> whole = stackalloc byte[8];
        if (random.Next(2) == 0) BinaryPrimitives.WriteInt64LittleEndian(whole, number);
        else BinaryPrimitives.WriteInt64BigEndian(whole, number << (64 - (8 * bytes.Length)));
        whole[..bytes.Length].CopyTo(bytes);
        return bytes;
    }

    private byte[] Word() => words[random.Next(words.Count)];

    private byte[] Repeated(byte[] input, int until)
    {
        var at = input.Length == 0 ? 0 : random.Next(input.Length);
        var piece = random.Next(3) == 0 || input.Length == 0 ? Word() : input.AsSpan(at, Math.Min(input.Length - at, 1 + random.Next(20))).ToArray();
        return Replaced(input, at, 0, Times(piece, until / Math.Max(1, piece.Length)));
    }

    private static byte[] Times(ReadOnlySpan<byte> piece, int times)
    {
        var all = new byte[piece.Length * times];
        for (var at = 0; at < all.Length; at += piece.Length) piece.CopyTo(all.AsSpan(at));
        return all;
    }

    private static byte[] Put(byte[] input, int at, ReadOnlySpan<byte> over)
    {
        var changed = input.ToArray();
        over[..Math.Min(over.Length, changed.Length - at)].CopyTo(changed.AsSpan(at));
        return changed;
    }

    private static byte[] Replaced(byte[] input, int at, int length, ReadOnlySpan<byte> by) => [.. input.AsSpan(0, at), .. by, .. input.AsSpan(at + length)];

    private static byte[] Cut(byte[] input, int most) => input.Length > most ? input[..most] : input;
}
