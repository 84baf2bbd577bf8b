using CoreStudy.Domain.Studies;

namespace CoreStudy.Domain.Participants;

/// <summary>Somebody who is interviewed, known here by a label such as PSW-07 and by nothing else.</summary>
public sealed class Participant
{
    private Participant() { }

    public ParticipantId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public TrustId TrustId { get; private set; }

    public string Label { get; private set; } = "";

    /// <summary>One of the study's participant roles.</summary>
    public string Role { get; private set; } = "";

    public static Result<Participant> Create(Study study, Trust trust, string label, string role)
    {
        var participant = new Participant { Id = ParticipantId.New(), StudyId = study.Id };
        return participant.Describe(study, trust, label, role).IsRefused(out var refusal, out _) ? refusal : participant;
    }

    public Result<Done> Describe(Study study, Trust trust, string label, string role)
    {
        if (trust.StudyId != study.Id) return Refusal.NotFound;
        if (Words.Required("a label, such as PSW-07,", label, 30) is { } noLabel) return noLabel;
        if (!study.ParticipantRoles.Contains(role)) return new Refusal($"“{role}” is not a participant role of this study.");
        (TrustId, Label, Role) = (trust.Id, label.Trim(), role);
        return Done.Well;
    }
}
