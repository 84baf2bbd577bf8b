using CoreStudy.Domain.Interviews;

namespace CoreStudy.Domain.Transcripts;

/// <summary>A transcript of an interview: turns of speakers over one text.</summary>
/// <remarks>The file's name is not kept, for it may name somebody; its SHA-256 is, so that the same file is noticed.</remarks>
public sealed class Transcript
{
    /// <summary>Four days, in milliseconds.</summary>
    private const long LatestStart = 4L * 24 * 3600 * 1000;

    private Transcript() { }

    public TranscriptId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public InterviewId InterviewId { get; private set; }

    public TrustId TrustId { get; private set; }

    public string Title { get; private set; } = "";

    public string Format { get; private set; } = "";

    /// <summary>SHA-256 of the imported file, in hexadecimal.</summary>
    public string FileHash { get; private set; } = "";

    /// <summary>In UTF-16 code units.</summary>
    public int Length { get; private set; }

    public int WordCount { get; private set; }

    public int TurnCount { get; private set; }

    public MemberId ImportedBy { get; private set; }

    public DateTimeOffset ImportedAt { get; private set; }

    /// <summary>When its words, which identify nobody, came to the team; null while it is being anonymised, and its words lie in the vault alone.</summary>
    public DateTimeOffset? ReleasedAt { get; private set; }

    /// <summary>When it was opened for coding; null while only researchers see it.</summary>
    public DateTimeOffset? OpenedAt { get; private set; }

    /// <summary>What readers are told before they begin, such as that a death is spoken of; empty when nothing.</summary>
    public string ContentNote { get; private set; } = "";

    /// <summary>When it was put away; null while it is in use. What is put away stays, and can come back.</summary>
    public DateTimeOffset? ArchivedAt { get; private set; }

    /// <summary>Null while it is being anonymised.</summary>
    public StoredText Text { get; private set; } = null!;

    public List<Speaker> Speakers { get; private set; } = [];

    public List<Turn> Turns { get; private set; } = [];

    public void Archive(DateTimeOffset at) => ArchivedAt ??= at;

    public void BringBack() => ArchivedAt = null;

    /// <summary>Makes a transcript of a draft whose speakers have been matched, and whose words identify nobody.</summary>
    /// <param name="speakers">For each speaker of the draft (the empty string for turns without one), who that is.</param>
    public static Result<Transcript> Import(
        Interview interview,
        string title,
        TranscriptDraft draft,
        IReadOnlyDictionary<string, SpeakerMatch> speakers,
        string fileHash,
        MemberId by,
        DateTimeOffset at)
    {
        if (Begin(interview, title, draft, speakers, fileHash, by, at).IsRefused(out var refusal, out var transcript)) return refusal;
        transcript.Write(draft, speakers);
        transcript.ReleasedAt = at;
        return transcript;
    }

    /// <summary>The same for one whose words still identify: it knows its speakers by label and how long it is, and has no words before it is released.</summary>
    /// <param name="turns">Its turns, with their places in the draft's turns joined by line feeds: what the vault keeps beside the words.</param>
    public static Result<Transcript> ImportIdentifiable(
        Interview interview,
        string title,
        TranscriptDraft draft,
        IReadOnlyDictionary<string, SpeakerMatch> speakers,
        string fileHash,
        MemberId by,
        DateTimeOffset at,
        out IReadOnlyList<Turn> turns)
    {
        turns = [];
        if (Begin(interview, title, draft, speakers, fileHash, by, at).IsRefused(out var refusal, out var transcript)) return refusal;
        transcript.Write(draft, speakers);
        turns = transcript.Turns;
        (transcript.Text, transcript.Turns) = (null!, []);
        return transcript;
    }

