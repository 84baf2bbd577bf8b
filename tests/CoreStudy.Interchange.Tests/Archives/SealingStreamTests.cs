using System.Security.Cryptography;
using CoreStudy.Interchange.Archives;
using Konscious.Security.Cryptography;

namespace CoreStudy.Interchange.Tests.Archives;

/// <summary>What a pass-phrase seals opens with it alone, whole, in its place and in its order.</summary>
public sealed class SealingStreamTests
{
    private static readonly KeyCost Cheap = new(19 * 1024, 1, 1);
    private static readonly Guid Archive = Guid.Parse("0198d1c2-0000-7000-8000-000000000001");
    private static readonly Guid Study = Guid.Parse("0198d1c2-0000-7000-8000-000000000002");
    private static readonly int Piece = SealingStream.PieceSize + SealingStream.TagSize;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(200_000)]
    public void What_was_sealed_comes_out_again(int length)
    {
        var open = RandomNumberGenerator.GetBytes(length);

        Assert.Equal(open, Open(Seal(open)));
    }

    [Fact]
    public void The_same_words_are_sealed_otherwise_each_time_and_are_not_in_the_file()
    {
        var open = "Nurse Amber Quillfeather"u8.ToArray();
        var (one, two) = (Seal(open), Seal(open));

        Assert.NotEqual(one, two);
        Assert.Equal(-1, one.AsSpan().IndexOf("Quillfeather"u8));
    }

    [Fact]
    public void Another_pass_phrase_opens_nothing() =>
        Assert.Contains("does not open", Assert.Throws<SealBrokenException>(() => Open(Seal([1, 2, 3]), phrase: "seven lamps under a quiet bridges")).Message, StringComparison.Ordinal);

    [Fact]
    public void It_opens_in_its_own_archive_alone() => Assert.Throws<SealBrokenException>(() => Open(Seal([1, 2, 3]), archive: Guid.CreateVersion7()));

    [Fact]
    public void A_changed_byte_anywhere_is_found()
    {
        var whole = Seal(new byte[70_000]);
        foreach (var at in new[] { 0, 10, 30, 60, SealingStream.HeaderSize, SealingStream.HeaderSize + 500, SealingStream.HeaderSize + Piece + 5, whole.Length - 1 })
        {
            var changed = whole.ToArray();
            changed[at] ^= 1;
            Assert.Throws<SealBrokenException>(() => Open(changed));
        }
    }

    [Fact]
    public void A_file_that_is_cut_off_even_between_two_pieces_is_found()
    {
        var whole = Seal(new byte[200_000]);
        foreach (var length in new[] { 3, SealingStream.HeaderSize, SealingStream.HeaderSize + 7, SealingStream.HeaderSize + Piece, SealingStream.HeaderSize + (2 * Piece), whole.Length - 1 })
            Assert.Throws<SealBrokenException>(() => Open(whole[..length]));
    }

    [Fact]
    public void Pieces_that_changed_places_or_were_left_out_or_came_twice_are_found()
    {
        var whole = Seal(new byte[300_000]);
        byte[] Part(int piece) => whole[(SealingStream.HeaderSize + (piece * Piece))..(SealingStream.HeaderSize + ((piece + 1) * Piece))];
        var (head, tail) = (whole[..SealingStream.HeaderSize], whole[(SealingStream.HeaderSize + (3 * Piece))..]);

        Assert.Throws<SealBrokenException>(() => Open([.. head, .. Part(0), .. Part(2), .. Part(1), .. tail]));
        Assert.Throws<SealBrokenException>(() => Open([.. head, .. Part(0), .. Part(2), .. tail]));
        Assert.Throws<SealBrokenException>(() => Open([.. head, .. Part(0), .. Part(1), .. Part(1), .. Part(2), .. tail]));
        Assert.Throws<SealBrokenException>(() => Open([.. whole, 0]));
    }

    [Fact]
    public void A_vault_that_was_not_ended_counts_as_cut_off()
    {
        using var into = new MemoryStream();
        using (var sealing = new SealingStream(into, Phrase(), Archive, Study, Cheap)) sealing.Write(new byte[100_000]);

        Assert.Throws<SealBrokenException>(() => Open(into.ToArray()));
    }

    [Fact]
    public void A_file_that_asks_for_too_little_or_too_much_work_is_not_opened()
    {
        foreach (var cost in new[] { new KeyCost(8, 1, 1), new KeyCost(512 * 1024, 3, 4), new KeyCost(int.MaxValue, 1, 1), new KeyCost(19 * 1024, 1000, 1) }) Assert.False(cost.IsFit);
        Assert.True(KeyCost.Usual.IsFit);
    }

    [Theory]
    [InlineData("too short", false)]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaa", false)]
    [InlineData("seven lamps under a quiet bridge", true)]
    public void A_pass_phrase_that_can_be_guessed_is_refused(string typed, bool fits) => Assert.Equal(!fits, PassPhrase.Of(typed).IsRefused(out _, out _));

    /// <summary>The test vector of RFC 9106, section 5.3.</summary>
    [Fact]
    public void The_key_is_made_by_Argon2id_as_the_standard_has_it()
    {
        using var argon = new Argon2id([.. Enumerable.Repeat((byte)1, 32)])
        {
            Salt = [.. Enumerable.Repeat((byte)2, 16)],
            KnownSecret = [.. Enumerable.Repeat((byte)3, 8)],
            AssociatedData = [.. Enumerable.Repeat((byte)4, 12)],
            MemorySize = 32,
            Iterations = 3,
            DegreeOfParallelism = 4,
        };

        Assert.Equal("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659", Convert.ToHexStringLower(argon.GetBytes(32)));
    }

    private static PassPhrase Phrase(string typed = "seven lamps under a quiet bridge") => PassPhrase.Of(typed).IsRefused(out var refusal, out var phrase) ? throw new InvalidOperationException(refusal.Sentence) : phrase;

    private static byte[] Seal(byte[] open)
    {
        using var into = new MemoryStream();
        using var sealing = new SealingStream(into, Phrase(), Archive, Study, Cheap);
        sealing.Write(open);
        sealing.End();
        return into.ToArray();
    }

    private static byte[] Open(byte[] sealedBytes, string phrase = "seven lamps under a quiet bridge", Guid? archive = null)
    {
        using var opening = new OpeningStream(new MemoryStream(sealedBytes), Phrase(phrase), archive ?? Archive, Study);
        using var open = new MemoryStream();
        opening.CopyTo(open);
        return open.ToArray();
    }
}
