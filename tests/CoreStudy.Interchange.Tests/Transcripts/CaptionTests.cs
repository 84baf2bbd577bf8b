using System.Text.Json;
using CoreStudy.Interchange.Transcripts;
using CoreStudy.Interchange.Transcripts.Captions;

namespace CoreStudy.Interchange.Tests.Transcripts;

public sealed class CaptionTests
{
    public static TheoryData<string> ConformanceFiles =>
    [
        .. new[] { "wpt", "webvtt-py" }.SelectMany(folder => Expected(folder).EnumerateObject().Select(f => $"caption-edge-cases/{folder}/{f.Name}")),
    ];

    [Theory]
    [MemberData(nameof(ConformanceFiles))]
    public void A_caption_file_gives_the_cues_that_the_algorithm_of_the_W3C_gives(string file)
    {
        var parts = file.Split('/');
        var expected = Expected(parts[1]).GetProperty(parts[2]).GetProperty("cues").EnumerateArray().Select(cue => (
            cue.GetProperty("id").GetString()!,
            (long)Math.Round(cue.GetProperty("start").GetDouble() * 1000),
            (long)Math.Round(cue.GetProperty("end").GetDouble() * 1000),
            cue.GetProperty("text").GetString()!));

        var cues = WebVtt.Parse(FileText.Decode(GoldenFiles.Bytes(file)).Characters).Cues;

        Assert.Equal(expected, cues.Select(cue => (cue.Id, cue.StartMs, cue.EndMs, cue.Text)));
    }

    private static JsonElement Expected(string folder) =>
        JsonDocument.Parse(GoldenFiles.Bytes($"caption-edge-cases/{folder}/expected-cues.json")).RootElement;
}
