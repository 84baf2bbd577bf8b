using System.Text.Json;

namespace CoreStudy.Web.Tests.Commands;

/// <summary>The agreement command as a script meets it: files in, JSON out, an exit code; no database.</summary>
public sealed class AgreementCommandTests
{
    [Fact]
    public async Task Vectors_come_back_with_what_was_computed_and_why_not()
    {
        var (code, said, troubles) = await RunAsync(
            ("vectors.json", """
                {"title": "t", "vectors": [
                  {"id": "u", "kind": "units", "coders": ["A", "B"], "units": [["x", "x"], ["x", "X"], [null, "x"]]},
                  {"id": "s", "kind": "spans", "text_length": 1000, "coders": {"A": {"c": [[0, 150]]}, "B": {"c": [[100, 200]]}}},
                  {"id": "k", "kind": "continuum", "length": 100, "coders": {"A": [[0, 20, "c"]], "B": [[0, 20, "c"]]}}
                ]}
                """),
            "vectors.json");

        Assert.Equal((0, ""), (code, troubles));
        var answer = JsonDocument.Parse(said).RootElement;
        var vectors = answer.GetProperty("vectors");
        Assert.Equal("t", answer.GetProperty("title").GetString());
        Assert.Equal(0.5, vectors[0].GetProperty("computed").GetProperty("percent_agreement").GetDouble());
        Assert.Equal(JsonValueKind.Null, vectors[0].GetProperty("computed").GetProperty("fleiss_kappa").ValueKind);
        Assert.Contains("same number of coders", vectors[0].GetProperty("not_defined").GetProperty("fleiss_kappa").GetString(), StringComparison.Ordinal);
        Assert.Equal(7.0 / 22, vectors[1].GetProperty("computed").GetProperty("per_code").GetProperty("c").GetProperty("cohen_kappa_chars").GetDouble(), 12);
        Assert.Equal(1, vectors[2].GetProperty("computed").GetProperty("u_alpha").GetDouble(), 12);
    }

