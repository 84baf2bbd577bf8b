using System.IO.Compression;
using System.Text.Json;

namespace CoreStudy.Web.Tests.Commands;

/// <summary>The exchange commands as a script meets them: files, an answer in JSON, an exit code; no database.</summary>
public sealed class ExchangeCommandTests : IDisposable
{
    private const string Book = """<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Other tool"><Codes><Code guid="{5215cc69-b628-4e02-afb9-9beeaee55808}" name="Waiting" isCodable="true" color="#F00"/></Codes><Sets/></CodeBook>""";

    private const string Project = """
        <Project xmlns="urn:QDA-XML:project:1.0" name="p" origin="Other tool"><CodeBook><Codes><Code guid="5215cc69-b628-4e02-afb9-9beeaee55808" name="Waiting" isCodable="true"/></Codes></CodeBook>
        <Sources><TextSource guid="5215cc69-b628-4e02-afb9-9beeaee55801" name="Talk" plainTextPath="internal://talk.txt">
        <PlainTextSelection guid="5215cc69-b628-4e02-afb9-9beeaee55802" startPosition="0" endPosition="4"><Coding guid="5215cc69-b628-4e02-afb9-9beeaee55803"><CodeRef targetGUID="5215cc69-b628-4e02-afb9-9beeaee55808"/></Coding></PlainTextSelection>
        </TextSource></Sources></Project>
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    [Fact]
    public async Task Inspect_counts_each_kind_of_element_and_says_why_one_was_left_out()
    {
        var (code, said, troubles) = await RunAsync("inspect", Write("book.qdc", Book));

        Assert.Equal((0, ""), (code, troubles));
        var report = JsonDocument.Parse(said).RootElement;
        Assert.Equal(("codebook", "Other tool", false), (report.GetProperty("kind").GetString(), report.GetProperty("origin").GetString(), report.GetProperty("validity").GetProperty("is_valid").GetBoolean()));
        Assert.Contains(report.GetProperty("elements").EnumerateArray(), e => e.GetProperty("element").GetString() == "Sets" && e.GetProperty("skipped").GetInt32() == 1);
        Assert.Contains(report.GetProperty("findings").EnumerateArray(), f => f.GetProperty("what").GetString() == "list-empty" && f.GetProperty("outcome").GetString() == "skipped");
    }

    [Fact]
    public async Task Convert_writes_a_project_again_as_the_standard_asks()
    {
        var from = Zip("theirs.qdpx", ("My project.qde", Project), ("Sources/talk.txt", "I waited.\r\nLong."));

        var (code, said, troubles) = await RunAsync("convert", from, Path.Combine(_folder, "ours.qdpx"));

        Assert.Equal((0, ""), (code, troubles));
        Assert.Empty(JsonDocument.Parse(said).RootElement.GetProperty("written").EnumerateArray());
        using var ours = ZipFile.OpenRead(Path.Combine(_folder, "ours.qdpx"));
        Assert.Equal(["project.qde", "sources/5215CC69-B628-4E02-AFB9-9BEEAEE55801.txt", "corestudy.json"], ours.Entries.Select(e => e.FullName));
        using var words = new StreamReader(ours.Entries[1].Open());
        Assert.Equal("I waited.\nLong.", await words.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Convert_writes_the_codes_alone_where_a_codebook_is_asked_for()
    {
        var (code, said, _) = await RunAsync("convert", Write("project.qde", Project), Path.Combine(_folder, "codes.qdc"));

        Assert.Equal(0, code);
        Assert.Contains("<Code guid=\"5215CC69-B628-4E02-AFB9-9BEEAEE55808\" name=\"Waiting\"", await File.ReadAllTextAsync(Path.Combine(_folder, "codes.qdc"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains(JsonDocument.Parse(said).RootElement.GetProperty("written").EnumerateArray(), f => f.GetProperty("element").GetString() == "Source");
    }

    [Theory]
    [InlineData("inspect", "nowhere.qdpx", null, "no such file")]
    [InlineData("inspect", "words.qdpx", null, "cannot be read as XML")]
    [InlineData("convert", "words.qdpx", "out.qdpx", "cannot be read as XML")]
    [InlineData("convert", "book.qdc", "out.docx", "ends in .qdpx")]
    public async Task What_cannot_be_read_or_written_is_said_and_nothing_is_written(string command, string from, string? to, string sentence)
    {
        Write("words.qdpx", "Dear colleague");
        Write("book.qdc", Book);

        var (code, said, troubles) = await RunAsync([command, Path.Combine(_folder, from), .. to is null ? Array.Empty<string>() : [Path.Combine(_folder, to)]]);

        Assert.Equal((2, ""), (code, said));
        Assert.Contains(sentence, troubles, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Task<(int Code, string Said, string Troubles)> RunAsync(params string[] arguments) =>
        ProgramRun.RunAsync(owner: null, connections: null, TestContext.Current.CancellationToken, ["exchange", .. arguments]);

    private string Write(string name, string content)
    {
        File.WriteAllText(Path.Combine(_folder, name), content);
        return Path.Combine(_folder, name);
    }

    private string Zip(string name, params (string Name, string Content)[] parts)
    {
        using var zip = ZipFile.Open(Path.Combine(_folder, name), ZipArchiveMode.Create);
        foreach (var (part, content) in parts)
        {
            using var writer = new StreamWriter(zip.CreateEntry(part).Open());
            writer.Write(content);
        }

        return Path.Combine(_folder, name);
    }
}
