using System.Text.Json;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Tests.Agreements;

/// <summary>Ten annotators on every utterance of four counselling conversations: as labels, and as codings of whole turns.</summary>
public sealed class AnnoMiTests
{
    private static readonly JsonElement Expected = JsonDocument.Parse(File.ReadAllText(VectorTests.PathOf("annomi-expected.json"))).RootElement;
    private static readonly List<Dictionary<string, string>> Rows = Read();

    public static TheoryData<string> Variables => [.. Expected.GetProperty("expected").EnumerateObject().Select(v => v.Name)];

    public static TheoryData<string> YesNo => [.. Expected.GetProperty("expected").EnumerateObject().Select(v => v.Name).Where(v => v.Contains('=', StringComparison.Ordinal) || v.EndsWith("_any", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Variables))]
    public void Labels_give_the_figures_computed_elsewhere(string variable)
    {
        var judgements = Judge(variable, _ => true);

        AssertSame(Expected.GetProperty("expected").GetProperty(variable), judgements.Measure);
        var pairs = Expected.GetProperty("expected").GetProperty(variable).GetProperty("cohen_kappa_pairs");
        var kappas = (from j in Enumerable.Range(0, 10) from i in Enumerable.Range(0, j) select judgements.Between(i, j).Measure(Coefficient.CohenKappa).Value!.Value).ToList();
        Assert.Equal(pairs.GetProperty("mean").GetDouble(), judgements.Measure(Coefficient.LightKappa).Value!.Value, 1e-6);
        Assert.Equal((pairs.GetProperty("min").GetDouble(), pairs.GetProperty("max").GetDouble()), (Math.Round(kappas.Min(), 6), Math.Round(kappas.Max(), 6)));
        foreach (var transcript in Expected.GetProperty("per_transcript").EnumerateObject())
        {
            AssertSame(transcript.Value.GetProperty(variable), Judge(variable, r => r["transcript"] == transcript.Name).Measure);
        }
    }

    [Theory]
    [MemberData(nameof(YesNo))]
    public void Codings_of_whole_turns_give_the_same_figures(string variable)
    {
        var code = CodeId.New();
        var (material, ids) = Code(variable, row => LabelOf(variable, row) == "yes" ? code : null, [code]);
        var coders = material.Coders;
        var tables = AgreementTables.Count(material, new ComparisonRules(ComparisonUnit.Turn, UnitRule.AtLeastHalf), cancel: TestContext.Current.CancellationToken);

        var expected = Expected.GetProperty("expected").GetProperty(variable);
        AssertSame(expected, c => tables.Over().Measure(Between.All, code, c));
        Assert.Equal(expected.GetProperty("cohen_kappa_0_1").GetDouble(), tables.Over().Measure(Between.Two(coders[0], coders[1]), code, Coefficient.CohenKappa).Value!.Value, 1e-6);
        Assert.Equal(expected.GetProperty("cohen_kappa_pairs").GetProperty("mean").GetDouble(), tables.Over().Measure(Between.All, code, Coefficient.LightKappa).Value!.Value, 1e-6);
        foreach (var transcript in Expected.GetProperty("per_transcript").EnumerateObject())
        {
            AssertSame(transcript.Value.GetProperty(variable), c => tables.Over(id => id == ids[transcript.Name]).Measure(Between.All, code, c));
        }
    }

    [Theory]
    [InlineData("main_therapist_behaviour")]
    [InlineData("client_talk_type")]
    public void A_group_of_codes_that_exclude_each_other_gives_the_figures_of_the_variable(string variable)
    {
        var codes = Rows.Where(r => r["role"] == RoleOf(variable)).Select(r => r[variable]).Distinct().ToDictionary(label => label, _ => CodeId.New());
        var (material, _) = Code(variable, row => codes[row[variable]], [.. codes.Values]);

        var judged = ExclusiveCodes.Judge(material, new ComparisonRules(ComparisonUnit.Turn), [.. codes.Values], material.Coders);

        AssertSame(Expected.GetProperty("expected").GetProperty(variable), judged.Measure);
        var interval = judged.Bootstrap(Coefficient.FleissKappa, cancel: TestContext.Current.CancellationToken)!.Value;
        Assert.Equal(4, interval.Clusters);
        Assert.InRange(judged.Measure(Coefficient.FleissKappa).Value!.Value, interval.Low, interval.High);
    }

    /// <summary>The annotators' labels as codings of whole turns; units are the turns of the role alone.</summary>
    private static (AgreementMaterial Material, Dictionary<string, TranscriptId> Ids) Code(string variable, Func<Dictionary<string, string>, CodeId?> codeOf, IReadOnlyList<CodeId> codes)
    {
        var coders = Enumerable.Range(0, 10).Select(_ => MemberId.New()).ToList();
        var ids = new Dictionary<string, TranscriptId>();
        var transcripts = Rows.GroupBy(r => r["transcript"]).Select(rows =>
        {
            var utterances = rows.GroupBy(r => int.Parse(r["utterance"], null)).OrderBy(g => g.Key).ToList();
            var turns = utterances.Select((u, i) => (Turn: new Segment(i * 10, (i * 10) + 9), IsCounted: u.First()["role"] == RoleOf(variable))).ToList();
            var codings = utterances.SelectMany((u, i) => u.Where(r => turns[i].IsCounted && codeOf(r) is not null)
                .Select(r => new CodedSegment(coders[int.Parse(r["annotator"], null)], codeOf(r)!.Value, turns[i].Turn)));
            ids[rows.Key] = TranscriptId.New();
            return new ComparedTranscript(ids[rows.Key], turns.Count * 10, [.. turns.Where(t => t.IsCounted).Select(t => t.Turn)], coders, [.. codings]);
        }).ToList();
        return (new AgreementMaterial(transcripts, coders, codes), ids);
    }

    private static void AssertSame(JsonElement expected, Func<Coefficient, Measured> measure)
    {
        foreach (var (name, coefficient) in VectorNames.Measures)
        {
            if (!expected.TryGetProperty(name, out var value)) continue;
            if (value.ValueKind == JsonValueKind.Null) Assert.Null(measure(coefficient).Value);
            else Assert.Equal(value.GetDouble(), measure(coefficient).Value!.Value, 1e-6);
        }
    }

    private static Judgements Judge(string variable, Func<Dictionary<string, string>, bool> counts)
    {
        var units = Rows.Where(r => r["role"] == RoleOf(variable) && counts(r)).GroupBy(r => (r["transcript"], r["utterance"]));
        return Judgements.Of(10, units.Select(u => u.OrderBy(r => int.Parse(r["annotator"], null)).Select(r => LabelOf(variable, r)).ToList()));
    }

    private static string RoleOf(string variable) => variable.StartsWith("client", StringComparison.Ordinal) ? "client" : "therapist";

    private static string? LabelOf(string variable, Dictionary<string, string> row)
    {
        if (variable.Split('=') is [var column, var label]) return row[column] == label ? "yes" : "no";
        if (variable.EndsWith("_any", StringComparison.Ordinal)) return row[$"{variable[..^4]}_exists"] == "True" ? "yes" : "no";
        return row[variable];
    }

    private static List<Dictionary<string, string>> Read()
    {
        var lines = File.ReadAllLines(VectorTests.PathOf("annomi-labels.csv"));
        var heading = lines[0].Split(',');
        return [.. lines.Skip(1).Select(l => l.Split(',').Zip(heading).ToDictionary(p => p.Second, p => p.First))];
    }
}
