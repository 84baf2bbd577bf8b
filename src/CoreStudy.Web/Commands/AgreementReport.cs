using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Codings;
using CoreStudy.Interchange.Tables;

namespace CoreStudy.Web.Commands;

/// <summary>The figures of a table of codings, by the names in it.</summary>
internal sealed class AgreementReport
{
    private static readonly Coefficient[] OfTwo =
    [
        Coefficient.PercentAgreement, Coefficient.CohenKappa, Coefficient.ScottPi, Coefficient.KrippendorffAlpha, Coefficient.GwetAc1, Coefficient.BrennanPrediger,
        Coefficient.Precision, Coefficient.Recall, Coefficient.F1, Coefficient.Jaccard, Coefficient.F1Exact, Coefficient.F1Matched, Coefficient.F1AnyOverlap,
        Coefficient.SegmentAgreement, Coefficient.SegmentKappa, Coefficient.UAlpha,
    ];

    private static readonly Coefficient[] OfAll =
    [
        Coefficient.PercentAgreement, Coefficient.FleissKappa, Coefficient.FleissGwetKappa, Coefficient.LightKappa, Coefficient.CongerKappa, Coefficient.KrippendorffAlpha,
        Coefficient.GwetAc1, Coefficient.BrennanPrediger, Coefficient.UAlpha,
    ];

    private static readonly Coefficient[] OfChoice =
    [
        Coefficient.PercentAgreement, Coefficient.FleissKappa, Coefficient.FleissGwetKappa, Coefficient.KrippendorffAlpha, Coefficient.GwetAc1, Coefficient.BrennanPrediger,
    ];

    private static readonly Coefficient[] OnlyOverCodes = [Coefficient.SegmentKappa];

    private static readonly string[] HeadingOfTwo = ["code", "both", "first only", "second only", "neither", "percent", "kappa", "alpha", "AC1", "F1", "F1 segments"];

    private static readonly string[] HeadingOfAll = ["code", "percent", "Fleiss", "alpha", "AC1", "u-alpha"];

    private readonly AgreementQuestion _asked;
    private readonly IReadOnlyList<string> _files;
    private readonly IReadOnlyList<string> _coders;
    private readonly IReadOnlyList<string> _codes;
    private readonly AgreementFigures _figures;
    private readonly Intervals? _intervals;

    private AgreementReport(AgreementQuestion asked, IReadOnlyList<string> files, IReadOnlyList<string> coders, IReadOnlyList<string> codes, AgreementFigures figures, Intervals? intervals, IReadOnlyList<string> remarks) =>
        (_asked, _files, _coders, _codes, _figures, _intervals, Remarks) = (asked, files, coders, codes, figures, intervals, remarks);

    /// <summary>What whoever asks should know beside the figures; no words of any text.</summary>
    public IReadOnlyList<string> Remarks { get; }

    private AgreementMaterial Material => _figures.Tables.Material;