    [Theory]
    [InlineData("""{"vectors": [{"id": "u", "kind": "units", "coders": ["A", "B"], "units": [["x"]]}]}""", "vector 1 (u): units[0] is not a list of 2 labels")]
    [InlineData("""[{"kind": "spans", "text_length": 5, "coders": {"A": {"c": [[2, 9]]}, "B": {}}}]""", "vector 1: coders.A.c[0] is [2, 9), which is empty or not within the 5 characters")]
    [InlineData("{\n\"vectors\": [", "line 2: not JSON")]
    [InlineData("3", "There are no vectors")]
    [InlineData("""{"coders": ["A"], "coders": ["B"]}""", "a name is there twice")]
    [InlineData("""[{"coders": ["A", "B"], "units": [["\ud800", "x"]]}]""", "vector 1: a text holds half of a surrogate pair")]
    public async Task A_vector_that_cannot_be_read_is_named_and_nothing_is_printed(string json, string sentence)
    {
        var (code, said, troubles) = await RunAsync(("vectors.json", json), "vectors.json");

        Assert.Equal((2, ""), (code, said));
        Assert.Contains(sentence, troubles, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_of_codings_gives_figures_of_each_pair_and_of_all()
    {
        var (code, said, troubles) = await RunAsync(
            ("codings.csv", "file,start,end,code,coder\na,0,150,Waiting,Ada\na,100,200,Waiting,Ben\nb,,,,Ada\nb,,,,Ben\n"), "--codings", "codings.csv", "--length", "1000");

        Assert.Equal(0, code);
        Assert.Equal("The intervals are drawn from 2 files: with fewer than 10 they are rough.", troubles.Trim());
        var pair = JsonDocument.Parse(said).RootElement.GetProperty("pairs")[0];
        Assert.Equal(("Ada", "Ben", 2, 2000), (pair.GetProperty("first").GetString(), pair.GetProperty("second").GetString(), pair.GetProperty("files").GetInt32(), pair.GetProperty("units").GetInt32()));
        var waiting = pair.GetProperty("codes")[0];
        Assert.Equal((50, 1800), (waiting.GetProperty("both").GetInt32(), waiting.GetProperty("neither").GetInt32()));
        Assert.Equal(0.925, waiting.GetProperty("percent_agreement").GetDouble(), 12);
        Assert.InRange(waiting.GetProperty("intervals").GetProperty("percent_agreement").GetProperty("low").GetDouble(), 0.85 - 1e-12, 0.85 + 1e-12);
    }

    [Fact]
    public async Task Words_are_found_in_the_texts_and_counted_in_code_points()
    {
        var (code, said, _) = await RunAsync(
            [("codings.csv", "file,start,end,code,coder\na,2,7,Waiting,Ada\na,0,7,Waiting,Ben\n"), ("a.txt", "😀 hello there\nme too")],
            "--codings", "codings.csv", "--texts", ".", "--unit", "word", "--draws", "0");

        Assert.Equal(0, code);
        var waiting = JsonDocument.Parse(said).RootElement.GetProperty("pairs")[0].GetProperty("codes")[0];
        Assert.Equal((1, 1, 3), (waiting.GetProperty("both").GetInt32(), waiting.GetProperty("only_second").GetInt32(), waiting.GetProperty("neither").GetInt32()));
    }

    [Fact]
    public async Task Labels_of_whole_turns_are_compared_as_one_choice_where_asked()
    {
        var (code, said, _) = await RunAsync(
            ("codings.csv", "file,turn,code,coder\na,1,Question,Ada\na,1,Question,Ben\na,2,Answer,Ada\na,2,Question,Ben\na,3,Answer,Ada\na,3,Answer,Ben\n"),
            "--codings", "codings.csv", "--length", "4", "--exclusive", "--draws", "0");

        Assert.Equal(0, code);
        var answer = JsonDocument.Parse(said).RootElement;
        Assert.Equal("turn", answer.GetProperty("unit").GetString());
        Assert.Equal(0.75, answer.GetProperty("all_coders").GetProperty("one_choice").GetProperty("percent_agreement").GetDouble(), 12);
        Assert.Equal(7.0 / 11, answer.GetProperty("pairs")[0].GetProperty("one_choice").GetProperty("cohen_kappa").GetDouble(), 12);
    }

    [Theory]
    [InlineData("file,start,end,code,coder\na,0,9,x,Ada\na,5,2,x,Ben\n", "codings.csv, line 3: the end 2 does not lie after the start 5")]
    [InlineData("file,start,end,code,coder\na,0,2000,x,Ada\na,5,20,x,Ben\n", "codings.csv, line 2: the end 2000 lies past the end of “a”, which has 1000 characters")]
    public async Task A_table_that_cannot_be_read_is_refused_by_line(string table, string sentence)
    {
        var (code, said, troubles) = await RunAsync(("codings.csv", table), "--codings", "codings.csv", "--length", "1000");

        Assert.Equal((2, ""), (code, said));
        Assert.Contains(sentence, troubles, StringComparison.Ordinal);
    }

    private static Task<(int Code, string Said, string Troubles)> RunAsync((string Name, string Content) file, params string[] arguments) => RunAsync([file], arguments);

    private static async Task<(int Code, string Said, string Troubles)> RunAsync((string Name, string Content)[] files, params string[] arguments)
    {
        var cancel = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("agreement");
        try
        {
            foreach (var (name, content) in files) await File.WriteAllTextAsync(Path.Combine(folder.FullName, name), content, cancel);
            return await ProgramRun.RunAsync(
                owner: null, connections: null, cancel,
                ["agreement", .. arguments.Select(a => a == "." ? folder.FullName : File.Exists(Path.Combine(folder.FullName, a)) ? Path.Combine(folder.FullName, a) : a)]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
