using CoreStudy.Anonymisation.Linking;
using CoreStudy.Anonymisation.Lists;
using CoreStudy.Anonymisation.Rules;
using CoreStudy.Anonymisation.Tagging;
using CoreStudy.Anonymisation.Texts;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Anonymisation;

/// <summary>Finds what could identify somebody in a text: rules, lists, a tagger, and what the study knows already.</summary>
/// <remarks>How it works, and how well, is told in deploy/docs/detector.md.</remarks>
public sealed class Detector
{
    /// <summary>From this score on a stretch is proposed, unless the study has chosen otherwise.</summary>
    public const double UsualThreshold = 0.2;

    private static readonly Lazy<Detector> Made = new(() => new Detector(ReadModel("cased"), ReadModel("caseless")));

    private readonly Gazetteer _lists = Gazetteer.Shared;
    private readonly Tagger _tagger;

    internal Detector(TaggerModel cased, TaggerModel caseless) => _tagger = new Tagger(cased, caseless, _lists);

    /// <summary>The detector with the model and lists that come with it; made once, safe to use from many threads.</summary>
    public static Detector Shared => Made.Value;

    /// <param name="text">Normalised words of a transcript; a line feed between turns.</param>
    /// <param name="known">What the study knows: identifiers with every form they were met in.</param>
    /// <param name="threshold">From 0 to 1; lower finds more, and more that is nothing.</param>
    /// <param name="progress">Told the share that is done, from 0 to 1.</param>
    /// <returns>In order of place, none overlapping another.</returns>
    public IReadOnlyList<Proposal> Detect(
        string text, Knowledge known, double threshold = UsualThreshold, IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        var tokens = TokenisedText.Of(text);
        var register = known.Find(tokens).Select(p => new Find(p.Segment.Start, p.Segment.End, p.Category, p.Score, ProposalSource.Register, p.Reason, p.Known)).ToList();
        progress?.Report(0.05);

        var structured = new List<Find>();
        NumberRules.Add(text, structured);
        SpokenDigits.Add(tokens, structured);
        WebRules.Add(text, structured);
        cancel.ThrowIfCancellationRequested();
        AddressRules.Add(tokens, structured);
        DateRules.Add(tokens, structured);
        AgeRules.Add(text, structured);
        cancel.ThrowIfCancellationRequested();
        progress?.Report(0.2);

        var runs = _tagger.Tag(tokens, Math.Min(threshold, Names.Faintest), share => progress?.Report(0.2 + share * 0.7), cancel);
        var listed = new List<Find>();
        ListRules.Add(tokens, _lists, listed);
        var names = Names.Of(tokens, runs, listed, _lists);
        var echoes = Echo.Of(tokens, [.. names, .. structured.Where(f => f.Category == IdentifierCategory.Place)], _lists);
        var indirect = new List<Find>();
        IndirectRules.Add(tokens, indirect);
        cancel.ThrowIfCancellationRequested();
        progress?.Report(0.95);

        var chosen = Choice.Of(tokens, register, structured, names, echoes, indirect, threshold);
        var groups = Linker.Link(tokens, chosen, _lists);
        progress?.Report(1);
        return [.. chosen.Select((f, i) => new Proposal(new Segment(f.Start, f.End), f.Category, f.Score, f.Source, f.Reason, f.Known, groups[i]))];
    }

    private static TaggerModel ReadModel(string name)
    {
        using var stream = typeof(Detector).Assembly.GetManifestResourceStream($"CoreStudy.Anonymisation.Tagging.{name}.model")
            ?? throw new InvalidOperationException($"The model {name} was not built in: run CoreStudy.Anonymisation.Training.");
        return TaggerModel.Read(stream);
    }
}