    public static async Task<Result<AgreementReport>> MakeAsync(CodingTable table, AgreementQuestion asked, CancellationToken cancel)
    {
        if (table.IsByTurn) asked = asked with { Unit = ComparisonUnit.Turn };
        var isOfText = asked.Unit is ComparisonUnit.Word or ComparisonUnit.Sentence or ComparisonUnit.Turn;
        if (isOfText && !table.IsByTurn && asked.Texts is null) return new Refusal("Words, sentences and turns are found in the texts: give their folder with --texts.");
        var remarks = new List<string>();
        if ((await LengthsOfAsync(asked, cancel)).IsRefused(out var refusal, out var lengths)) return refusal;

        var coders = table.Rows.Select(r => r.Coder).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToDictionary(c => c, _ => MemberId.New(), StringComparer.Ordinal);
        var codes = table.Rows.Where(r => r.Segment is not null).Select(r => r.Code).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToDictionary(c => c, _ => CodeId.New(), StringComparer.Ordinal);
        var transcripts = new List<ComparedTranscript>();
        var files = new List<string>();
        var unknown = 0;
        foreach (var rows in table.Rows.GroupBy(r => r.File, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var last = rows.Where(r => r.Segment is not null).MaxBy(r => r.Segment!.Value.End);
            int? known = lengths.TryGetValue(rows.Key, out var listed) ? listed : asked.Length;
            IReadOnlyList<Segment> units = [];
            if (!table.IsByTurn && asked.Texts is not null)
            {
                if ((await ReadTextAsync(asked.Texts, rows.Key, asked.Unit, cancel)).IsRefused(out var noText, out var text)) return noText;
                (known, units) = text;
            }

            if (known is null) unknown++;
            var length = known ?? last?.Segment!.Value.End ?? 0;
            if (last is not null && last.Segment!.Value.End > length)
                return new Refusal(table.IsByTurn ? $"line {last.Line}: turn {last.Segment.Value.End} lies past the end of “{rows.Key}”, which has {length}." : $"line {last.Line}: the end {last.Segment.Value.End} lies past the end of “{rows.Key}”, which has {length} characters.");
            if (table.IsByTurn) units = [.. Enumerable.Range(0, length).Select(i => new Segment(i, i + 1))];
            files.Add(rows.Key);
            transcripts.Add(new ComparedTranscript(
                TranscriptId.New(), length, units, [.. rows.Select(r => coders[r.Coder]).Distinct()],
                [.. rows.Where(r => r.Segment is not null).Select(r => new CodedSegment(coders[r.Coder], codes[r.Code], r.Segment!.Value))]));
        }

        if (unknown > 0) remarks.Add($"The length of {unknown} of {files.Count} files is not known: each is taken to end with its last coding. What nobody coded after it is not counted; give --length, --lengths or --texts.");
        var compared = transcripts.Count(t => t.HandedIn.Count > 1);
        if (compared < files.Count) remarks.Add($"{files.Count - compared} of {files.Count} files name one coder only and are not compared. Who finished a file without coding in it needs a row with file and coder alone.");
        var material = new AgreementMaterial(transcripts, [.. coders.Values], [.. codes.Values]);
        if (transcripts.Exists(t => t.HandedIn.Count > AgreementTables.MostCoders)) return new Refusal($"At most {AgreementTables.MostCoders} coders of one file can be compared.");
        var figures = AgreementTables.Count(material, new ComparisonRules(asked.Unit, asked.Rule, asked.Overlap), cancel: cancel).Over();
        var intervals = asked.Options is { } options && compared > 1 ? figures.Bootstrap([.. OfTwo.Union(OfAll)], options, cancel: cancel) : null;
        if (intervals is not null && compared < Interval.EnoughClusters) remarks.Add($"The intervals are drawn from {compared} files: with fewer than {Interval.EnoughClusters} they are rough.");
        return new AgreementReport(asked, files, [.. coders.Keys], [.. codes.Keys], figures, intervals, remarks);
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["unit"] = Word(_asked.Unit.ToString()),
            ["rule"] = _asked.Unit is ComparisonUnit.Character or ComparisonUnit.Transcript ? null : _asked.Rule == UnitRule.AnyCharacter ? "any" : "half",
            ["overlap"] = _asked.Overlap,
            ["files"] = new JsonArray([.. _files.Select((f, i) => new JsonObject
            {
                ["file"] = f, ["length"] = Material.Transcripts[i].Length, ["coders"] = new JsonArray([.. Material.Transcripts[i].HandedIn.Select(NameOf).Order(StringComparer.Ordinal).Select(n => (JsonNode?)n)]),
            })]),
        };
        if (_intervals is not null) json["intervals"] = new JsonObject { ["kind"] = "percentile bootstrap by file", ["confidence"] = _intervals.Options.Confidence, ["draws"] = _intervals.Options.Draws, ["seed"] = _intervals.Options.Seed };
        json["pairs"] = new JsonArray([.. Pairs().Select(p => (JsonNode)Figures(Between.Two(p.First, p.Second), new JsonObject { ["first"] = NameOf(p.First), ["second"] = NameOf(p.Second) }, OfTwo))]);
        json["all_coders"] = Figures(Between.All, [], OfAll);
        return json;
    }

