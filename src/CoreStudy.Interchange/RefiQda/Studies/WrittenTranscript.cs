using System.Globalization;
using System.Text;
using System.Text.Json;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Interchange.RefiQda.Studies;

/// <summary>A transcript as the text that other programs read: each turn on a line of its own, after its speaker and a colon.</summary>
internal sealed class WrittenTranscript
{
    public const string TurnsName = "turns";
    public const string SpeakersName = "speakers";
    public const string RevisionName = "revision";

    private readonly ExchangedTranscript _transcript;
    private readonly int[] _starts;

    public WrittenTranscript(ExchangedTranscript transcript)
    {
        (_transcript, _starts) = (transcript, new int[transcript.Turns.Count]);
        var labels = transcript.Speakers.ToDictionary(s => s.Number, s => s.Label);
        var text = new StringBuilder(transcript.Words.Length + (transcript.Turns.Count * 16));
        for (var i = 0; i < transcript.Turns.Count; i++)
        {
            var turn = transcript.Turns[i];
            if (i > 0) text.Append('\n');
            if (labels.GetValueOrDefault(turn.Speaker) is { Length: > 0 } label) text.Append(label).Append(": ");
            _starts[i] = text.Length;
            text.Append(transcript.Words, turn.Segment.Start, turn.Segment.Length);
        }

        Text = text.ToString();
    }

    public string Text { get; }

    /// <summary>Where a passage of the transcript lies in the text.</summary>
    public RefiTextPlace Place(Segment segment)
    {
        var (first, last) = (TurnAt(segment.Start), TurnAt(segment.End - 1));
        return new RefiTextPlace(_starts[first] + segment.Start - _transcript.Turns[first].Segment.Start, _starts[last] + segment.End - _transcript.Turns[last].Segment.Start);
    }

    /// <summary>What the format cannot say: where each turn lies in the text, who speaks, and when; and which revision of the text it is.</summary>
    public IReadOnlyDictionary<string, string> Aside() => new Dictionary<string, string>
    {
        [TurnsName] = string.Join(' ', _transcript.Turns.Select((t, i) => string.Create(
            CultureInfo.InvariantCulture, $"{_starts[i]}-{_starts[i] + t.Segment.Length}:{t.Speaker}{(t.StartMs is { } ms ? $"@{ms}" : "")}"))),
        [SpeakersName] = JsonSerializer.Serialize(_transcript.Speakers.Select(s => new StoredSpeaker(s.Number, s.Label, s.Participant?.ToString(), s.IsInterviewer))),
        [RevisionName] = _transcript.Revision.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The revision of the text that was written; null where the file does not say.</summary>
    public static int? RevisionOf(IReadOnlyDictionary<string, string> aside) =>
        aside.TryGetValue(RevisionName, out var written) && int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null;

    /// <summary>Reads what <see cref="Aside"/> wrote; null where it does not fit the text.</summary>
    public static (IReadOnlyList<SourceTurn> Turns, IReadOnlyList<int> SpeakerOf, IReadOnlyList<ExchangedSpeaker> Speakers)? Read(IReadOnlyDictionary<string, string> aside, string text)
    {
        if (!aside.TryGetValue(TurnsName, out var turns) || !aside.TryGetValue(SpeakersName, out var speakers)) return null;
        try
        {
            var known = JsonSerializer.Deserialize<List<StoredSpeaker>>(speakers)!
                .ConvertAll(s => new ExchangedSpeaker(s.Number, s.Label, s.Participant is { } p && RefiId.TryRead(p, out var id) ? id : null, s.IsInterviewer));
            var numbers = known.Select(s => s.Number).ToHashSet();
            var (found, who, reached) = (new List<SourceTurn>(), new List<int>(), 0);
            foreach (var turn in turns.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var parts = turn.Split('-', ':', '@');
                var (start, end, speaker) = (Number(parts[0]), Number(parts[1]), Number(parts[2]));
                if (start < reached || end <= start || end > text.Length || !numbers.Contains(speaker)) return null;
                found.Add(new SourceTurn(known.Find(s => s.Number == speaker)!.Label, parts.Length > 3 ? long.Parse(parts[3], CultureInfo.InvariantCulture) : null, start, end));
                who.Add(speaker);
                reached = end;
            }

            return found.Count > 0 ? (found, who, known) : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or OverflowException or IndexOutOfRangeException or ArgumentException)
        {
            return null;
        }
    }

    private static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>The turn that a character lies in; the line feed after a turn is its own.</summary>
    private int TurnAt(int position)
    {
        var (low, high) = (0, _starts.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (position <= _transcript.Turns[middle].Segment.End) high = middle;
            else low = middle + 1;
        }

        return low;
    }

    private sealed record StoredSpeaker(int Number, string? Label, string? Participant, bool IsInterviewer);
}
