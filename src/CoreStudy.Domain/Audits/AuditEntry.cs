using CoreStudy.Domain.Members;

namespace CoreStudy.Domain.Audits;

/// <summary>One deed as the audit trail tells it: who did what to what. Entries are only ever added, each chained to the last by its hash.</summary>
/// <remarks>Number, time and hashes are given by the database when it takes the entry in; see <see cref="AuditChain"/>.</remarks>
public sealed class AuditEntry
{
    private AuditEntry() { }

    /// <summary>Its place in the trail: from 1, without gaps.</summary>
    public long Number { get; private set; }

    /// <summary>When the database took it in, by the database's clock, to the microsecond; never before the entry before it.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>Null for what concerns no study, such as signing in.</summary>
    public StudyId? StudyId { get; private set; }

    /// <summary>Who did it; null for the app itself, its command line, and those who are not known.</summary>
    public AccountId? AccountId { get; private set; }

    public MemberId? MemberId { get; private set; }

    public AuditKind Kind { get; private set; }

    public AuditThing SubjectKind { get; private set; }

    public Guid? SubjectId { get; private set; }

    public AuditLabel Label { get; private set; }

    public AuditDetail Detail { get; private set; } = AuditDetail.None;

    /// <summary>The hash of the entry before; 32 zero bytes for the first.</summary>
    public byte[] PreviousHash { get; private set; } = null!; // given by the database

    /// <summary>SHA-256 of what the entry says and of the hash before, 32 bytes.</summary>
    public byte[] Hash { get; private set; } = null!;

    /// <summary>A deed of a member in their study.</summary>
    public static AuditEntry Of(AuditKind kind, Member by, AuditSubject subject, AuditDetail? detail = null) =>
        Of(kind, by.StudyId, by.AccountId, by.Id, subject, detail);

    /// <summary>A deed of an account.</summary>
    /// <param name="by">Null for the app itself, its command line, and those who are not known.</param>
    /// <param name="study">Null for what concerns no study.</param>
    public static AuditEntry Of(AuditKind kind, AccountId? by, StudyId? study, AuditSubject subject, AuditDetail? detail = null) =>
        Of(kind, study, by, null, subject, detail);

    /// <summary>The same, as of another time: for history that is brought in. The database lets no entry be earlier than the one before it.</summary>
    public AuditEntry AsOf(DateTimeOffset at)
    {
        At = at;
        return this;
    }

    /// <summary>The entry as somebody is shown it from whom some numbers are hidden for now; the trail keeps it whole.</summary>
    public AuditEntry Without(params IReadOnlyList<string> names)
    {
        if (!names.Any(n => Detail.CountOf(n) is not null)) return this;
        var shown = (AuditEntry)MemberwiseClone();
        shown.Detail = Detail.Without(names);
        return shown;
    }

    private static AuditEntry Of(AuditKind kind, StudyId? study, AccountId? account, MemberId? member, AuditSubject subject, AuditDetail? detail) => new()
    {
        StudyId = study,
        AccountId = account,
        MemberId = member,
        Kind = kind,
        SubjectKind = subject.Thing,
        SubjectId = subject.Id,
        Label = subject.Label,
        Detail = detail ?? AuditDetail.None,
    };
}
