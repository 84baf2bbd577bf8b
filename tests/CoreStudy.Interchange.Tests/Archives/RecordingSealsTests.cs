using System.Security.Cryptography;
using CoreStudy.Interchange.Archives;
using Konscious.Security.Cryptography;

namespace CoreStudy.Interchange.Tests.Archives;

/// <summary>Each recording of an archive opens in its own place alone, whole, by the pass-phrase.</summary>
public sealed class RecordingSealsTests
{
    private const string Typed = "seven lamps under a quiet bridge";
    private static readonly KeyCost Cheap = new(19 * 1024, 1, 1);
    private static readonly Guid Archive = Guid.Parse("0198d1c2-0000-7000-8000-000000000001");
    private static readonly Guid Study = Guid.Parse("0198d1c2-0000-7000-8000-000000000002");
    private static readonly Guid One = Guid.Parse("0198d1c2-0000-7000-8000-000000000003");
    private static readonly Guid Two = Guid.Parse("0198d1c2-0000-7000-8000-000000000004");

    [Theory]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(300_000)]
    public void What_was_sealed_comes_out_again_and_is_as_long_as_it_was_said(int length)
    {
        var sound = RandomNumberGenerator.GetBytes(length);

        var closed = Seal((One, sound)).Single();

        Assert.Equal(RecordingSeals.Sealed(length), closed.Length);
        Assert.Equal(sound, Open(closed, One));
    }

    [Fact]
    public void Two_recordings_of_one_archive_are_sealed_by_different_keys()
    {
        var sound = new byte[1000];

        var closed = Seal((One, sound), (Two, sound));

        Assert.Equal(closed[0][..SealingStream.HeaderSize], closed[1][..SealingStream.HeaderSize]);
        Assert.NotEqual(closed[0][RecordingSeals.HeaderSize..], closed[1][RecordingSeals.HeaderSize..]);
    }

    [Fact]
    public void One_in_the_place_of_another_does_not_open_even_with_its_header_changed()
    {
        var closed = Seal((One, new byte[1000]), (Two, new byte[1000]));
        var renamed = closed[0].ToArray();
        Two.ToByteArray(bigEndian: true).CopyTo(renamed, SealingStream.HeaderSize);

        Assert.Contains("A recording", Assert.Throws<SealBrokenException>(() => Open(closed[0], Two)).Message, StringComparison.Ordinal);
        Assert.Throws<SealBrokenException>(() => Open(renamed, Two));
        Assert.Throws<SealBrokenException>(() => Open(closed[0], One, archive: Guid.CreateVersion7()));
        Assert.Throws<SealBrokenException>(() => Open(closed[0], One, typed: Typed + "s"));
    }

    [Fact]
    public void A_changed_byte_and_a_cut_anywhere_are_found()
    {
        var whole = Seal((One, new byte[140_000])).Single();

        foreach (var at in new[] { 0, 9, 30, 60, 90, RecordingSeals.HeaderSize, RecordingSeals.HeaderSize + 70_000, whole.Length - 1 })
        {
            var changed = whole.ToArray();
            changed[at] ^= 1;
            Assert.Throws<SealBrokenException>(() => Open(changed, One));
        }

        foreach (var length in new[] { 0, 50, RecordingSeals.HeaderSize, RecordingSeals.HeaderSize + SealingStream.PieceSize + SealingStream.TagSize, whole.Length - 1 })
            Assert.Throws<SealBrokenException>(() => Open(whole[..length], One));
    }

    [Fact]
    public void A_recording_is_sealed_once_for_its_key_is_of_one_file()
    {
        using var seals = new RecordingSeals(Phrase(Typed), Archive, Study, Cheap);
        using var first = seals.Close(new MemoryStream(), One);

        Assert.Throws<InvalidOperationException>(() => seals.Close(new MemoryStream(), One));
    }

    [Fact]
    public void A_recording_of_another_archive_with_the_same_pass_phrase_does_not_stand_beside_these()
    {
        var (mine, theirs) = (Seal((One, new byte[10])).Single(), Seal((Two, new byte[10])).Single());
        using var seals = new RecordingSeals(Phrase(Typed), Archive, Study, Cheap);
        using var opened = seals.Open(new MemoryStream(mine), One);

        Assert.Throws<SealBrokenException>(() => seals.Open(new MemoryStream(theirs), Two));
    }

    /// <summary>By the page of the format alone, as another program would.</summary>
    [Fact]
    public void It_is_sealed_as_the_format_says()
    {
        var closed = Seal((One, "sound"u8.ToArray())).Single();
        using var argon = new Argon2id(System.Text.Encoding.UTF8.GetBytes(Typed)) { Salt = closed[24..56], MemorySize = 19 * 1024, Iterations = 1, DegreeOfParallelism = 1 };
        using var aes = new AesGcm(HKDF.DeriveKey(HashAlgorithmName.SHA256, argon.GetBytes(32), 32, info: closed[..104]), 16);
        var open = new byte[5];

        byte[] nonce = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
        aes.Decrypt(nonce, closed[104..109], closed[109..], open, SHA256.HashData(closed.AsSpan(0, 104)));

        Assert.Equal("CSVOICE1"u8, closed[..8]);
        Assert.Equal(One.ToByteArray(bigEndian: true), closed[88..104]);
        Assert.Equal("sound"u8, open);
    }

    private static PassPhrase Phrase(string typed) => PassPhrase.Of(typed).IsRefused(out var refusal, out var phrase) ? throw new InvalidOperationException(refusal.Sentence) : phrase;

    private static List<byte[]> Seal(params (Guid Id, byte[] Sound)[] recordings)
    {
        using var seals = new RecordingSeals(Phrase(Typed), Archive, Study, Cheap);
        return [.. recordings.Select(r =>
        {
            using var into = new MemoryStream();
            using var sealing = seals.Close(into, r.Id);
            sealing.Write(r.Sound);
            sealing.End();
            return into.ToArray();
        })];
    }

    private static byte[] Open(byte[] closed, Guid id, Guid? archive = null, string typed = Typed)
    {
        using var seals = new RecordingSeals(Phrase(typed), archive ?? Archive, Study, Cheap);
        using var opening = seals.Open(new MemoryStream(closed), id);
        using var open = new MemoryStream();
        opening.CopyTo(open);
        return open.ToArray();
    }
}
