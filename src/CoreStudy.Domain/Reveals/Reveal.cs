using CoreStudy.Domain.Members;

namespace CoreStudy.Domain.Reveals;

/// <summary>What kind of thing that identifies somebody is looked at.</summary>
public enum RevealKind
{
    /// <summary>A transcript as it came, with every name in it.</summary>
    Transcript,

    /// <summary>Who a participant is.</summary>
    Participant,

    /// <summary>What a trust or a site is really called.</summary>
    Place,

    /// <summary>Everything that the vault keeps of the study, for an archive.</summary>
    Vault,
}

/// <summary>Why somebody looks at what identifies; one of a fixed list, so that it can be counted.</summary>
public enum RevealReason
{
    CheckRecording,
    Anonymise,
    ContactParticipant,
    ParticipantRequest,
    Safeguarding,
    Audit,

    /// <summary>To keep the study, or to move it to another installation.</summary>
    Archive,
}

/// <summary>What is looked at: one thing, or all of its kind in the study.</summary>
/// <param name="Id">Of the transcript, participant, trust or site; null for all of the kind.</param>
public readonly record struct RevealSubject(RevealKind Kind, Guid? Id)
{
    public static RevealSubject AllParticipants => new(RevealKind.Participant, null);

    public static RevealSubject AllPlaces => new(RevealKind.Place, null);

    public static RevealSubject AllTranscripts => new(RevealKind.Transcript, null);

    public static RevealSubject WholeVault => new(RevealKind.Vault, null);

    public static RevealSubject Of(TranscriptId id) => new(RevealKind.Transcript, id.Value);

    public static RevealSubject Of(ParticipantId id) => new(RevealKind.Participant, id.Value);

    public static RevealSubject Of(TrustId id) => new(RevealKind.Place, id.Value);

    public static RevealSubject Of(SiteId id) => new(RevealKind.Place, id.Value);

    /// <summary>Whether who may look at this may look at that as well.</summary>
    public bool Covers(RevealSubject other) => Kind == other.Kind && (Id is null || Id == other.Id);
}

/// <summary>
/// That an admin looks at what identifies somebody: what, why, from when until when. It opens after a fresh password, code or passkey, and is
/// shown to the study lead.
/// </summary>
public sealed class Reveal
{
    /// <summary>How long one opening lasts.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>The longest note on why, in UTF-16 code units.</summary>
    public const int LongestNote = 200;

    /// <summary>Nobody looks without saying why.</summary>
    public static readonly Refusal NoReason = new("Please choose why you need to see this.");

    private Reveal() { }

    public RevealId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public AccountId AccountId { get; private set; }

    public MemberId MemberId { get; private set; }

    public RevealKind Kind { get; private set; }

    /// <summary>Of the transcript, participant, trust or site; null for all of the kind in the study.</summary>
    public Guid? SubjectId { get; private set; }

    public RevealReason Reason { get; private set; }

    /// <summary>In words, may be empty; nothing that identifies belongs here, and the screen says so.</summary>
    public string Note { get; private set; } = "";

    public DateTimeOffset OpenedAt { get; private set; }

    /// <summary>From when on it lets nobody look any more.</summary>
    public DateTimeOffset Until { get; private set; }

    /// <summary>When it was ended before its time; null while it was not.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>How many times the server read what identifies on the strength of it.</summary>
    public int Reads { get; private set; }

    public DateTimeOffset? LastReadAt { get; private set; }

    /// <summary>When what it shows was taken out of the app as a file; null while it was not.</summary>
    public DateTimeOffset? ExportedAt { get; private set; }

    /// <summary>Why it was taken out, in words.</summary>
    public string ExportedFor { get; private set; } = "";

    public RevealSubject Subject => new(Kind, SubjectId);

    public static Result<Reveal> Open(Member by, RevealSubject subject, RevealReason? reason, string note, DateTimeOffset at)
    {
        if (reason is not { } why || !Enum.IsDefined(why)) return NoReason;
        if (Words.Limited("The note", note, LongestNote) is { } tooLong) return tooLong;
        return new Reveal
        {
            Id = RevealId.New(),
            StudyId = by.StudyId,
            AccountId = by.AccountId,
            MemberId = by.Id,
            Kind = subject.Kind,
            SubjectId = subject.Id,
            Reason = why,
            Note = note.Trim(),
            OpenedAt = at,
            Until = at + Lifetime,
        };
    }

    public bool IsOpen(DateTimeOffset at) => ClosedAt is null && at < Until;

    /// <summary>Notes that what it shows leaves the app as a file, and why.</summary>
    public Result<Done> Export(string why, DateTimeOffset at)
    {
        if (!IsOpen(at)) return new Refusal("The time is over. Open it again.");
        if (Words.Required("the reason why a file is needed", why, LongestNote) is { } refusal) return refusal;
        (ExportedAt, ExportedFor) = (at, why.Trim());
        return Done.Well;
    }

    public void Close(DateTimeOffset at)
    {
        if (IsOpen(at)) ClosedAt = at;
    }
}
