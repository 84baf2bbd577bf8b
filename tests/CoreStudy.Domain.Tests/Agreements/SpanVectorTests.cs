using System.Text.Json;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Tests.Agreements;

/// <summary>The constructed examples of spans; positions in them are code points of a text that is not given, so each stands for one character.</summary>
public sealed class SpanVectorTests
{
    private static readonly Dictionary<string, JsonElement> All =
        JsonDocument.Parse(File.ReadAllText(VectorTests.PathOf("vectors.json"))).RootElement.GetProperty("vectors").EnumerateArray()
            .Where(v => v.GetProperty("kind").GetString() == "spans").ToDictionary(v => v.GetProperty("id").GetString()!);

    public static TheoryData<string> Ids => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Spans_give_the_expected_figures(string id)
    {
        var spans = new Spans(All[id]);
        var figures = spans.Count(new ComparisonRules(ComparisonUnit.Character));
        var halves = spans.Count(new ComparisonRules(ComparisonUnit.Character, Overlap: 0.5));
        var expected = All[id].GetProperty("expected");

        foreach (var code in expected.GetProperty("per_code").EnumerateObject())
        {
            foreach (var measure in code.Value.EnumerateObject()) AssertCode(spans, measure.Name == "f1_iou50" ? halves : figures, spans.Codes[code.Name], measure);
        }

        if (!expected.TryGetProperty("pooled", out var pooled)) return;
        var pair = Between.Two(spans.Coders[0], spans.Coders[1]);
        AssertSame(id, pooled.GetProperty("percent_agreement_chars"), figures.Measure(pair, Averaging.Pooled, Coefficient.PercentAgreement), spans.IsUsed);
        AssertSame(id, pooled.GetProperty("cohen_kappa_chars"), figures.Measure(pair, Averaging.Pooled, Coefficient.CohenKappa), spans.IsUsed);
        AssertSame(id, expected.GetProperty("segment_table_90").GetProperty("percent_agreement"), figures.Measure(pair, Averaging.Pooled, Coefficient.SegmentAgreement), spans.IsUsed);
        AssertSame(id, expected.GetProperty("segment_table_90").GetProperty("kappa_with_chance_1_over_codes"), figures.Measure(pair, Averaging.Pooled, Coefficient.SegmentKappa), spans.IsUsed);
    }

    [Theory]
    [InlineData(UnitRule.AnyCharacter, "any")]
    [InlineData(UnitRule.AtLeastHalf, "half")]
    public void Turns_are_judged_by_either_rule(UnitRule rule, string name)
    {
        var spans = new Spans(All["turns"]);
        var expected = All["turns"].GetProperty("expected").GetProperty("turn_units").GetProperty("x").GetProperty(name);

        var figures = spans.Count(new ComparisonRules(ComparisonUnit.Turn, rule));

        var pair = Between.Two(spans.Coders[0], spans.Coders[1]);
        VectorTests.AssertSame(name, expected.GetProperty("percent_agreement"), figures.Measure(pair, spans.Codes["x"], Coefficient.PercentAgreement));
        VectorTests.AssertSame(name, expected.GetProperty("cohen_kappa"), figures.Measure(pair, spans.Codes["x"], Coefficient.CohenKappa));
        VectorTests.AssertSame(name, expected.GetProperty("krippendorff_alpha_nominal"), figures.Measure(pair, spans.Codes["x"], Coefficient.KrippendorffAlpha));
        Assert.Equal(figures.Measure(pair, spans.Codes["x"], Coefficient.KrippendorffAlpha).Value!.Value, figures.Measure(Between.All, spans.Codes["x"], Coefficient.KrippendorffAlpha).Value!.Value, 1e-12);
    }

    private static void AssertCode(Spans spans, AgreementFigures figures, CodeId code, JsonProperty measure)
    {
        var (first, second) = (spans.Coders[0], spans.Coders[1]);
        var table = figures.Table(first, second, code);
        Measured Two(Coefficient coefficient) => figures.Measure(Between.Two(first, second), code, coefficient);
        Measured Everybody(Coefficient coefficient) => figures.Measure(Between.All, code, coefficient);
        Measured measured;
        switch (measure.Name)
        {
            case "segments":
                Assert.Equal([table.Segments.First, table.Segments.Second], measure.Value.EnumerateArray().Select(n => n.GetDouble()));
                return;
            case "any_overlap":
                Assert.Equal(measure.Value.GetProperty("matched_of_first").GetDouble(), table.Segments.FirstTouched);
                Assert.Equal(measure.Value.GetProperty("matched_of_second").GetDouble(), table.Segments.SecondTouched);
                return;
            case "n11": measured = Measured.Of(table.Units.Both); break;
            case "n10": measured = Measured.Of(table.Units.OnlyFirst); break;
            case "n01": measured = Measured.Of(table.Units.OnlySecond); break;
            case "n00": measured = Measured.Of(table.Units.Neither); break;
            case "percent_agreement_chars": measured = Everybody(Coefficient.PercentAgreement); break;
            case "cohen_kappa_chars": measured = Two(Coefficient.CohenKappa); break;
            case "fleiss_kappa_chars": measured = Everybody(Coefficient.FleissKappa); break;
            case "krippendorff_alpha_chars": measured = Everybody(Coefficient.KrippendorffAlpha); break;
            case "f1_chars": measured = Two(Coefficient.F1); break;
            case "jaccard_chars": measured = Two(Coefficient.Jaccard); break;
            case "f1_exact": measured = Two(Coefficient.F1Exact); break;
            case "f1_iou50" or "f1_iou90": measured = Two(Coefficient.F1Matched); break;
            case "f1_any_overlap": measured = Two(Coefficient.F1AnyOverlap); break;
            default: throw new InvalidOperationException(measure.Name);
        }

        VectorTests.AssertSame(measure.Name, measure.Value, measured);
    }

    /// <summary>Codes that nobody used are in no pool here: the vector's 1 for a text without codings stays with the code.</summary>
    private static void AssertSame(string id, JsonElement expected, Measured measured, bool isUsed)
    {
        if (isUsed) VectorTests.AssertSame(id, expected, measured);
        else Assert.Null(measured.Value);
    }

    private sealed class Spans
    {
        private readonly ComparedTranscript _transcript;

        public Spans(JsonElement vector)
        {
            var coders = vector.GetProperty("coders").EnumerateObject().ToList();
            Coders = [.. coders.Select(_ => MemberId.New())];
            Codes = coders.SelectMany(c => c.Value.EnumerateObject().Select(p => p.Name)).Distinct().ToDictionary(c => c, _ => CodeId.New());
            var codings = coders.SelectMany((coder, i) => coder.Value.EnumerateObject().SelectMany(code => code.Value.EnumerateArray().Select(s => new CodedSegment(Coders[i], Codes[code.Name], Read(s))))).ToList();
            var turns = vector.TryGetProperty("turns", out var given) ? given.EnumerateArray().Select(Read).ToList() : [];
            IsUsed = codings.Count > 0;
            _transcript = new ComparedTranscript(TranscriptId.New(), vector.GetProperty("text_length").GetInt32(), turns, Coders, codings);
        }

        public List<MemberId> Coders { get; }

        public Dictionary<string, CodeId> Codes { get; }

        public bool IsUsed { get; }

        public AgreementFigures Count(ComparisonRules rules) =>
            AgreementTables.Count(new AgreementMaterial([_transcript], Coders, [.. Codes.Values]), rules, cancel: TestContext.Current.CancellationToken).Over();

        private static Segment Read(JsonElement pair) => new(pair[0].GetInt32(), pair[1].GetInt32());
    }
}
