using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;

namespace CoreStudy.Domain.Recordings;

/// <summary>One sound file of one interview. What is said in it lies in a file that only its own key opens; here stands what may be known of it.</summary>
/// <remarks>The name that the file had is not kept: it may hold somebody's name.</remarks>
public sealed class Recording
{
    private Recording() { }

    public RecordingId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public InterviewId InterviewId { get; private set; }

    /// <summary>The trust of its interview; it goes with it to another.</summary>
    public TrustId TrustId { get; private set; }

    public SoundFormat Format { get; private set; } = null!; // given when it is made

    /// <summary>Bytes of the sound file as it came.</summary>
    public long Bytes { get; private set; }

    /// <summary>How long it plays, in milliseconds; null where the file does not tell.</summary>
    public long? DurationMs { get; private set; }

    public MemberId BroughtInBy { get; private set; }

    public DateTimeOffset BroughtInAt { get; private set; }

    /// <summary>When its key was destroyed, and so its sound; null while it can be heard. That there was a recording stays on record.</summary>
    public DateTimeOffset? DestroyedAt { get; private set; }

    /// <summary>Why it was destroyed; null while it can be heard.</summary>
    public RecordingEnd? DestroyedFor { get; private set; }

    public bool IsDestroyed => DestroyedAt is not null;

    /// <summary>The recording that an upload has become; it keeps the upload's id, under which its key and its file lie.</summary>
    public static Recording From(RecordingUpload upload, SoundFormat format, long? durationMs, DateTimeOffset at) => new()
    {
        Id = upload.Id,
        StudyId = upload.StudyId,
        InterviewId = upload.InterviewId,
        TrustId = upload.TrustId,
        Format = format,
        Bytes = upload.Bytes,
        DurationMs = durationMs,
        BroughtInBy = upload.By,
        BroughtInAt = at,
    };

    public void Follow(Interview interview) => TrustId = interview.TrustId;

    /// <summary>Its key is destroyed, or is about to be: nobody hears it any more.</summary>
    public void Destroy(RecordingEnd why, DateTimeOffset at)
    {
        if (IsDestroyed) return;
        (DestroyedFor, DestroyedAt) = (why, at);
    }
}

/// <summary>What kind of sound file it is, as its first bytes say.</summary>
/// <param name="Container">Such as MP4 or WAV; up to 20 characters.</param>
/// <param name="Codec">Such as AAC; up to 40 characters.</param>
/// <param name="ContentType">What a browser is told, such as <c>audio/mp4</c>; up to 60 characters.</param>
public sealed record SoundFormat(string Container, string Codec, string ContentType)
{
    public const int LongestContainer = 20;
    public const int LongestCodec = 40;
    public const int LongestContentType = 60;

    /// <summary>As a list shows it, such as “MP4, AAC”.</summary>
    public string Label => Codec.Length == 0 || Codec.Equals(Container, StringComparison.OrdinalIgnoreCase) ? Container : $"{Container}, {Codec}";
}

/// <summary>Why a recording was destroyed.</summary>
public enum RecordingEnd
{
    /// <summary>An admin had it destroyed.</summary>
    ByHand,

    /// <summary>Its time was over, by the study's retention date.</summary>
    Retention,

    /// <summary>Somebody who speaks in it withdrew with all data.</summary>
    Withdrawal,

    /// <summary>Somebody who speaks in it agreed to it being kept until it was transcribed, and it is.</summary>
    Transcribed,
}

/// <summary>Whether somebody may type what they hear.</summary>
public enum Hearing
{
    Listen,
    Transcribe,
}

/// <summary>That a member may hear one recording: nobody may by their role, not even an admin.</summary>
public sealed class Hearer
{
    private Hearer() { }

    public HearerId Id { get; private set; }

    public RecordingId RecordingId { get; private set; }

    public MemberId MemberId { get; private set; }

    public Hearing May { get; private set; }

    public DateTimeOffset Since { get; private set; }

    /// <summary>The admin who named them; for who brought it in, they themselves.</summary>
    public MemberId By { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public MemberId? EndedBy { get; private set; }

    /// <summary>Who brings a recording in has it already, and types it as a rule.</summary>
    public static Hearer WhoBroughtItIn(Recording recording) => new()
    {
        Id = HearerId.New(),
        RecordingId = recording.Id,
        MemberId = recording.BroughtInBy,
        May = Hearing.Transcribe,
        Since = recording.BroughtInAt,
        By = recording.BroughtInBy,
    };

    /// <summary>Names a member of the team who works for the recording's trust.</summary>
    public static Result<Hearer> Name(Recording recording, Member who, Hearing may, Member by, DateTimeOffset at)
    {
        if (who.StudyId != recording.StudyId) return Refusal.NotFound;
        if (recording.IsDestroyed) return new Refusal("This recording was destroyed. There is nothing to hear any more.");
        if (who.EndedAt is not null) return new Refusal($"{who.Name} is no longer in the team.");
        if (!who.ReachesTrust(recording.TrustId)) return new Refusal($"{who.Name} does not work for the trust of this interview.");
        return new Hearer { Id = HearerId.New(), RecordingId = recording.Id, MemberId = who.Id, May = may, Since = at, By = by.Id };
    }

    public void End(Member by, DateTimeOffset at)
    {
        if (EndedAt is null) (EndedAt, EndedBy) = (at, by.Id);
    }
}
