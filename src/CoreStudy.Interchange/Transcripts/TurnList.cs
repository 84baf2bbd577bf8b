using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Interchange.Transcripts;

/// <summary>Turns as they are found: adjacent ones of one known speaker become one, and none is empty.</summary>
internal sealed class TurnList
{
    private readonly List<(string? Speaker, long? StartMs, List<string> Texts, string Joint)> _turns = [];
    private bool _apart;

    public int Count => _turns.Count;

    /// <summary>Adds what was said; <paramref name="joint"/> stands between it and the words of the same speaker before it.</summary>
    public void Add(string? speaker, long? startMs, string text, string joint)
    {
        var words = FileText.Clean(text).Trim();
        if (!words.Any(char.IsLetterOrDigit) && !words.Any(c => c > 0x2000) && words.Length < 2) return;
        var (name, before) = (SpeakerLabel.Named(speaker), _turns.Count > 0 ? _turns[^1] : default);
        if (!_apart && name is not null && _turns.Count > 0 && before.Speaker == name) before.Texts.Add(words);
        else _turns.Add((name, startMs, [words], joint));
        _apart = false;
    }

    /// <summary>The next words begin a turn of their own, whoever says them.</summary>
    public void Part() => _apart = true;

    public List<DraftTurn> ToDraft() => [.. _turns.Select(t => new DraftTurn(t.Speaker, t.StartMs, string.Join(t.Joint, t.Texts)))];
}
