using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Agreements;

/// <summary>
/// Codes that exclude each other, such as the kinds of one thing, compared as one choice among several. Where a coder put two of them on the same words nothing is
/// defined; such codes are compared one by one.
/// </summary>
public static class ExclusiveCodes
{
    /// <summary>Which of the codes each coder chose for each word, sentence, turn or transcript; "none of them" is a choice too.</summary>
    /// <param name="rules">Of the unit and the rule; characters are compared by <see cref="Unitize"/>.</param>
    /// <param name="coders">Whose choices: all coders of the material, or two.</param>
    /// <param name="counts">Which transcripts; all where not given.</param>
    public static ExclusiveJudgements Judge(
        AgreementMaterial material, ComparisonRules rules, IReadOnlyList<CodeId> codes, IReadOnlyList<MemberId> coders, Func<TranscriptId, bool>? counts = null)
    {
        if (rules.Unit == ComparisonUnit.Character) throw new ArgumentException("Characters are compared as segments.", nameof(rules));
        var (units, clusters, twice) = (new List<int[]>(), new List<int>(), 0);
        foreach (var (transcript, at) in Compared(material, coders, counts))
        {
            var length = rules.Unit == ComparisonUnit.Transcript ? 1 : transcript.Units.Count;
            var labels = Enumerable.Range(0, length).Select(_ => new int[coders.Count]).ToArray();
            for (var coder = 0; coder < coders.Count; coder++)
            {
                var isIn = transcript.HandedIn.Contains(coders[coder]);
                foreach (var unit in labels) unit[coder] = isIn ? codes.Count : Judgements.Missing;
                if (!isIn) continue;
                var runs = new List<Segment>();
                for (var code = 0; code < codes.Count; code++)
                {
                    UnitRuns.Find(SegmentsOf(transcript, coders[coder], codes[code]), transcript.Units, rules, runs);
                    foreach (var unit in runs.SelectMany(run => Enumerable.Range(run.Start, run.Length)))
                    {
                        if (labels[unit][coder] != codes.Count) twice++;
                        labels[unit][coder] = code;
                    }
                }
            }

            units.AddRange(labels);
            clusters.AddRange(labels.Select(_ => at));
        }

        return new ExclusiveJudgements(new Judgements(coders.Count, codes.Count + 1, units), clusters, twice);
    }

    /// <summary>The codes as values on the continuum of the text, for Krippendorff's unitizing family; each code is a value by its place in the list.</summary>
    public static UnitizingTable Unitize(AgreementMaterial material, IReadOnlyList<CodeId> codes, IReadOnlyList<MemberId> coders, Func<TranscriptId, bool>? counts = null)
    {
        var table = new UnitizingTable(codes.Count);
        foreach (var (transcript, _) in Compared(material, coders, counts))
        {
            table.Add(transcript.Length, [.. coders.Where(transcript.HandedIn.Contains).Select(coder =>
                codes.SelectMany((code, value) => SegmentsOf(transcript, coder, code).Select(s => new ValuedSegment(s, value))).ToList())]);
        }

        return table;
    }

    private static IEnumerable<(ComparedTranscript Transcript, int At)> Compared(AgreementMaterial material, IReadOnlyList<MemberId> coders, Func<TranscriptId, bool>? counts) =>
        material.Transcripts.Select((t, i) => (t, i)).Where(t => (counts is null || counts(t.t.Id)) && coders.Count(t.t.HandedIn.Contains) >= 2);

    private static List<Segment> SegmentsOf(ComparedTranscript transcript, MemberId coder, CodeId code) =>
        SegmentMatching.Unite(transcript.Codings.Where(c => c.Coder == coder && c.Code == code).Select(c => c.Segment));
}

/// <summary>One choice among several codes for each unit.</summary>
/// <param name="Clusters">For each unit which transcript it lies in: drawn as a whole.</param>
/// <param name="Twice">How often a coder put a second of the codes on a unit; where that happened nothing is defined.</param>
public sealed record ExclusiveJudgements(Judgements Judgements, IReadOnlyList<int> Clusters, int Twice)
{
    public Measured Measure(Coefficient coefficient) => Twice > 0 ? Measured.Not(Undefined.ManyLabelsOnAUnit) : Judgements.Measure(coefficient);

    /// <summary>By transcripts; see <see cref="Agreements.Judgements.Bootstrap"/>.</summary>
    public Interval? Bootstrap(Coefficient coefficient, BootstrapOptions? options = null, CancellationToken cancel = default) =>
        Twice > 0 ? null : Judgements.Bootstrap(coefficient, options, Clusters, cancel);
}
