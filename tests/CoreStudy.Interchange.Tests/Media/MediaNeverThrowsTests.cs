using System.Diagnostics;
using CoreStudy.Interchange.Media;
using CsCheck;

namespace CoreStudy.Interchange.Tests.Media;

/// <summary>Whatever the bytes, a recording is told or refused, in little time, and little of it is read.</summary>
public sealed class MediaNeverThrowsTests
{
    private static readonly byte[][] Samples = [.. Sounds.Names.Select(Sounds.Sample), Sounds.Wav(1, 3000), Sounds.Wav(0xFFFE, 3000)];

    [Fact]
    public void A_recording_cut_anywhere_is_told_or_refused() =>
        Gen.Select(AnySample, Gen.Double[0, 1]).Sample((sample, part) => Keeps(sample[..(int)(sample.Length * part)], sample.Length), iter: 2000);

    [Fact]
    public void A_recording_with_flipped_bits_is_told_or_refused() =>
        Gen.Select(AnySample, Flips).Sample((sample, flips) => Keeps(Flipped(sample, flips), sample.Length), iter: 6000);

    [Fact]
    public void Bytes_of_headers_put_anywhere_are_told_or_refused() =>
        Gen.Select(AnySample, Gen.Int[0, 64], AnyEdge.Array[1, 9])
            .Sample((sample, at, bytes) =>
            {
                var changed = sample.ToArray();
                bytes.AsSpan(0, Math.Min(bytes.Length, changed.Length - at)).CopyTo(changed.AsSpan(at));
                return Keeps(changed, changed.Length);
            }, iter: 4000);

    [Fact]
    public void Random_bytes_are_told_or_refused() =>
        Gen.Byte.Array[1, 3000].Sample(bytes => Keeps(bytes, bytes.Length), iter: 2000);

    [Theory]
    [InlineData("moof")]
    [InlineData("free")]
    public void A_large_file_of_nothing_but_small_boxes_takes_little_time_and_reading(string box)
    {
        byte[] pair = [0, 0, 0, 9, .. System.Text.Encoding.ASCII.GetBytes(box), 0];
        using var endless = new Repeating([0, 0, 0, 8, .. "ftyp"u8], pair, 4L << 30);
        var clock = Stopwatch.StartNew();

        MediaProbe.Read(endless, endless.Length).IsRefused(out _, out _);

        Assert.InRange(endless.BytesRead, 1, 20 << 20);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
    }

    [Fact]
    public void A_large_file_of_nothing_but_one_byte_takes_little_time_and_reading()
    {
        foreach (byte value in new byte[] { 0, 0x1A, 0xFF, 0x10 })
        {
            using var endless = new Repeating([.. "ID3\u0004\0\0\0\0\0\0"u8], [value], 4L << 30);

            Assert.True(MediaProbe.Read(endless, endless.Length).IsRefused(out _, out _));
            Assert.InRange(endless.BytesRead, 1, 20 << 20);
        }
    }

    private static Gen<byte[]> AnySample => Gen.Int[0, Samples.Length - 1].Select(i => Samples[i]);

    private static Gen<byte> AnyEdge => Gen.Int[0, 4].Select(i => new byte[] { 0, 1, 0x7F, 0x80, 0xFF }[i]);

    // half of the flips lie in the first kilobyte, where the headers are
    private static Gen<(double Place, int Bit, bool Early)[]> Flips => Gen.Select(Gen.Double[0, 1], Gen.Int[0, 7], Gen.Bool).Array[1, 12];

    private static byte[] Flipped(byte[] sample, (double Place, int Bit, bool Early)[] flips)
    {
        var changed = sample.ToArray();
        foreach (var (place, bit, early) in flips) changed[(int)(place * ((early ? Math.Min(changed.Length, 1024) : changed.Length) - 1))] ^= (byte)(1 << bit);
        return changed;
    }

    private static bool Keeps(byte[] here, int length)
    {
        using var whole = new MemoryStream(here);
        return Holds(MediaProbe.Read(whole, here.Length)) && Holds(MediaProbe.Read(whole, length));
    }

    private static bool Holds(Domain.Result<MediaFacts> result) => result.IsRefused(out var refusal, out var facts)
        ? refusal.Sentence.Length > 20 && !refusal.Sentence.Any(char.IsControl)
        : facts.DurationMs is null or > 0 and < 31L * 86_400_000 && facts.PlaysInBrowsers == (facts.Codec != "");

    /// <summary>A large file that is nowhere: a beginning, and then the same again and again.</summary>
    private sealed class Repeating(byte[] start, byte[] rest, long length) : Stream
    {
        public long BytesRead { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(buffer.Length, length - Position);
            for (var i = 0; i < count; i++, Position++) buffer[i] = Position < start.Length ? start[Position] : rest[(Position - start.Length) % rest.Length];
            BytesRead += count;
            return count;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