    /// <summary>Takes the words that came of anonymising it.</summary>
    /// <param name="turns">As many as it had, with the same speakers; places in the released words.</param>
    public Result<Done> Release(string words, IReadOnlyList<Turn> turns, DateTimeOffset at)
    {
        if (ReleasedAt is not null) return new Refusal("This transcript is released already.");
        if (turns.Count != TurnCount) throw new ArgumentException($"It has {TurnCount} turns, not {turns.Count}.", nameof(turns));
        Text = new StoredText(Id, words, StartsOfWords(words));
        Turns.AddRange(turns);
        (Length, WordCount, ReleasedAt) = (words.Length, Text.WordStarts.Length, at);
        return Done.Well;
    }

    /// <summary>Takes the released words away again; the caller removes them from the store.</summary>
    public void TakeBack() => (ReleasedAt, OpenedAt) = (null, null);

    private static Result<Transcript> Begin(
        Interview interview,
        string title,
        TranscriptDraft draft,
        IReadOnlyDictionary<string, SpeakerMatch> speakers,
        string fileHash,
        MemberId by,
        DateTimeOffset at)
    {
        if (Domain.Words.Required("a title", title, 160) is { } noTitle) return noTitle;
        if (draft.Turns.Count == 0) return new Refusal("There is no speech in this file.");
        if (draft.Turns.FirstOrDefault(t => !speakers.ContainsKey(t.Speaker ?? "")) is { } unmatched)
            return new Refusal($"Say who “{unmatched.Speaker ?? "no speaker"}” is before importing.");

        return new Transcript
        {
            Id = TranscriptId.New(),
            StudyId = interview.StudyId,
            InterviewId = interview.Id,
            TrustId = interview.TrustId,
            Title = title.Trim(),
            Format = draft.Format,
            FileHash = fileHash,
            ImportedBy = by,
            ImportedAt = at,
            TurnCount = draft.Turns.Count,
        };
    }

    /// <summary>Goes with its interview to the trust that this is in now.</summary>
    public void Follow(Interview interview)
    {
        if (interview.Id == InterviewId) TrustId = interview.TrustId;
    }

    public Result<Done> OpenForCoding(DateTimeOffset at)
    {
        if (ReleasedAt is null) return new Refusal("This transcript still identifies people. It can be opened for coding once an admin has released it.");
        OpenedAt ??= at;
        return Done.Well;
    }

    public void CloseForCoding() => OpenedAt = null;

    public Result<Done> Rename(string title)
    {
        if (Domain.Words.Required("a title", title, 160) is { } refusal) return refusal;
        Title = title.Trim();
        return Done.Well;
    }

    public Result<Done> WarnReaders(string note)
    {
        if (Domain.Words.Limited("The content note", note, 500) is { } refusal) return refusal;
        ContentNote = note.Trim();
        return Done.Well;
    }

    /// <summary>Gives its turns the times at which they start in the recording; no word and no place in the words changes.</summary>
    /// <param name="starts">One for each turn, in milliseconds; null where it is not known.</param>
    /// <returns>How many turns got another time than they had.</returns>
    public Result<int> TimeTurns(IReadOnlyList<long?> starts)
    {
        if (ReleasedAt is null) return new Refusal("This transcript is being anonymised. Its turns can be given their times once an admin has released it.");
        if (starts.Count != Turns.Count) return new Refusal("The turns of this transcript are not as they were. Load the page again.");
        long before = 0;
        foreach (var (i, start) in starts.Index())
        {
            if (start < before) return new Refusal($"Turn {i + 1} would start before the turn above it. Put its time right, or take it away.");
            if (start > LatestStart) return new Refusal($"Turn {i + 1} would start later than any recording lasts.");
            before = start ?? before;
        }

        var changed = 0;
        foreach (var (turn, start) in Turns.OrderBy(t => t.Number).Zip(starts))
        {
            if (turn.StartMs == start) continue;
            turn.StartAt(start);
            changed++;
        }

        return changed;
    }

