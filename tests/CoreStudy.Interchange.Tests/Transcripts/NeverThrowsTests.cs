using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Transcripts;
using CsCheck;

namespace CoreStudy.Interchange.Tests.Transcripts;

/// <summary>Whatever the bytes, a file is read or refused, and what is read keeps its promises.</summary>
public sealed class NeverThrowsTests
{
    private static readonly string[] Endings = ["txt", "md", "vtt", "srt", "docx", "odt", "rtf", "otr", "pdf", "html", ""];
    private static readonly string[] Starts = ["", "WEBVTT\n\n", "{\\rtf1 ", "%PDF-1.4\n", "PK\u0003\u0004", "<html>", "{\"text\":\"", "1\n00:00:01,000 --> 00:00:02,000\n", "I: "];

    private static readonly (string Name, byte[] Content)[] Originals =
        [.. GoldenFiles.Files().Where(f => !f.EndsWith("ORIGIN.md", StringComparison.Ordinal)).Select(f => (f, GoldenFiles.Bytes(f)))];

    [Fact]
    public void Random_bytes_are_read_or_refused() =>
        Gen.Select(OneOf(Endings), OneOf(Starts), Gen.Byte.Array[0, 400])
            .Sample((ending, start, bytes) => Keeps($"a.{ending}", [.. MadeUp.Utf8(start), .. bytes]), iter: 3000);

    [Fact]
    public void Random_lines_of_marks_and_times_are_read_or_refused() =>
        Gen.Select(OneOf(Endings), OneOf(
                "I:", "P1: ", "[00:01]", "00:00:01.000 --> 00:00:02.000", "**Ann:** ", "\n", "\n\n", "\t", "<v Ann>", "#00:00:01-0#", "\\[1:02\\]", "words. ", "\u0000", "é", "]", ")", ":", "<", "&amp;", "{", "\\u1234?", "\\par ")
            .Array[0, 60]).Sample((ending, parts) => Keeps($"a.{ending}", MadeUp.Utf8(string.Concat(parts))), iter: 3000);

    [Fact]
    public void A_file_cut_anywhere_is_read_or_refused() =>
        Gen.Select(OneOf(Originals), Gen.Double[0, 1])
            .Sample((file, part) => Keeps(file.Name, file.Content[..(int)(file.Content.Length * part)]), iter: 400);

    [Fact]
    public void A_file_with_flipped_bits_is_read_or_refused() =>
        Gen.Select(OneOf(Originals), Gen.Select(Gen.Double[0, 1], Gen.Int[0, 7]).Array[1, 12])
            .Sample((file, flips) =>
            {
                var content = file.Content.ToArray();
                foreach (var (place, bit) in flips)
                {
                    if (content.Length > 0) content[(int)(place * (content.Length - 1))] ^= (byte)(1 << bit);
                }
                return Keeps(file.Name, content);
            }, iter: 400);

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    private static bool Keeps(string name, byte[] content)
    {
        Result<TranscriptDraft> result = TranscriptFile.Read(name, content, CancellationToken.None);
        if (result.IsRefused(out var refusal, out var draft)) return refusal.Sentence.Length > 20;
        return draft.Turns.Count > 0 && draft.Turns.All(t => t.Text.Trim() != "" && t.Speaker?.Trim() != "" && t.StartMs is null or >= 0
            && TranscriptText.Normalise(t.Text) == t.Text);
    }
}
