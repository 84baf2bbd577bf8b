using System.Runtime.CompilerServices;
using System.Text.Json;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Tests.Agreements;

/// <summary>Published examples and constructed edge cases, with the values that several independent programs give; see README.md beside them.</summary>
public sealed class VectorTests
{
    private const double Printed = 6e-9; // the values have eight digits
    private const double ErrorsPrinted = 1e-4; // irrCAC rounds

    private static readonly Dictionary<string, JsonElement> All =
        JsonDocument.Parse(File.ReadAllText(PathOf("vectors.json"))).RootElement.GetProperty("vectors").EnumerateArray().ToDictionary(v => v.GetProperty("id").GetString()!);

    public static TheoryData<string> Units => Of("units");

    public static TheoryData<string> Spans => Of("spans");

    public static TheoryData<string> Continua => Of("continuum");

    [Theory]
    [MemberData(nameof(Units))]
    public void Judged_units_give_the_expected_figures(string id)
    {
        var judgements = Read(All[id]);

        foreach (var (name, expected) in Properties(All[id], "expected"))
        {
            if (name == "bootstrap_ci95") continue;
            AssertSame(name, expected, judgements.Measure(VectorNames.Measures[name]));
        }
    }

    [Theory]
    [MemberData(nameof(Units))]
    public void Judged_units_give_the_exact_figures(string id)
    {
        var judgements = Read(All[id]);

        foreach (var (name, _) in Properties(All[id], "expected"))
        {
            var (exact, mine) = (Exact.Measure(judgements, VectorNames.Measures[name]), judgements.Measure(VectorNames.Measures[name]).Value);
            Assert.Equal(exact is null, mine is null);
            if (exact is { } value) Assert.Equal(value, mine!.Value, 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Units))]
    public void Standard_errors_are_those_of_irrCAC_and_statsmodels(string id)
    {
        var judgements = Read(All[id]);

        foreach (var (name, expected) in Properties(All[id], "se"))
        {
            if (name != "conger_kappa") Assert.Equal(expected.GetDouble(), LinearisedErrors.Of(judgements, VectorNames.Measures[name])!.Value, ErrorsPrinted);
        }

        if (All[id].TryGetProperty("cohen_se", out var cohen)) Assert.Equal(cohen.GetDouble(), judgements.Between(0, 1).CohenError()!.Value, Printed);
    }

    [Theory]
    [InlineData("krippendorff2011-c-missing", "krippendorff_alpha_nominal")]
    [InlineData("fleiss1971-psychiatric", "fleiss_kappa")]
    [InlineData("cohen1960-table2", "cohen_kappa")]
    public void Intervals_are_those_drawn_elsewhere_but_for_chance(string id, string name)
    {
        var expected = All[id].GetProperty("bootstrap_ci95").GetProperty(name);

        var interval = Read(All[id]).Bootstrap(VectorNames.Measures[name], new BootstrapOptions(2000), cancel: TestContext.Current.CancellationToken)!.Value;

        Assert.Equal(expected.GetProperty("low").GetDouble(), interval.Low, expected.GetProperty("tolerance").GetDouble());
        Assert.Equal(expected.GetProperty("high").GetDouble(), interval.High, expected.GetProperty("tolerance").GetDouble());
    }

    [Theory]
    [MemberData(nameof(Continua))]
    public void Continua_give_the_expected_figures(string id)
    {
        var vector = All[id];
        var coders = Properties(vector, "coders").Select(c => c.Value.EnumerateArray().Select(s => (s[0].GetInt32(), s[1].GetInt32(), s[2].GetString()!)).ToList()).ToList();
        var values = coders.SelectMany(c => c).Select(s => s.Item3).Distinct().ToList();
        var table = new UnitizingTable(values.Count);
        table.Add(vector.GetProperty("length").GetInt32(), [.. coders.Select(c => c.Select(s => new ValuedSegment(new Segment(s.Item1, s.Item2), values.IndexOf(s.Item3))).ToList())]);

        var expected = vector.GetProperty("expected");
        AssertSame("u", expected.GetProperty("u_alpha"), table.Measure(Coefficient.UAlpha));
        AssertSame("binary", expected.GetProperty("u_alpha_binary"), table.Measure(Coefficient.UAlphaBinary));
        AssertSame("cu", expected.GetProperty("cu_alpha"), table.Measure(Coefficient.CuAlpha));
        foreach (var (value, ku) in Properties(expected, "ku_alpha")) AssertSame(value, ku, table.MeasureValue(values.IndexOf(value)));
    }

    internal static string PathOf(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, name);

    internal static void AssertSame(string name, JsonElement expected, Measured measured)
    {
        if (expected.ValueKind == JsonValueKind.Null) Assert.True(measured.Value is null, $"{name} should not be defined, and is {measured}");
        else Assert.True(measured.Value is { } value && Math.Abs(value - expected.GetDouble()) <= Printed, $"{name} should be {expected}, and is {measured}");
    }

    private static IEnumerable<(string Name, JsonElement Value)> Properties(JsonElement vector, string name) =>
        vector.TryGetProperty(name, out var found) ? found.EnumerateObject().Select(p => (p.Name, p.Value)) : [];

    private static Judgements Read(JsonElement vector) =>
        Judgements.Of(vector.GetProperty("coders").GetArrayLength(), vector.GetProperty("units").EnumerateArray().Select(u => u.EnumerateArray().Select(l => l.GetString()).ToList()));

    private static TheoryData<string> Of(string kind) => [.. All.Where(v => v.Value.GetProperty("kind").GetString() == kind).Select(v => v.Key)];
}

internal static class VectorNames
{
    public static readonly Dictionary<string, Coefficient> Measures = new()
    {
        ["percent_agreement"] = Coefficient.PercentAgreement,
        ["cohen_kappa"] = Coefficient.CohenKappa,
        ["scott_pi"] = Coefficient.ScottPi,
        ["fleiss_kappa"] = Coefficient.FleissKappa,
        ["fleiss_kappa_gwet"] = Coefficient.FleissGwetKappa,
        ["krippendorff_alpha_nominal"] = Coefficient.KrippendorffAlpha,
        ["gwet_ac1"] = Coefficient.GwetAc1,
        ["brennan_prediger"] = Coefficient.BrennanPrediger,
        ["light_kappa"] = Coefficient.LightKappa,
        ["conger_kappa"] = Coefficient.CongerKappa,
    };
}
