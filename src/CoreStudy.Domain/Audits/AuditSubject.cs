using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Studies;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Audits;

/// <summary>What kind of thing an entry is about.</summary>
public enum AuditThing
{
    Nothing,
    Account,
    Member,
    Invitation,
    Study,
    Trust,
    Site,
    Attribute,
    Participant,
    Interview,
    Transcript,
    Change,
    Version,
    Assignment,

    /// <summary>A key of the vault.</summary>
    Key,

    /// <summary>A flagged passage.</summary>
    Flag,

    /// <summary>A claim of the study.</summary>
    Finding,

    /// <summary>Words of a transcript, to be shown to others.</summary>
    Quote,

    /// <summary>Somebody or something that a text names.</summary>
    Entity,

    /// <summary>A round of coding.</summary>
    Round,

    /// <summary>A framework matrix.</summary>
    Matrix,

    /// <summary>A saved query.</summary>
    Query,

    Theme,

    /// <summary>A memo that the team reads, or read.</summary>
    Memo,

    /// <summary>A report that is put together.</summary>
    Report,
    /// <summary>A token by which a program reads for its owner.</summary>
    Token,

    /// <summary>The recording of an interview; its sound is never in the trail.</summary>
    Recording,
}

/// <summary>The one thing that an entry is about: its kind, its id, and its label where it has one that is safe to keep.</summary>
/// <param name="Id">Null where there is no one thing, as of a bulk deed.</param>
public readonly record struct AuditSubject(AuditThing Thing, Guid? Id, AuditLabel Label)
{
    public static AuditSubject Nothing { get; }

    /// <summary>Something that has no label of its own.</summary>
    public static AuditSubject Of<TId>(AuditThing thing, TId id, AuditLabel label = default)
        where TId : struct, IId => new(thing, id.Value, label);

    public static AuditSubject Of(AccountId account) => Of(AuditThing.Account, account);

    public static AuditSubject Of(MemberId member) => Of(AuditThing.Member, member);

    public static AuditSubject Of(InvitationId invitation) => Of(AuditThing.Invitation, invitation);

    public static AuditSubject Of(StudyId study) => Of(AuditThing.Study, study);

    public static AuditSubject Of(AttributeId attribute) => Of(AuditThing.Attribute, attribute);

    public static AuditSubject Of(ChangeId change) => Of(AuditThing.Change, change);

    public static AuditSubject Of(VersionId version) => Of(AuditThing.Version, version);

    public static AuditSubject Of(ThemeId theme) => Of(AuditThing.Theme, theme);

    public static AuditSubject Of(RecordingId recording) => Of(AuditThing.Recording, recording);

    public static AuditSubject Of(AssignmentId assignment) => Of(AuditThing.Assignment, assignment);

    public static AuditSubject Of(Trust trust) => Of(AuditThing.Trust, trust.Id, AuditLabel.Of(trust.Label));

    public static AuditSubject Of(Site site) => Of(AuditThing.Site, site.Id, AuditLabel.Of(site.Label));

    public static AuditSubject Of(Participant participant) => Of(AuditThing.Participant, participant.Id, AuditLabel.Of(participant.Label));

    public static AuditSubject Of(Interview interview) => Of(AuditThing.Interview, interview.Id, AuditLabel.Of(interview.Title));

    public static AuditSubject Of(Transcript transcript) => Of(AuditThing.Transcript, transcript.Id, AuditLabel.Of(transcript.Title));
}
