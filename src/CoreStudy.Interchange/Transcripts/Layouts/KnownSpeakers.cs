namespace CoreStudy.Interchange.Transcripts.Layouts;

/// <summary>Which labels of a file are speakers: those that recur, or stand in a layout that only transcripts have.</summary>
internal sealed class KnownSpeakers
{
    private readonly HashSet<(HeadShape, string)> _known = [];

    public KnownSpeakers(IReadOnlyList<LineHead> heads, int linesWithWords)
    {
        foreach (var shape in heads.Where(h => h.Label is not null).GroupBy(h => h.Shape))
        {
            var labels = shape.GroupBy(h => h.Label!).ToDictionary(g => g.Key, g => g.Count());
            var recurs = labels.Any(l => l.Value > 1);
            var total = labels.Values.Sum();
            foreach (var (label, count) in labels)
            {
                if (IsSpeaker(shape.Key, label, count, recurs, total, linesWithWords)) _known.Add((shape.Key, label));
            }
        }
        // A name that is a speaker in one shape is one in the others: layouts are mixed where people edited them by hand.
        var names = _known.Select(k => k.Item2).ToHashSet();
        foreach (var head in heads.Where(h => h.Label is not null && names.Contains(h.Label))) _known.Add((head.Shape, head.Label!));
    }

    public bool Any => _known.Count > 0;

    public bool Speaks(LineHead head) => head.Label is not null && _known.Contains((head.Shape, head.Label));

    private static bool IsSpeaker(HeadShape shape, string label, int count, bool recurs, int total, int lines) => shape switch
    {
        HeadShape.Bold => SpeakerLabel.IsPlausible(label) && (total > 1 || lines == 1) || count > 2,
        HeadShape.NameTime => SpeakerLabel.IsPlausible(label) && total > 1,
        HeadShape.NameTimeWords => SpeakerLabel.IsPlausible(label) && count > 1 && total * 4 > lines,
        HeadShape.TimeColon => total > 1 || lines == 1,
        HeadShape.TimeName => count > 1 && recurs || (recurs && SpeakerLabel.IsRole(label)),
        HeadShape.Columns => count > 1 || (recurs && SpeakerLabel.IsRole(label)),
        HeadShape.Bracket => (count > 1 || (recurs && SpeakerLabel.IsRole(label))) && total * 2 > lines,
        HeadShape.Dash => (count > 1 || (recurs && SpeakerLabel.IsRole(label))) && total * 2 > lines,
        HeadShape.NameAlone => count > 1 || (recurs && SpeakerLabel.IsRole(label)),
        HeadShape.Quotation => total > 2 && total * 2 > lines,
        HeadShape.Colon => count > 1 || (SpeakerLabel.IsRole(label) && (recurs || total > 1)) || (total > 1 && total * 10 >= lines * 7),
        _ => false,
    };
}
