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

    /// <summary>What the study notes about each participant; those not known are left out.</summary>
    public Dictionary<AttributeId, string> Attributes { get; private set; } = [];

    /// <summary>How far they have withdrawn; null while they have not.</summary>
    public WithdrawalScope? Withdrawn { get; private set; }

    /// <summary>Whether anything new of them may come in.</summary>
    public bool TakesPart => Withdrawn is null or WithdrawalScope.QuotesOnly;

    /// <summary>When it was put away; null while it is in use. What is put away stays, and can come back.</summary>
    public DateTimeOffset? ArchivedAt { get; private set; }

    public void Archive(DateTimeOffset at) => ArchivedAt ??= at;

    public void BringBack()
    {
        if (Withdrawn is not WithdrawalScope.AllData) ArchivedAt = null;
    }

    /// <summary>Takes them out as far as they withdrew; who withdrew with all data is put away for good, and nothing is noted of them any more.</summary>
    public void Withdraw(WithdrawalScope scope, DateTimeOffset at)
    {
        Withdrawn = scope;
        if (scope != WithdrawalScope.AllData) return;
        Attributes = [];
        Archive(at);
    }

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

    /// <param name="attributes">All of the study's.</param>
    /// <param name="values">What is known; an empty value is “not known”.</param>
    public Result<Done> Note(IReadOnlyCollection<ParticipantAttribute> attributes, IReadOnlyDictionary<AttributeId, string> values)
    {
        var known = new Dictionary<AttributeId, string>();
        foreach (var attribute in attributes.Where(a => a.StudyId == StudyId))
        {
            if (!values.TryGetValue(attribute.Id, out var value)) continue;
            if (attribute.Read(value).IsRefused(out var refusal, out var read)) return refusal;
            if (read.Length > 0) known[attribute.Id] = read;
        }

        Attributes = known;
        return Done.Well;
    }

    /// <summary>Takes away what was noted under an attribute that the study gives up.</summary>
    public void Forget(AttributeId attribute) => Attributes = Attributes.Where(a => a.Key != attribute).ToDictionary();
}
