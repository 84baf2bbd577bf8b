using System.Diagnostics;
using CoreStudy.Anonymisation;
using CoreStudy.Domain;
using CoreStudy.Domain.Disclosures;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Web.Watch;

namespace CoreStudy.Web.Access;

/// <summary>A text that is looked through before it is kept or leaves.</summary>
/// <param name="Place">Where it stands, such as “column Summary, row 12”; holds no words of the text.</param>
public sealed record ScannedText(string Place, string Text)
{
    public override string ToString() => $"{Place}: {Text.Length} characters";
}

/// <summary>A stretch of a text that tells, or may tell, who somebody is.</summary>
/// <param name="Words">For who typed them, and for admins; nobody else.</param>
/// <param name="Replacement">What the study puts in its place; for admins alone, for it says whom the words mean. Null where nothing is known.</param>
public sealed record LeakHit(LeakWeight Weight, string Place, IdentifierCategory Category, Segment Segment, string Words, string? Replacement)
{
    /// <summary>Whether the study knows of whom or what it tells; what only looks like a number or an address is not known.</summary>
    public bool IsKnown { get; init; }

    public override string ToString() => $"{Weight} {Category} of {Words.Length} characters in {Place}";
}

/// <summary>Looks through texts with all that a study knows: its register, the names in its vault, and what the detector finds by itself.</summary>
/// <remarks>
/// What the study knows blocks, and so do numbers and addresses that rules find. Dates, ages and what the tagger holds for a name warn, as does a known
/// name that is also an everyday word, or initials.
/// </remarks>
public sealed class LeakScan(LeakKnowledge knowledge)
{
    /// <summary>From this score on, from 0 to 1, a find counts as sure.</summary>
    public const double Sure = 0.5;

    /// <summary>A known form below this is an everyday word in lower case, and is let be.</summary>
    internal const double WorthSaying = 0.3;

    private const int FewEnoughForOne = 32;

    /// <returns>In the order of the texts and of their places; empty where nothing was found.</returns>
    public async Task<IReadOnlyList<LeakHit>> CheckAsync(StudyId studyId, IReadOnlyList<ScannedText> texts, CancellationToken cancel)
    {
        if (texts.All(t => string.IsNullOrWhiteSpace(t.Text))) return [];
        using var scan = StudyTraces.Source.StartActivity("leak scan");
        scan?.SetTag("corestudy.study", studyId.Value.ToString()).SetTag("corestudy.texts", texts.Count);
        var began = Stopwatch.GetTimestamp();
        var known = await knowledge.ReadAsync(studyId, cancel);
        var different = texts.Select(t => t.Text).Where(t => !string.IsNullOrWhiteSpace(t)).Distinct(StringComparer.Ordinal).ToList();
        var found = new IReadOnlyList<Found>[different.Count];
        if (different.Count <= FewEnoughForOne) for (var i = 0; i < found.Length; i++) found[i] = Look(known, different[i]);
        else await Parallel.ForAsync(0, found.Length, cancel, (i, _) =>
        {
            found[i] = Look(known, different[i]);
            return ValueTask.CompletedTask;
        });

        var byText = different.Select((text, i) => (text, i)).ToDictionary(t => t.text, t => found[t.i], StringComparer.Ordinal);
        foreach (var weight in found.SelectMany(f => f).GroupBy(f => f.Weight)) StudyMeters.LeakFinds.Add(weight.Count(), new KeyValuePair<string, object?>("weight", weight.Key.ToString()));
        StudyMeters.LeakScanTime.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
        return
        [
            .. texts.Where(t => byText.ContainsKey(t.Text)).SelectMany(t => byText[t.Text].Select(f => new LeakHit(
                f.Weight, t.Place, f.Category, f.Segment, t.Text[f.Segment.Start..f.Segment.End], f.Replacement) { IsKnown = f.IsKnown })),
        ];
    }

    /// <summary>What of a text tells, or may tell, who somebody is: the one look that every scan takes.</summary>
    internal static IEnumerable<(LeakWeight Weight, Proposal Proposal)> Find(string text, Knowledge known, CancellationToken cancel = default) =>
        Detector.Shared.Detect(text, known, WorthSaying, cancel: cancel).Select(p => (Weight: WeightOf(p), Proposal: p)).Where(p => p.Weight is not null).Select(p => (p.Weight!.Value, p.Proposal));

    private static IReadOnlyList<Found> Look(StudyKnowledge known, string text) =>
    [
        .. Find(text, known.Forms)
            .Where(p => p.Weight is LeakWeight.Blocks || !known.IsOwnLabel(text.AsSpan(p.Proposal.Segment.Start, p.Proposal.Segment.Length)))
            .Select(p => new Found(p.Weight, p.Proposal.Category, p.Proposal.Segment, p.Proposal.Known is { } id ? known.ReplacementOf(id) : null, p.Proposal.Source == ProposalSource.Register)),
    ];

    private static LeakWeight? WeightOf(Proposal proposal) => proposal.Source switch
    {
        ProposalSource.Register => proposal.Score >= Sure ? LeakWeight.Blocks : LeakWeight.Warns,
        _ when proposal.Score < Sure => null,
        ProposalSource.Rule when proposal.Category is not (IdentifierCategory.Date or IdentifierCategory.Age or IdentifierCategory.Indirect
            or IdentifierCategory.Person or IdentifierCategory.Place or IdentifierCategory.Organisation or IdentifierCategory.Trust) => LeakWeight.Blocks,
        _ => LeakWeight.Warns,
    };

    private readonly record struct Found(LeakWeight Weight, IdentifierCategory Category, Segment Segment, string? Replacement, bool IsKnown);
}
