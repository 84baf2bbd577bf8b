namespace CoreStudy.Domain.Disclosures;

/// <summary>How few people a study lets be told apart.</summary>
public sealed class DisclosureSettings
{
    /// <summary>k where the study has said nothing.</summary>
    public const int UsualSmallestCell = 5;

    public const int LeastSmallestCell = 3;

    public const int MostSmallestCell = 50;

    private DisclosureSettings() { }

    public StudyId StudyId { get; private set; }

    /// <summary>k: people who must share what is said of each, from 3 to 50.</summary>
    public int SmallestCell { get; private set; }

    public static Result<DisclosureSettings> Set(StudyId studyId, int smallestCell) =>
        smallestCell is < LeastSmallestCell or > MostSmallestCell
            ? new Refusal($"The smallest group that is shown is a number from {LeastSmallestCell} to {MostSmallestCell}; this is {smallestCell}.")
            : new DisclosureSettings { StudyId = studyId, SmallestCell = smallestCell };
}

/// <summary>How many people of a role work in a trust in all, whether they take part or not.</summary>
public sealed class WorkforceCount
{
    private WorkforceCount() { }

    public StudyId StudyId { get; private set; }

    public TrustId TrustId { get; private set; }

    /// <summary>One of the study's participant roles.</summary>
    public string ParticipantRole { get; private set; } = "";

    /// <summary>From 0 to 9,999.</summary>
    public int Count { get; private set; }

    public static Result<WorkforceCount> Set(StudyId studyId, TrustId trustId, string participantRole, int count) =>
        count is < 0 or > 9999
            ? new Refusal($"A workforce is a number from 0 to 9,999; this is {count}. Leave it empty where nobody knows.")
            : new WorkforceCount { StudyId = studyId, TrustId = trustId, ParticipantRole = participantRole, Count = count };
}
