using CoreStudy.Domain.Members;
using CoreStudy.Domain.Redactions;

namespace CoreStudy.Domain.Disclosures;

public enum LeakWeight
{
    /// <summary>It may identify somebody: somebody must look at it.</summary>
    Warns,

    /// <summary>It identifies somebody: it does not go out.</summary>
    Blocks,
}

/// <summary>Why an export was stopped at one place; it holds no words.</summary>
/// <param name="Place">Such as “column Summary, row 12”.</param>
public sealed record LeakPlace(LeakWeight Weight, string Place, IdentifierCategory Category);

/// <summary>An export that did not leave, and whether it may after all.</summary>
public sealed class StoppedExport
{
    /// <summary>How long an agreement holds.</summary>
    public static readonly TimeSpan Lasting = TimeSpan.FromDays(1);

    /// <summary>Places kept at most; all are counted.</summary>
    public const int MostPlaces = 200;

    private StoppedExport() { }

    public StoppedExportId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public string Export { get; private set; } = "";

    /// <summary>Of every character of the file and of what was found, so that an agreement holds for this very file alone.</summary>
    public string Fingerprint { get; private set; } = "";

    public MemberId StoppedFor { get; private set; }

    public DateTimeOffset StoppedAt { get; private set; }

    public List<LeakPlace> Places { get; private set; } = [];

    public int Blocks { get; private set; }

    public int Warns { get; private set; }

    /// <summary>Why it should leave all the same; empty while nobody asked.</summary>
    public string Reason { get; private set; } = "";

    public MemberId? AgreedBy { get; private set; }

    public DateTimeOffset? AgreedAt { get; private set; }

    /// <summary>The second admin, where what was found blocks.</summary>
    public MemberId? SecondedBy { get; private set; }

    public DateTimeOffset? SecondedAt { get; private set; }

    /// <summary>When it left; an agreement is used once.</summary>
    public DateTimeOffset? UsedAt { get; private set; }

    public static StoppedExport Stop(StudyId studyId, string export, string fingerprint, MemberId by, IReadOnlyCollection<LeakPlace> places, DateTimeOffset at) => new()
    {
        Id = StoppedExportId.New(), StudyId = studyId, Export = export, Fingerprint = fingerprint, StoppedFor = by, StoppedAt = at,
        Places = [.. places.OrderByDescending(p => p.Weight).Take(MostPlaces)],
        Blocks = places.Count(p => p.Weight == LeakWeight.Blocks), Warns = places.Count(p => p.Weight == LeakWeight.Warns),
    };

    /// <summary>Whether all have agreed who must: what blocks needs two admins, what warns one lead or admin.</summary>
    public bool IsAgreed => AgreedBy is not null && (Blocks == 0 || SecondedBy is not null);

    /// <summary>Whether it may leave now.</summary>
    public bool MayLeave(DateTimeOffset now) => IsAgreed && UsedAt is null && now - (SecondedAt ?? AgreedAt) < Lasting;

    /// <summary>Takes the responsibility that it leaves as it is.</summary>
    /// <param name="reason">Asked of the first who agrees.</param>
    public Result<Done> Agree(Member by, string reason, DateTimeOffset at)
    {
        if (UsedAt is not null) return new Refusal("It has left already.");
        if (by.Role != Role.Admin && Blocks > 0) return new Refusal("What was found identifies somebody. Only an admin, and then a second one, can let it leave.");
        if (by.Role is not (Role.Admin or Role.StudyLead)) return Refusal.Forbidden;
        if (IsAgreed && MayLeave(at)) return new Refusal("It may leave already.");
        if (AgreedBy is null || at - AgreedAt >= Lasting)
        {
            if (Words.Required("the reason", reason, 1000) is { } none) return none;
            (Reason, AgreedBy, AgreedAt, SecondedBy, SecondedAt) = (reason.Trim(), by.Id, at, null, null);
            return Done.Well;
        }

        if (AgreedBy == by.Id) return new Refusal("You have agreed already. A second admin has to look at it too.");
        (SecondedBy, SecondedAt) = (by.Id, at);
        return Done.Well;
    }

    public void Use(DateTimeOffset at) => UsedAt ??= at;
}