    public string ToTable()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Unit: {Word(_asked.Unit.ToString())}{(_asked.Unit is ComparisonUnit.Character or ComparisonUnit.Transcript ? "" : _asked.Rule == UnitRule.AnyCharacter ? " (any character of it)" : " (at least half of it)")}; segments match from {_asked.Overlap:0.##}.");
        foreach (var (first, second) in Pairs())
        {
            var who = Between.Two(first, second);
            var extent = _figures.Extent(who);
            if (extent.Transcripts == 0) continue;
            text.AppendLine(CultureInfo.InvariantCulture, $"\n{NameOf(first)} and {NameOf(second)}: {extent.Transcripts} files, {extent.Units} units");
            var lines = new List<string[]> { HeadingOfTwo };
            foreach (var (code, name) in Material.Codes.Zip(_codes))
            {
                var cells = _figures.Table(first, second, code).Units;
                lines.Add([name, Whole(cells.Both), Whole(cells.OnlyFirst), Whole(cells.OnlySecond), Whole(cells.Neither), .. Shown(c => (_figures.Measure(who, code, c), _intervals?.Of(who, code, c)))]);
            }

            foreach (var how in Enum.GetValues<Averaging>()) lines.Add([AverageName(how), "", "", "", "", .. Shown(c => (_figures.Measure(who, how, c), _intervals?.Of(who, how, c)))]);
            Append(text, lines);
        }

        var all = _figures.Extent(Between.All);
        text.AppendLine(CultureInfo.InvariantCulture, $"\nAll coders together: {all.Coders} coders, {all.Transcripts} files, {all.Units} units");
        Coefficient[] shown = [Coefficient.PercentAgreement, Coefficient.FleissKappa, Coefficient.KrippendorffAlpha, Coefficient.GwetAc1, Coefficient.UAlpha];
        var rows = new List<string[]> { HeadingOfAll };
        rows.AddRange(Material.Codes.Zip(_codes).Select(c => (string[])[c.Second, .. shown.Select(s => Shown(_figures.Measure(Between.All, c.First, s), _intervals?.Of(Between.All, c.First, s)))]));
        rows.AddRange(Enum.GetValues<Averaging>().Select(how => (string[])[AverageName(how), .. shown.Select(s => Shown(_figures.Measure(Between.All, how, s), _intervals?.Of(Between.All, how, s)))]));
        Append(text, rows);
        text.Append("\nn.d.: not defined; the JSON says why. Pooled: the tables of the codes added up.");
        return text.ToString();
    }

    private static IEnumerable<string> Shown(Func<Coefficient, (Measured, Interval?)> of) =>
        new[] { Coefficient.PercentAgreement, Coefficient.CohenKappa, Coefficient.KrippendorffAlpha, Coefficient.GwetAc1, Coefficient.F1, Coefficient.F1Matched }.Select(of).Select(m => Shown(m.Item1, m.Item2));

    private static string Shown(Measured measured, Interval? interval) => measured.Value is not { } value ? "n.d."
        : interval is { } around ? string.Create(CultureInfo.InvariantCulture, $"{value:0.000} [{around.Low:0.00}, {around.High:0.00}]") : value.ToString("0.000", CultureInfo.InvariantCulture);

