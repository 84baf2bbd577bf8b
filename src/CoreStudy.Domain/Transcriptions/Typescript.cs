using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Transcriptions;

/// <summary>What has been typed of a recording: turns in order, each with who speaks and when it starts. It names people, and is kept in the vault alone.</summary>
public sealed class Typescript
{
    /// <summary>UTF-16 code units of one turn.</summary>
    public const int LongestTurn = 50_000;

    public const int MostTurns = 20_000;

    public const int MostSpeakers = 40;

    /// <summary>UTF-16 code units of all turns together: some fifteen hours of speech.</summary>
    public const int Longest = 1_000_000;

    private Typescript(IReadOnlyList<TypedSpeaker> speakers, IReadOnlyList<TypedTurn> turns) => (Speakers, Turns) = (speakers, turns);

    /// <summary>Who speaks; a turn names them by their place in this list.</summary>
    public IReadOnlyList<TypedSpeaker> Speakers { get; }

    public IReadOnlyList<TypedTurn> Turns { get; }

    public int Words => Turns.Sum(t => Transcript.StartsOfWords(t.Text).Length);

    /// <summary>Turns of a machine’s draft that nobody has compared with the sound yet.</summary>
    public int Unheard => Turns.Count(t => t.IsUnheard);

    public static Result<Typescript> Of(IReadOnlyList<TypedSpeaker> speakers, IReadOnlyList<TypedTurn> turns)
    {
        if (speakers.Count > MostSpeakers) return new Refusal($"A transcription has at most {MostSpeakers} speakers.");
        foreach (var speaker in speakers)
        {
            if (Domain.Words.Required("each speaker a label", speaker.Label, 60) is { } unnamed) return unnamed;
        }

        if (speakers.GroupBy(s => s.Label.Trim(), StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
            return new Refusal($"Two speakers are called “{twice.Key}”. Call one of them something else.");
        if (turns.Count > MostTurns) return new Refusal($"A transcription has at most {MostTurns:N0} turns.");
        if (turns.Sum(t => (long)t.Text.Length) > Longest) return new Refusal($"A transcription has at most {Longest:N0} characters.");
        var ids = new HashSet<int>(turns.Count);
        foreach (var turn in turns)
        {
            if (turn.Id <= 0 || !ids.Add(turn.Id)) return new Refusal("Two turns have one number. Load the page again.");
            if (turn.Text.Length > LongestTurn) return new Refusal($"A turn has at most {LongestTurn:N0} characters. Split it.");
            if (turn.StartMs is < 0) return new Refusal("A turn cannot start before the recording does.");
            if (turn.Speaker is { } speaker && (speaker < 0 || speaker >= speakers.Count)) return new Refusal("A turn names a speaker who is not there. Load the page again.");
        }

        return new Typescript(
            [.. speakers.Select(s => s with { Label = s.Label.Trim() })],
            [.. turns.Select(t => TranscriptText.CanHold(t.Text) ? t : t with { Text = TranscriptText.Normalise(t.Text) })]);
    }

    /// <summary>Whether no word has been typed yet.</summary>
    public bool IsBlank => Turns.All(t => string.IsNullOrWhiteSpace(t.Text));

    /// <summary>A machine’s draft in place of an empty one: every turn of it is unheard until a person has compared it with the sound.</summary>
    public Result<Typescript> Draft(TranscriptDraft draft)
    {
        if (!IsBlank) return new Refusal("Something has been typed already.");
        if (draft.Turns.Count == 0) return new Refusal("The engine heard no words.");
        var speakers = Speakers.ToList();
        foreach (var label in draft.Turns.Select(t => t.Speaker).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase))
            if (!speakers.Exists(s => string.Equals(s.Label, label, StringComparison.OrdinalIgnoreCase))) speakers.Add(new TypedSpeaker(label, null, IsInterviewer: false));
        return Of(speakers, [.. draft.Turns.Select((t, i) => new TypedTurn(
            i + 1, t.Speaker is null ? null : speakers.FindIndex(s => string.Equals(s.Label, t.Speaker, StringComparison.OrdinalIgnoreCase)), t.StartMs, t.Text, IsUnheard: true))]);
    }

    /// <summary>An empty one for an interview: whoever asks, and those who took part, by their labels.</summary>
    public static Typescript Blank(string interviewer, IEnumerable<(ParticipantId Id, string Label)> participants)
    {
        var speakers = new List<TypedSpeaker> { new(string.IsNullOrWhiteSpace(interviewer) ? "Interviewer" : interviewer.Trim(), null, IsInterviewer: true) };
        foreach (var (id, label) in participants.Take(MostSpeakers - 1)) speakers.Add(new TypedSpeaker(label, id, IsInterviewer: false));
        return new Typescript(speakers, [new TypedTurn(1, null, 0, "", IsUnheard: false)]);
    }

    /// <summary>What somebody did at the desk: turns changed, come, gone or moved, and perhaps the speakers.</summary>
    /// <param name="changes">In the order in which the changed turns stand afterwards; each that is not gone says which turn it follows.</param>
    /// <param name="speakers">All of them anew; null where they are as they were. A speaker keeps their place, for turns name them by it.</param>
    public Result<Typescript> Change(IReadOnlyList<TurnChange> changes, IReadOnlyList<TypedSpeaker>? speakers)
    {
        var changed = new Dictionary<int, TurnChange>(changes.Count);
        foreach (var change in changes)
        {
            if (!changed.TryAdd(change.Turn.Id, change)) return new Refusal("Two turns have one number. Load the page again.");
        }

        var following = changes.Where(c => !c.IsGone).ToLookup(c => c.After ?? 0);
        var turns = new List<TypedTurn>(Turns.Count + changes.Count);
        var waiting = new Stack<TypedTurn>();
        Follow(0);
        foreach (var turn in Turns.Where(t => !changed.ContainsKey(t.Id)))
        {
            turns.Add(turn);
            Follow(turn.Id);
        }

        if (turns.Count != Turns.Count(t => !changed.ContainsKey(t.Id)) + changed.Values.Count(c => !c.IsGone))
            return new Refusal("A turn follows one that is not there. Load the page again.");
        return Of(speakers ?? Speakers, turns);

        // A turn that stays, then all that were put after it, each with those that were put after that one.
        void Follow(int id)
        {
            foreach (var next in following[id].Reverse()) waiting.Push(next.Turn);
            while (waiting.TryPop(out var turn))
            {
                turns.Add(turn);
                foreach (var next in following[turn.Id].Reverse()) waiting.Push(next.Turn);
            }
        }
    }

    /// <summary>What is still to be done before somebody can say that it is right; null where nothing is.</summary>
    public Refusal? Unfinished()
    {
        var spoken = Turns.Index().Where(t => !string.IsNullOrWhiteSpace(t.Item.Text)).ToList();
        if (spoken.Count == 0) return new Refusal("Nothing has been typed yet.");
        if (Unheard is > 0 and var unheard)
        {
            return new Refusal($"{(unheard == 1 ? "One turn of the draft has" : $"{unheard:N0} turns of the draft have")} not been compared with the sound yet, turn {First(t => t.IsUnheard)} first. Listen to each, and say that it is right.");
        }

        if (spoken.Any(t => t.Item.Speaker is null))
            return new Refusal($"Say who speaks in turn {First(t => t.Speaker is null && !string.IsNullOrWhiteSpace(t.Text))}.");
        long before = 0;
        foreach (var (i, turn) in spoken)
        {
            if (turn.StartMs < before) return new Refusal($"Turn {i + 1} starts before the turn above it. Put its time right, or take it away.");
            before = turn.StartMs ?? before;
        }

        return null;

        int First(Func<TypedTurn, bool> such) => Turns.Index().First(t => such(t.Item)).Index + 1;
    }

    /// <summary>As an import takes it: turns with words, each with its speaker’s label and its time.</summary>
    public TranscriptDraft ToDraft() => new(
        "typed in CoreStudy",
        [.. Turns.Where(t => !string.IsNullOrWhiteSpace(t.Text)).Select(t => new DraftTurn(t.Speaker is { } s ? Speakers[s].Label : null, t.StartMs, TranscriptText.Normalise(t.Text).Trim()))],
        []);

    /// <summary>Whose words those of each label are, as an import asks.</summary>
    public IReadOnlyDictionary<string, SpeakerMatch> Matches() => Speakers.ToDictionary(s => s.Label, s => new SpeakerMatch(s.Label, s.ParticipantId, s.IsInterviewer));

    public override string ToString() => $"{Turns.Count} turns";
}

/// <summary>Somebody who speaks in a recording, by the label that the typist sees.</summary>
/// <param name="Label">Up to 60 characters.</param>
/// <param name="ParticipantId">Null where it is no participant.</param>
public sealed record TypedSpeaker(string Label, ParticipantId? ParticipantId, bool IsInterviewer)
{
    public override string ToString() => $"speaker of {Label.Length} characters";
}

/// <summary>One turn as it is typed.</summary>
/// <param name="Id">From 1, unlike that of any other turn of the transcription; it stays when turns come and go before it.</param>
/// <param name="Speaker">The place in the list of speakers, from 0; null while nobody has said who speaks.</param>
/// <param name="StartMs">Milliseconds from the start of the recording; null where nobody has said.</param>
/// <param name="IsUnheard">Whether a machine proposed it and nobody has compared it with the sound yet.</param>
public sealed record TypedTurn(int Id, int? Speaker, long? StartMs, string Text, bool IsUnheard)
{
    public override string ToString() => $"turn {Id} of {Text.Length} characters";
}

/// <summary>What became of one turn.</summary>
/// <param name="Turn">As it is now; of one that is gone, its id counts alone.</param>
/// <param name="After">The id of the turn before it; null for the first.</param>
public sealed record TurnChange(TypedTurn Turn, int? After, bool IsGone);