    private void Write(TranscriptDraft draft, IReadOnlyDictionary<string, SpeakerMatch> matches)
    {
        var positions = new Dictionary<SpeakerMatch, int>();
        var position = 0;
        foreach (var draftTurn in draft.Turns)
        {
            var match = matches[draftTurn.Speaker ?? ""];
            if (!positions.TryGetValue(match, out var speaker))
            {
                positions[match] = speaker = positions.Count;
                Speakers.Add(new Speaker(Id, speaker, match.Label, match.ParticipantId, match.IsInterviewer));
            }

            Turns.Add(new Turn(Id, Turns.Count, speaker, new Segment(position, position + draftTurn.Text.Length), draftTurn.StartMs));
            position += draftTurn.Text.Length + 1;
        }

        var words = string.Join('\n', draft.Turns.Select(t => t.Text));
        Text = new StoredText(Id, words, StartsOfWords(words));
        (Length, WordCount) = (words.Length, Text.WordStarts.Length);
    }

    /// <summary>Where each word begins, in UTF-16 code units, ascending; words are runs of what is not white space.</summary>
    public static int[] StartsOfWords(string text)
    {
        var starts = new List<int>(text.Length / 5);
        var inWord = false;
        for (var i = 0; i < text.Length; i++)
        {
            var isWord = !char.IsWhiteSpace(text[i]);
            if (isWord && !inWord) starts.Add(i);
            inWord = isWord;
        }

        return [.. starts];
    }
}

/// <summary>Who a speaker of a file is: a participant, an interviewer, or somebody else, under the label that will be shown.</summary>
public sealed record SpeakerMatch(string Label, ParticipantId? ParticipantId, bool IsInterviewer);

/// <summary>The text of a transcript in a row of its own, so that lists need not read it.</summary>
public sealed class StoredText(TranscriptId transcriptId, string words, int[] wordStarts)
{
    public TranscriptId TranscriptId { get; private set; } = transcriptId;

    public string Words { get; private set; } = words;

    /// <summary>Where each word begins, in UTF-16 code units, ascending: what coded words are counted by.</summary>
    public int[] WordStarts { get; private set; } = wordStarts;
}

/// <summary>Somebody who speaks in a transcript, under a label that identifies nobody.</summary>
public sealed class Speaker(TranscriptId transcriptId, int number, string label, ParticipantId? participantId, bool isInterviewer)
{
    public TranscriptId TranscriptId { get; private set; } = transcriptId;

    /// <summary>From 0, in order of first speaking.</summary>
    public int Number { get; private set; } = number;

    public string Label { get; private set; } = label;

    public ParticipantId? ParticipantId { get; private set; } = participantId;

    public bool IsInterviewer { get; private set; } = isInterviewer;
}

/// <summary>What one speaker said before another spoke.</summary>
public sealed class Turn
{
    private Turn() { }

    public Turn(TranscriptId transcriptId, int number, int speakerNumber, Segment segment, long? startMs) =>
        (TranscriptId, Number, SpeakerNumber, Segment, StartMs) = (transcriptId, number, speakerNumber, segment, startMs);

    public TranscriptId TranscriptId { get; private set; }

    /// <summary>From 0; shown from 1.</summary>
    public int Number { get; private set; }

    public int SpeakerNumber { get; private set; }

    public Segment Segment { get; private set; }

    /// <summary>Milliseconds from the start of the recording, where the file said, or somebody has said since.</summary>
    public long? StartMs { get; private set; }

    internal void StartAt(long? startMs) => StartMs = startMs;
}

/// <summary>A passage that may distress, with what it is about, so that a reader can choose to read it, skip it, or pause.</summary>
public sealed class ContentNote
{
    private ContentNote() { }

    public ContentNoteId Id { get; private set; }

    public TranscriptId TranscriptId { get; private set; }

    public Segment Segment { get; private set; }

    public string Note { get; private set; } = "";

    public static Result<ContentNote> Create(TranscriptId transcriptId, TranscriptText text, Segment segment, string note)
    {
        if (text.Cut(segment).IsRefused(out var refusal, out _)) return refusal;
        if (Domain.Words.Required("what the passage is about", note, 200) is { } noNote) return noNote;
        return new ContentNote { Id = ContentNoteId.New(), TranscriptId = transcriptId, Segment = segment, Note = note.Trim() };
    }
}
