using CoreStudy.Domain.Interviews;

namespace CoreStudy.Domain.Recordings;

/// <summary>A recording on its way in. It can be interrupted and go on, also on another day, until it expires.</summary>
public sealed class RecordingUpload
{
    /// <summary>How long an upload that does not move is kept.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(3);

    /// <summary>How many bytes at either end of a file tell it from others.</summary>
    public const int MarkBytes = 64 * 1024;

    private RecordingUpload() { }

    /// <summary>The id that the recording will have.</summary>
    public RecordingId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public InterviewId InterviewId { get; private set; }

    public TrustId TrustId { get; private set; }

    public MemberId By { get; private set; }

    /// <summary>Bytes of the whole file.</summary>
    public long Bytes { get; private set; }

    /// <summary>SHA-256 of the first <see cref="MarkBytes"/>, or of the whole of a shorter file; by it and the next the same file is known again. It goes with the upload.</summary>
    public byte[] Head { get; private set; } = [];

    /// <summary>SHA-256 of the last <see cref="MarkBytes"/>.</summary>
    public byte[] Tail { get; private set; } = [];

    public DateTimeOffset StartedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    /// <param name="most">The largest file that the site takes, in bytes.</param>
    public static Result<RecordingUpload> Begin(Interview interview, MemberId by, long bytes, byte[] head, byte[] tail, long most, DateTimeOffset at)
    {
        if (interview.ArchivedAt is not null) return new Refusal("This interview is put away. Bring it back to add a recording.");
        if (interview.State == InterviewState.Cancelled) return new Refusal("This interview did not take place, so there is no recording of it. Change its state first.");
        if (bytes <= 0) return new Refusal("This file is empty. Please choose the recording itself.");
        if (bytes > most) return new Refusal($"This file has {FileSize.Of(bytes)}, and the most that this site takes is {FileSize.Of(most)}. Save it as MP3 or M4A, which takes a tenth, or in parts.");
        if (head.Length != 32 || tail.Length != 32) return Refusal.NotFound;
        return new RecordingUpload
        {
            Id = RecordingId.New(),
            StudyId = interview.StudyId,
            InterviewId = interview.Id,
            TrustId = interview.TrustId,
            By = by,
            Bytes = bytes,
            Head = head,
            Tail = tail,
            StartedAt = at,
            ExpiresAt = at + Patience,
        };
    }

    /// <summary>Whether this is the file that was begun, as far as size and both ends tell.</summary>
    public bool IsOf(long bytes, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail) => bytes == Bytes && head.SequenceEqual(Head) && tail.SequenceEqual(Tail);

    /// <summary>More of it has arrived.</summary>
    public void Move(DateTimeOffset at) => ExpiresAt = at + Patience;

    /// <summary>It is not to go on: what has arrived is destroyed.</summary>
    public void Expire(DateTimeOffset at)
    {
        if (!IsExpired(at)) ExpiresAt = at;
    }

    public bool IsExpired(DateTimeOffset now) => now >= ExpiresAt;

    public void Follow(Interview interview) => TrustId = interview.TrustId;
}
