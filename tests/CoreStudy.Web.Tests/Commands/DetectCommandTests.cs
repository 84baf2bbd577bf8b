using System.Text.Json;

namespace CoreStudy.Web.Tests.Commands;

/// <summary>The detect command as a script meets it: a file, an answer a line, an exit code; no database.</summary>
public sealed class DetectCommandTests
{
    [Fact]
    public async Task Places_are_counted_in_code_points()
    {
        var (code, said, troubles) = await RunAsync("""{"id":"a","text":"😀 ring 0161 496 0123"}""");

        Assert.Equal((0, ""), (code, troubles));
        var answer = JsonDocument.Parse(said).RootElement;
        var span = Assert.Single(answer.GetProperty("spans").EnumerateArray());
        Assert.Equal(("a", 7, 20, "PHONE"), (answer.GetProperty("id").GetString(), span.GetProperty("start").GetInt32(), span.GetProperty("end").GetInt32(), span.GetProperty("type").GetString()));
    }

    [Theory]
    [InlineData("""{"id":"b"}""", "line 2: there is no “text”")]
    [InlineData("""{"text":"b"}""", "line 2: there is no “id”")]
    [InlineData("""{"id":"a","text":"b"}""", "line 2: an earlier line has the same id")]
    [InlineData("""{"id":"b",""", "line 2: not JSON")]
    [InlineData("[1]", "line 2: not a JSON object")]
    [InlineData("""{"id":"b","text":"\ud800"}""", "line 2: the text holds half of a surrogate pair")]
    public async Task A_line_that_cannot_be_read_is_named(string line, string sentence)
    {
        var (code, said, troubles) = await RunAsync($$"""{"id":"a","text":"a"}""" + "\n" + line);

        Assert.Equal(2, code);
        Assert.Contains(sentence, troubles, StringComparison.Ordinal);
        Assert.Single(said.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("-1")]
    [InlineData("NaN")]
    public async Task A_threshold_lies_between_nought_and_one(string threshold)
    {
        var (code, _, troubles) = await RunAsync("""{"id":"a","text":"a"}""", "--threshold", threshold);

        Assert.Equal(2, code);
        Assert.Contains("from 0 to 1", troubles, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Said, string Troubles)> RunAsync(string lines, params string[] arguments)
    {
        var cancel = TestContext.Current.CancellationToken;
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, lines, cancel);
            return await ProgramRun.RunAsync(owner: null, connections: null, cancel, ["detect", file, .. arguments]);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
