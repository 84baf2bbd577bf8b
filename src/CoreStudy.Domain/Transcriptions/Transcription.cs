using CoreStudy.Domain.Recordings;

namespace CoreStudy.Domain.Transcriptions;

/// <summary>How far the typing of a recording is.</summary>
public enum TranscriptionState
{
    Typing,

    /// <summary>Somebody has compared it with the sound and says that it is right.</summary>
    Checked,

    /// <summary>It was handed on, and is a transcript now; nothing is typed here any more.</summary>
    Sent,
}

/// <summary>The typing of one recording. What stands here may be known of it; its words lie in the vault, sealed by the recording’s key.</summary>
public sealed class Transcription
{
    /// <summary>Somebody else, or another window, saved since the desk last did.</summary>
    public static readonly Refusal ChangedMeanwhile = new("This was changed in another window meanwhile. Nothing was overwritten, and nothing of yours is saved since.");

    private Transcription() { }

    public TranscriptionId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public InterviewId InterviewId { get; private set; }

    public RecordingId RecordingId { get; private set; }

    /// <summary>Who began to type. Somebody else checks it, where somebody else may.</summary>
    public MemberId Typist { get; private set; }

    public TranscriptionState State { get; private set; }

    /// <summary>Goes up with each saving.</summary>
    public int Version { get; private set; }

    /// <summary>Which saving made this version, by the name that the desk gave it: one that comes twice is done once.</summary>
    public Guid LastSave { get; private set; }

    public MemberId ChangedBy { get; private set; }

    public DateTimeOffset BegunAt { get; private set; }

    public DateTimeOffset ChangedAt { get; private set; }

    public int TurnCount { get; private set; }

    public int WordCount { get; private set; }

    /// <summary>Turns of a machine’s draft that nobody has compared with the sound yet.</summary>
    public int UnheardCount { get; private set; }

    /// <summary>Where the sound was when it was last saved, in milliseconds from its start.</summary>
    public long LeftAtMs { get; private set; }

    /// <summary>The turn that was typed in last; null where none was.</summary>
    public int? LeftTurn { get; private set; }

    public MemberId? CheckedBy { get; private set; }

    public DateTimeOffset? CheckedAt { get; private set; }

    public MemberId? SentBy { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>What it became; null until it was handed on.</summary>
    public TranscriptId? TranscriptId { get; private set; }

    /// <summary>Whether the typist checked their own typing, since nobody else could.</summary>
    public bool IsCheckedByTypist => CheckedBy == Typist;

    public static Result<Transcription> Begin(Recording recording, MemberId by, Typescript blank, DateTimeOffset at)
    {
        if (recording.IsDestroyed) return new Refusal("This recording was destroyed. There is nothing to hear any more.");
        var transcription = new Transcription
        {
            Id = TranscriptionId.New(),
            StudyId = recording.StudyId,
            InterviewId = recording.InterviewId,
            RecordingId = recording.Id,
            Typist = by,
            Version = 1,
            BegunAt = at,
        };
        transcription.Keep(blank, by, at);
        return transcription;
    }

    /// <summary>Whether this very saving has been done already, and its answer was lost on the way.</summary>
    public bool IsDone(Guid save) => save != Guid.Empty && LastSave == save;

    /// <summary>Takes a saving in.</summary>
    /// <param name="version">The one that the desk had; another means that somebody saved meanwhile.</param>
    /// <param name="save">The desk’s name for this saving.</param>
    public Result<Done> Save(int version, Guid save, Typescript words, Place left, MemberId by, DateTimeOffset at)
    {
        if (State == TranscriptionState.Sent) return new Refusal("This transcription was handed on, and is a transcript now. Words are put right there.");
        if (State == TranscriptionState.Checked) return new Refusal("This transcription is marked as checked. Take that back to go on typing.");
        if (version != Version) return ChangedMeanwhile;
        (Version, LastSave) = (Version + 1, save);
        (LeftAtMs, LeftTurn) = (Math.Max(0, left.Ms), left.Turn);
        Keep(words, by, at);
        return Done.Well;
    }

    /// <summary>Somebody says that it is right.</summary>
    /// <param name="canOthers">Whether there is somebody besides the typist who may hear this recording and transcribe.</param>
    public Result<Done> Check(MemberId by, bool canOthers, Typescript words, DateTimeOffset at)
    {
        if (State == TranscriptionState.Sent) return new Refusal("This transcription was handed on already.");
        if (by == Typist && canOthers) return new Refusal("Somebody other than its typist checks it: four ears hear more than two. Ask one of those who may transcribe this recording.");
        if (words.Unfinished() is { } unfinished) return unfinished;
        (State, CheckedBy, CheckedAt) = (TranscriptionState.Checked, by, at);
        Version++;
        return Done.Well;
    }

    /// <summary>It is typed on after all.</summary>
    public Result<Done> TakeBack()
    {
        if (State == TranscriptionState.Sent) return new Refusal("This transcription was handed on, and is a transcript now. Words are put right there.");
        if (State == TranscriptionState.Typing) return Done.Well;
        (State, CheckedBy, CheckedAt) = (TranscriptionState.Typing, null, null);
        Version++;
        return Done.Well;
    }

    /// <summary>Whether it can be handed on now.</summary>
    public Result<Done> MaySend() => State switch
    {
        TranscriptionState.Typing => new Refusal("Mark it as checked first."),
        TranscriptionState.Sent => new Refusal("This transcription was handed on already."),
        _ => Done.Well,
    };

    public void Send(TranscriptId transcript, MemberId by, DateTimeOffset at)
    {
        (State, TranscriptId, SentBy, SentAt) = (TranscriptionState.Sent, transcript, by, at);
        Version++;
    }

    private void Keep(Typescript words, MemberId by, DateTimeOffset at)
    {
        (TurnCount, WordCount, UnheardCount) = (words.Turns.Count, words.Words, words.Unheard);
        (ChangedBy, ChangedAt) = (by, at);
    }

    /// <summary>Where a typist was: in the sound, and in which turn.</summary>
    public readonly record struct Place(long Ms, int? Turn);
}