    private static void Append(StringBuilder text, List<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(i => rows.Max(r => r[i].Length)).ToArray();
        foreach (var row in rows) text.AppendLine(string.Join("  ", row.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd());
    }

    private static string AverageName(Averaging how) => how switch { Averaging.Mean => "(mean)", Averaging.Weighted => "(weighted mean)", _ => "(pooled)" };

    private static string Whole(double value) => value.ToString("0", CultureInfo.InvariantCulture);

    private static string Word(string name) => name.ToLowerInvariant();

    private JsonObject Figures(Between who, JsonObject json, Coefficient[] coefficients)
    {
        var extent = _figures.Extent(who);
        (json["files"], json["units"]) = (extent.Transcripts, extent.Units);
        if (who.IsAll) json["coders"] = extent.Coders;
        json["codes"] = new JsonArray([.. Material.Codes.Zip(_codes).Select(c =>
        {
            var one = new JsonObject { ["code"] = c.Second };
            if (who.IsAll) one["coded"] = _figures.Table(c.First).Coded;
            else
            {
                var cells = _figures.Table(who.First, who.Second, c.First);
                (one["both"], one["only_first"], one["only_second"], one["neither"]) = (cells.Units.Both, cells.Units.OnlyFirst, cells.Units.OnlySecond, cells.Units.Neither);
                (one["segments_first"], one["segments_second"], one["segments_matched"]) = (cells.Segments.First, cells.Segments.Second, cells.Segments.Matched);
            }

            return (JsonNode)Measures(one, coefficients.Except(OnlyOverCodes), k => _figures.Measure(who, c.First, k), k => _intervals?.Of(who, c.First, k));
        })]);
        json["mean"] = Measures([], coefficients.Except(OnlyOverCodes), k => _figures.Measure(who, Averaging.Mean, k), k => _intervals?.Of(who, Averaging.Mean, k));
        json["weighted_mean"] = Measures([], coefficients.Except(OnlyOverCodes), k => _figures.Measure(who, Averaging.Weighted, k), k => _intervals?.Of(who, Averaging.Weighted, k));
        json["pooled"] = Measures([], coefficients, k => _figures.Measure(who, Averaging.Pooled, k), k => _intervals?.Of(who, Averaging.Pooled, k));
        if (_asked.IsExclusive) json["one_choice"] = OneChoice(who.IsAll ? Material.Coders : [who.First, who.Second]);
        return json;
    }

    /// <summary>All codes as one choice among several, and as values on the continuum of the texts.</summary>
    private JsonObject OneChoice(IReadOnlyList<MemberId> coders)
    {
        var (json, figures) = (new JsonObject(), new JsonFigures());
        if (_asked.Unit != ComparisonUnit.Character)
        {
            var judged = ExclusiveCodes.Judge(Material, _figures.Tables.Rules, Material.Codes, coders);
            Coefficient[] coefficients = coders.Count == 2 ? [.. OfChoice, Coefficient.CohenKappa, Coefficient.ScottPi] : [.. OfChoice, Coefficient.LightKappa, Coefficient.CongerKappa];
            Measures(json, coefficients, judged.Measure, c => _asked.Options is { } options ? judged.Bootstrap(c, options) : null);
        }

        var table = ExclusiveCodes.Unitize(Material, Material.Codes, coders);
        foreach (var coefficient in new[] { Coefficient.UAlpha, Coefficient.UAlphaBinary, Coefficient.CuAlpha }) figures.Put(json, "", AgreementNames.Of(coefficient), table.Measure(coefficient));
        var ku = new JsonObject();
        for (var value = 0; value < _codes.Count; value++) figures.Put(ku, AgreementNames.Of(Coefficient.KuAlpha), _codes[value], table.MeasureValue(value));
        json[AgreementNames.Of(Coefficient.KuAlpha)] = ku;
        var why = json["not_defined"] as JsonObject ?? [];
        foreach (var (name, sentence) in figures.NotDefined) why[name] = sentence?.DeepClone();
        if (why.Count > 0) json["not_defined"] = why;
        return json;
    }

    private static JsonObject Measures(JsonObject into, IEnumerable<Coefficient> coefficients, Func<Coefficient, Measured> measure, Func<Coefficient, Interval?> interval)
    {
        var (figures, intervals) = (new JsonFigures(), new JsonObject());
        foreach (var coefficient in coefficients)
        {
            figures.Put(into, "", AgreementNames.Of(coefficient), measure(coefficient));
            if (interval(coefficient) is { } around)
                intervals[AgreementNames.Of(coefficient)] = new JsonObject { ["low"] = around.Low, ["high"] = around.High, ["files"] = around.Clusters, ["undefined_draws"] = around.UndefinedDraws };
        }

        if (intervals.Count > 0) into["intervals"] = intervals;
        if (figures.NotDefined.Count > 0) into["not_defined"] = figures.NotDefined;
        return into;
    }

    private IEnumerable<(MemberId First, MemberId Second)> Pairs() => Material.Coders.SelectMany((a, i) => Material.Coders.Skip(i + 1).Select(b => (a, b)));

    private string NameOf(MemberId coder) => _coders[Material.Coders.ToList().IndexOf(coder)];

    private static async Task<Result<Dictionary<string, int>>> LengthsOfAsync(AgreementQuestion asked, CancellationToken cancel)
    {
        var lengths = new Dictionary<string, int>(StringComparer.Ordinal);
        if (asked.Lengths is null) return lengths;
        if (TypedTable.ReadFile(await File.ReadAllBytesAsync(asked.Lengths.FullName, cancel), cancel).IsRefused(out var refusal, out var rows)) return refusal;
        var heading = rows.Count == 0 ? [] : rows[0].Cells.Select(c => c.ToLowerInvariant()).ToList();
        var (file, length) = (heading.IndexOf("file"), heading.IndexOf("length"));
        if (file < 0 || length < 0) return new Refusal($"{asked.Lengths}: the first row names the columns; needed are file and length.");
        foreach (var row in rows.Skip(1))
        {
            if (row.Cells.Count <= Math.Max(file, length) || !int.TryParse(row.Cells[length], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
                return new Refusal($"{asked.Lengths}, line {row.Line}: the length is not a whole number from 1.");
            if (!lengths.TryAdd(row.Cells[file], number)) return new Refusal($"{asked.Lengths}, line {row.Line}: “{row.Cells[file]}” is there twice.");
        }

        return lengths;
    }

    /// <summary>How long a text is and where its units are, in code points.</summary>
    private static async Task<Result<(int? Length, IReadOnlyList<Segment> Units)>> ReadTextAsync(DirectoryInfo folder, string name, ComparisonUnit unit, CancellationToken cancel)
    {
        var root = Path.GetFullPath(folder.FullName);
        var path = new[] { name, $"{name}.txt" }.Select(n => Path.GetFullPath(Path.Combine(root, n)))
            .FirstOrDefault(p => p.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(p));
        if (path is null) return new Refusal($"There is no text called “{name}” or “{name}.txt” in {folder}.");
        string words;
        try
        {
            words = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(await File.ReadAllBytesAsync(path, cancel)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return new Refusal($"The text “{name}” is not UTF-8.");
        }

        var points = new int[words.Length + 1];
        for (var i = 0; i < words.Length; i++) points[i + 1] = points[i] + (char.IsLowSurrogate(words[i]) ? 0 : 1);
        var units = TextUnits.Of(unit, new TranscriptText(words), Lines(words));
        return (points[^1], [.. units.Select(u => new Segment(points[u.Start], points[u.End]))]);
    }

    private static List<Segment> Lines(string words)
    {
        var (lines, start) = (new List<Segment>(), 0);
        for (var i = 0; i <= words.Length; i++)
        {
            if (i < words.Length && words[i] != '\n') continue;
            var end = i > start && words[i - 1] == '\r' ? i - 1 : i;
            if (!string.IsNullOrWhiteSpace(words[start..end])) lines.Add(new Segment(start, end));
            start = i + 1;
        }

        return lines;
    }
}
