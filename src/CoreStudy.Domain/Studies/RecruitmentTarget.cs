namespace CoreStudy.Domain.Studies;

/// <summary>How many participants of one role a study wants from one trust.</summary>
public sealed class RecruitmentTarget
{
    private RecruitmentTarget() { }

    public StudyId StudyId { get; private set; }

    public TrustId TrustId { get; private set; }

    /// <summary>One of the study's participant roles.</summary>
    public string ParticipantRole { get; private set; } = "";

    /// <summary>Participants, from 1 to 999.</summary>
    public int Count { get; private set; }

    public static Result<RecruitmentTarget> Set(Study study, Trust trust, string participantRole, int count)
    {
        if (trust.StudyId != study.Id) return Refusal.NotFound;
        if (!study.ParticipantRoles.Contains(participantRole)) return new Refusal($"“{participantRole}” is not a participant role of this study.");
        if (count is < 1 or > 999) return new Refusal($"A target is a number from 1 to 999; for {trust.Label} this is {count}. Leave it empty for no target.");
        return new RecruitmentTarget { StudyId = study.Id, TrustId = trust.Id, ParticipantRole = participantRole, Count = count };
    }
}
