using System.Text.Json;
using System.Text.RegularExpressions;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Transcripts;

namespace CoreStudy.Interchange.Tests.Transcripts;

/// <summary>One conversation in the layouts of many tools: the turns are the same in all.</summary>
public sealed class RenderedTests
{
    private static readonly JsonElement Expected = JsonDocument.Parse(GoldenFiles.Bytes("rendered/expected-turns.json")).RootElement;

    public static TheoryData<string> Layouts =>
        [.. GoldenFiles.Files().Where(f => f.StartsWith("rendered/", StringComparison.Ordinal) && !f.EndsWith("expected-turns.json", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Every_layout_gives_the_same_speakers_and_words(string file)
    {
        var expected = Expected.GetProperty("turns").EnumerateArray()
            .Select(t => (Name(file, t.GetProperty("speaker").GetString()!), t.GetProperty("text").GetString()!));

        var turns = Turns(file);

        Assert.Equal(expected, turns.Select(t => (t.Speaker, Regex.Replace(t.Text, @"\s+", " "))));
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Every_layout_with_times_gives_them_to_the_second(string file)
    {
        var timed = !Lists("formats_without_times", file);
        var expected = Expected.GetProperty("turns").EnumerateArray().Select(t => timed ? t.GetProperty("start").GetInt64() * 1000 : (long?)null);

        var turns = Turns(file);

        Assert.All(expected.Zip(turns), pair =>
        {
            Assert.Equal(pair.First is null, pair.Second.StartMs is null);
            if (pair.First is { } start) Assert.InRange(pair.Second.StartMs!.Value, start - 1000, start + 1000);
        });
    }

    private static IReadOnlyList<DraftTurn> Turns(string file)
    {
        var refused = TranscriptFile.Read(file, GoldenFiles.Bytes(file), TestContext.Current.CancellationToken).IsRefused(out var refusal, out var draft);
        Assert.False(refused, refusal?.Sentence);
        return draft!.Turns;
    }

    private static string? Name(string file, string speaker) =>
        Lists("formats_without_speakers", file) ? null
        : Expected.GetProperty("speakers").GetProperty(Lists("formats_with_full_names", file) ? "full" : "short").GetProperty(speaker).GetString();

    private static bool Lists(string list, string file) =>
        Expected.GetProperty(list).EnumerateArray().Any(f => $"rendered/{f.GetString()}" == file);
}
