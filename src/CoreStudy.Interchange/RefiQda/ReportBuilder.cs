namespace CoreStudy.Interchange.RefiQda;

/// <summary>Counts elements as they are read, and what is found about them. An element is changed or left out once, however many reasons there are.</summary>
internal sealed class ReportBuilder
{
    private const byte Kept = 0;
    private const byte Changed = 1;
    private const byte Skipped = 2;

    private readonly Dictionary<string, int> _kinds = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly List<(int Kind, byte Outcome)> _elements = [];
    private readonly Dictionary<(Reason, string), (int Count, List<string> Examples)> _findings = [];

    public int Count => _elements.Count;

    /// <summary>An element was met; what comes back is its mark for later.</summary>
    public int Read(string element)
    {
        if (!_kinds.TryGetValue(element, out var kind))
        {
            kind = _names.Count;
            _kinds.Add(element, kind);
            _names.Add(element);
        }

        _elements.Add((kind, Kept));
        return _elements.Count - 1;
    }

    /// <summary>Something was found about one element.</summary>
    public void Find(Reason reason, int mark, string? example)
    {
        var (kind, outcome) = _elements[mark];
        var now = reason.Outcome switch { RefiOutcome.Skipped => Skipped, RefiOutcome.Changed => Changed, _ => Kept };
        if (now > outcome) _elements[mark] = (kind, now);
        Find(reason, _names[kind], example);
    }

    /// <summary>An element was left out because it lies in one that was.</summary>
    public void SkipInside(int mark) => _elements[mark] = (_elements[mark].Kind, Skipped);

    /// <summary>Something was found about the file, or about things without a mark.</summary>
    public void Find(Reason reason, string element, string? example)
    {
        ref var finding = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_findings, (reason, element), out var isThere);
        if (!isThere) finding = (0, []);
        finding.Count++;
        if (example is { Length: > 0 } && finding.Examples.Count < RefiFinding.MostExamples) finding.Examples.Add(Short(example));
    }

    public IReadOnlyList<ElementCount> Elements()
    {
        var counts = new int[_names.Count, 3];
        foreach (var (kind, outcome) in _elements) counts[kind, outcome]++;
        return [.. _names.Select((name, k) => new ElementCount(name, counts[k, 0] + counts[k, 1] + counts[k, 2], counts[k, Kept], counts[k, Changed], counts[k, Skipped])).OrderBy(e => e.Element, StringComparer.Ordinal)];
    }

    /// <summary>What was left out first, then what was changed, then what was noted.</summary>
    public IReadOnlyList<RefiFinding> Findings() =>
        [.. _findings.OrderByDescending(f => f.Key.Item1.Outcome).ThenBy(f => f.Key.Item1.What, StringComparer.Ordinal).ThenBy(f => f.Key.Item2, StringComparer.Ordinal)
            .Select(f => new RefiFinding(f.Key.Item1.Outcome, f.Key.Item1.What, f.Key.Item2, f.Value.Count, f.Key.Item1.Sentence, f.Value.Examples))];

    private static string Short(string example) => example.Length <= 120 ? example : string.Concat(example.AsSpan(0, char.IsHighSurrogate(example[118]) ? 118 : 119), "…");
}
