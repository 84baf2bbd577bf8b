using System.Text.Json;
using System.Text.Json.Nodes;
using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Web.Commands;

/// <summary>Test vectors of agreement in JSON, answered: the same vectors, each with what was computed.</summary>
/// <remarks>Positions are characters of a text that is not given; nothing here depends on what kind of character they count.</remarks>
internal static class AgreementVectors
{
    private static readonly Coefficient[] OfUnits =
    [
        Coefficient.PercentAgreement, Coefficient.CohenKappa, Coefficient.ScottPi, Coefficient.FleissKappa, Coefficient.FleissGwetKappa, Coefficient.KrippendorffAlpha,
        Coefficient.GwetAc1, Coefficient.BrennanPrediger, Coefficient.LightKappa, Coefficient.CongerKappa,
    ];

    private static readonly string[] OfTwoAlone = ["cohen_kappa_chars", "f1_chars", "jaccard_chars", "f1_exact", "f1_iou50", "f1_iou90", "f1_any_overlap"];

    /// <summary>The document with <c>computed</c> and <c>not_defined</c> in each vector: an object with a list <c>vectors</c>, a list of vectors, or one vector.</summary>
    /// <param name="options">For intervals of judged units, <c>computed_ci95</c>; null where none are wanted.</param>
    public static Result<JsonNode> Answer(string json, BootstrapOptions? options, CancellationToken cancel)
    {
        JsonNode? document;
        JsonArray? vectors;
        try
        {
            document = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, AllowDuplicateProperties = false });
            vectors = document switch
            {
                JsonArray list => list,
                JsonObject one when one["vectors"] is JsonArray list => list,
                JsonObject one when one.ContainsKey("coders") => [one],
                _ => null,
            };
        }
        catch (JsonException exception)
        {
            return new Refusal($"line {exception.LineNumber + 1}: not JSON, or a name is there twice in one object.");
        }
        catch (InvalidOperationException)
        {
            return new Refusal("A name holds half of a surrogate pair.");
        }

        if (vectors is null) return new Refusal("There are no vectors: expected is an object with a list “vectors”, as the schema says, or a list of them.");
        for (var i = 0; i < vectors.Count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            var name = $"vector {i + 1}";
            try
            {
                if (vectors[i] is not JsonObject vector) return new Refusal($"{name}: not an object.");
                if (vector["id"] is JsonValue id) name = $"{name} ({id})";
                Answer(vector, options, cancel);
            }
            catch (UnreadableVectorException wrong)
            {
                return new Refusal($"{name}: {wrong.Message}");
            }
            catch (InvalidOperationException)
            {
                return new Refusal($"{name}: a text holds half of a surrogate pair.");
            }
        }

        return document!;
    }

    private static void Answer(JsonObject vector, BootstrapOptions? options, CancellationToken cancel)
    {
        var figures = new JsonFigures();
        var kind = vector["kind"] is JsonValue given && given.TryGetValue<string>(out var said) ? said : vector.ContainsKey("units") ? "units" : vector.ContainsKey("length") ? "continuum" : "spans";
        vector["computed"] = kind switch
        {
            "units" => Units(vector, figures, options, cancel),
            "spans" => Spans(vector, figures, cancel),
            "continuum" => Continuum(vector, figures),
            _ => throw new UnreadableVectorException("its “kind” is none of units, spans and continuum."),
        };
        if (figures.NotDefined.Count > 0) vector["not_defined"] = figures.NotDefined;
    }

    private static JsonObject Units(JsonObject vector, JsonFigures figures, BootstrapOptions? options, CancellationToken cancel)
    {
        var coders = ListOf(vector, "coders").Count;
        var units = ListOf(vector, "units").Select((unit, u) => unit is JsonArray labels && labels.Count == coders
            ? labels.Select(LabelOf).ToList()
            : throw new UnreadableVectorException($"units[{u}] is not a list of {coders} labels, one for each coder.")).ToList();
        var judgements = Judgements.Of(coders, units);
        var (computed, errors, intervals) = (new JsonObject(), new JsonObject(), new JsonObject());
        foreach (var coefficient in OfUnits)
        {
            if (coders > 2 && coefficient is Coefficient.CohenKappa or Coefficient.ScottPi) continue;
            if (coders < 3 && coefficient is Coefficient.LightKappa or Coefficient.CongerKappa) continue;
            var measured = judgements.Measure(coefficient);
            figures.Put(computed, "", AgreementNames.Of(coefficient), measured);
            if (LinearisedErrors.Of(judgements, coefficient) is { } error) errors[AgreementNames.Of(coefficient)] = error;
            if (options is not null && judgements.Bootstrap(coefficient, options, cancel: cancel) is { } interval)
            {
                intervals[AgreementNames.Of(coefficient)] = new JsonObject { ["low"] = interval.Low, ["high"] = interval.High, ["resamples"] = options.Draws, ["undefined_resamples"] = interval.UndefinedDraws, ["seed"] = options.Seed };
            }
        }

        if (errors.Count > 0) vector["computed_se"] = errors;
        if (coders == 2 && judgements.Between(0, 1).CohenError() is { } cohen) vector["computed_cohen_se"] = cohen;
        if (intervals.Count > 0) vector["computed_ci95"] = intervals;
        return computed;
    }

    private static JsonObject Spans(JsonObject vector, JsonFigures figures, CancellationToken cancel)
    {
        var length = NumberOf(vector, "text_length");
        var named = ObjectOf(vector, "coders");
        var coders = named.Select(_ => MemberId.New()).ToList();
        var codes = new Dictionary<string, CodeId>(StringComparer.Ordinal);
        var codings = new List<CodedSegment>();
        foreach (var ((coder, spans), at) in named.Select((c, i) => (c, i)))
        {
            foreach (var (code, list) in spans as JsonObject ?? throw new UnreadableVectorException($"coders.{coder} is not an object of codes."))
            {
                if (!codes.TryGetValue(code, out var id)) codes[code] = id = CodeId.New();
                codings.AddRange((list as JsonArray ?? throw new UnreadableVectorException($"coders.{coder}.{code} is not a list.")).Select((s, i) => new CodedSegment(coders[at], id, SegmentOf(s, length, $"coders.{coder}.{code}[{i}]"))));
            }
        }

        var turns = vector["turns"] is JsonArray given ? given.Select((t, i) => SegmentOf(t, length, $"turns[{i}]")).ToList() : null;
        var transcript = new ComparedTranscript(TranscriptId.New(), length, turns ?? [], coders, codings);
        AgreementFigures Count(ComparisonRules rules) => AgreementTables.Count(new AgreementMaterial([transcript], coders, [.. codes.Values]), rules, cancel: cancel).Over();
        var (strict, loose) = (Count(new ComparisonRules(ComparisonUnit.Character)), Count(new ComparisonRules(ComparisonUnit.Character, Overlap: 0.5)));
        var perCode = new JsonObject();
        foreach (var (name, code) in codes) perCode[name] = coders.Count == 2 ? OfTwo(strict, loose, coders, name, code, figures) : OfMany(strict, name, code, figures);

        var computed = new JsonObject { ["per_code"] = perCode };
        if (coders.Count == 2)
        {
            var table = codes.Values.Aggregate(default(PairTable), (sum, code) => sum + strict.Table(coders[0], coders[1], code));
            var pooled = Cells(table.Units);
            figures.Put(pooled, "pooled", "percent_agreement_chars", table.Measure(Coefficient.PercentAgreement));
            figures.Put(pooled, "pooled", "cohen_kappa_chars", table.Measure(Coefficient.CohenKappa));
            var segments = new JsonObject { ["segments_first"] = table.Segments.First, ["segments_second"] = table.Segments.Second, ["matched_pairs"] = table.Segments.Matched };
            figures.Put(segments, "segment_table_90", "percent_agreement", table.Measure(Coefficient.SegmentAgreement));
            figures.Put(segments, "segment_table_90", "kappa_with_chance_1_over_codes", table.Measure(Coefficient.SegmentKappa, codes.Count));
            (computed["pooled"], computed["segment_table_90"]) = (pooled, segments);
        }

        if (turns is not null) computed["turn_units"] = Turns(turns, coders, codes, codings, figures);
        return computed;
    }

    private static JsonObject OfTwo(AgreementFigures strict, AgreementFigures loose, List<MemberId> coders, string name, CodeId code, JsonFigures figures)
    {
        var table = strict.Table(coders[0], coders[1], code);
        var computed = Cells(table.Units);
        void Put(string measure, Measured measured) => figures.Put(computed, $"per_code.{name}", measure, measured);
        Put("percent_agreement_chars", table.Measure(Coefficient.PercentAgreement));
        Put("cohen_kappa_chars", table.Measure(Coefficient.CohenKappa));
        Put("scott_pi_chars", table.Measure(Coefficient.ScottPi));
        Put("krippendorff_alpha_chars", table.Measure(Coefficient.KrippendorffAlpha));
        Put("gwet_ac1_chars", table.Measure(Coefficient.GwetAc1));
        Put("f1_chars", table.Measure(Coefficient.F1));
        Put("precision_chars", table.Measure(Coefficient.Precision));
        Put("recall_chars", table.Measure(Coefficient.Recall));
        Put("jaccard_chars", table.Measure(Coefficient.Jaccard));
        computed["segments"] = new JsonArray(table.Segments.First, table.Segments.Second);
        Put("f1_exact", table.Measure(Coefficient.F1Exact));
        Put("f1_iou50", loose.Table(coders[0], coders[1], code).Measure(Coefficient.F1Matched));
        Put("f1_iou90", table.Measure(Coefficient.F1Matched));
        computed["any_overlap"] = new JsonObject { ["matched_of_first"] = table.Segments.FirstTouched, ["matched_of_second"] = table.Segments.SecondTouched };
        Put("f1_any_overlap", table.Measure(Coefficient.F1AnyOverlap));
        Put("u_alpha", table.Measure(Coefficient.UAlpha));
        return computed;
    }

    private static JsonObject OfMany(AgreementFigures strict, string name, CodeId code, JsonFigures figures)
    {
        var computed = new JsonObject();
        void Put(string measure, Coefficient coefficient) => figures.Put(computed, $"per_code.{name}", measure, strict.Measure(Between.All, code, coefficient));
        Put("percent_agreement_chars", Coefficient.PercentAgreement);
        Put("fleiss_kappa_chars", Coefficient.FleissKappa);
        Put("krippendorff_alpha_chars", Coefficient.KrippendorffAlpha);
        Put("gwet_ac1_chars", Coefficient.GwetAc1);
        Put("brennan_prediger_chars", Coefficient.BrennanPrediger);
        Put("light_kappa_chars", Coefficient.LightKappa);
        Put("u_alpha", Coefficient.UAlpha);
        if (strict.Tables.Material.Coders.Count > 1) return computed;
        foreach (var measure in OfTwoAlone) figures.Put(computed, $"per_code.{name}", measure, Measured.Not(Undefined.OneCoder));
        return computed;
    }

    private static JsonObject Turns(List<Segment> turns, List<MemberId> coders, Dictionary<string, CodeId> codes, List<CodedSegment> codings, JsonFigures figures)
    {
        var computed = new JsonObject();
        foreach (var (name, code) in codes)
        {
            var rules = new JsonObject();
            foreach (var (rule, word) in new[] { (UnitRule.AnyCharacter, "any"), (UnitRule.AtLeastHalf, "half") })
            {
                var coded = coders.Select(coder => SegmentMatching.Unite(codings.Where(c => c.Coder == coder && c.Code == code).Select(c => c.Segment))).ToList();
                var units = turns.Select(turn => (IReadOnlyList<string?>)[.. coded.Select(mine => IsCoded(turn, mine, rule) ? "1" : "0")]).ToList();
                var judgements = Judgements.Of(coders.Count, units);
                var found = new JsonObject { ["units"] = new JsonArray([.. units.Select(u => new JsonArray([.. u.Select(l => (JsonNode?)l)]))]) };
                foreach (var coefficient in OfUnits)
                {
                    if (coders.Count > 2 && coefficient is Coefficient.CohenKappa or Coefficient.ScottPi) continue;
                    if (coders.Count < 3 && coefficient is Coefficient.LightKappa or Coefficient.CongerKappa) continue;
                    figures.Put(found, $"turn_units.{name}.{word}", AgreementNames.Of(coefficient), judgements.Measure(coefficient));
                }

                rules[word] = found;
            }

            computed[name] = rules;
        }

        return computed;
    }

    private static bool IsCoded(Segment turn, List<Segment> coded, UnitRule rule)
    {
        var covered = coded.Where(turn.Overlaps).Sum(s => Math.Min(turn.End, s.End) - Math.Max(turn.Start, s.Start));
        return covered > 0 && (rule == UnitRule.AnyCharacter || covered * 2 >= turn.Length);
    }

    private static JsonObject Continuum(JsonObject vector, JsonFigures figures)
    {
        var length = NumberOf(vector, "length");
        var values = new List<string>();
        var coders = new List<List<ValuedSegment>>();
        foreach (var (coder, list) in ObjectOf(vector, "coders"))
        {
            var segments = list as JsonArray ?? throw new UnreadableVectorException($"coders.{coder} is not a list.");
            coders.Add([.. segments.Select((s, i) =>
            {
                var where = $"coders.{coder}[{i}]";
                var value = s is JsonArray { Count: 3 } three ? LabelOf(three[2]) : null;
                if (value is null) throw new UnreadableVectorException($"{where} is not [start, end, value].");
                if (!values.Contains(value)) values.Add(value);
                return new ValuedSegment(SegmentOf(s, length, where), values.IndexOf(value));
            })]);
        }

        var table = new UnitizingTable(values.Count);
        if (coders.Count >= 2) table.Add(length, coders);
        var (computed, ku) = (new JsonObject(), new JsonObject());
        figures.Put(computed, "", "u_alpha", table.Measure(Coefficient.UAlpha));
        figures.Put(computed, "", "u_alpha_binary", table.Measure(Coefficient.UAlphaBinary));
        figures.Put(computed, "", "cu_alpha", table.Measure(Coefficient.CuAlpha));
        for (var value = 0; value < values.Count; value++) figures.Put(ku, "ku_alpha", values[value], table.MeasureValue(value));
        computed["ku_alpha"] = ku;
        return computed;
    }

    private static JsonObject Cells(YesNoTable table) => new() { ["n11"] = table.Both, ["n10"] = table.OnlyFirst, ["n01"] = table.OnlySecond, ["n00"] = table.Neither };

    /// <summary>A string as it is; 1 and "1" are two labels, and so are "a" and "A".</summary>
    private static string? LabelOf(JsonNode? label) => label switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => $"\0{label.ToJsonString()}",
    };

    private static Segment SegmentOf(JsonNode? node, int length, string where)
    {
        if (node is not JsonArray { Count: >= 2 } pair || WholeOf(pair[0]) is not { } start || WholeOf(pair[1]) is not { } end) throw new UnreadableVectorException($"{where} is not [start, end).");
        if (start < 0 || end <= start || end > length) throw new UnreadableVectorException($"{where} is [{start}, {end}), which is empty or not within the {length} characters.");
        return new Segment(start, end);
    }

    private static int? WholeOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<int>(out var whole) ? whole : null;

    private static int NumberOf(JsonObject vector, string name) =>
        WholeOf(vector[name]) is >= 0 and var number ? number : throw new UnreadableVectorException($"“{name}” is not a whole number.");

    private static JsonObject ObjectOf(JsonObject vector, string name) => vector[name] as JsonObject ?? throw new UnreadableVectorException($"“{name}” is not an object.");

    private static JsonArray ListOf(JsonObject vector, string name) => vector[name] as JsonArray ?? throw new UnreadableVectorException($"“{name}” is not a list.");

    /// <summary>What a vector holds that cannot be read; met again in this file.</summary>
    private sealed class UnreadableVectorException(string message) : Exception(message);
}
