using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Studies;

namespace CoreStudy.Domain.Interviews;

public enum InterviewKind
{
    Individual,
    FocusGroup,
}

/// <summary>An interview or focus group: who, where, when.</summary>
public sealed class Interview
{
    private Interview() { }

    public InterviewId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public TrustId TrustId { get; private set; }

    public SiteId? SiteId { get; private set; }

    public string Title { get; private set; } = "";

    public InterviewKind Kind { get; private set; }

    public DateOnly? HeldOn { get; private set; }

    public string Summary { get; private set; } = "";

    public List<InterviewParticipant> Participants { get; private set; } = [];

    public static Result<Interview> Create(
        Trust trust, Site? site, string title, InterviewKind kind, DateOnly? heldOn, string summary, IReadOnlyCollection<Participant> participants)
    {
        var interview = new Interview { Id = InterviewId.New(), StudyId = trust.StudyId };
        return interview.Describe(trust, site, title, kind, heldOn, summary, participants).IsRefused(out var refusal, out _)
            ? refusal
            : interview;
    }

    public Result<Done> Describe(
        Trust trust, Site? site, string title, InterviewKind kind, DateOnly? heldOn, string summary, IReadOnlyCollection<Participant> participants)
    {
        if (trust.StudyId != StudyId) return Refusal.NotFound;
        if (site is not null && site.TrustId != trust.Id) return new Refusal($"“{site.Label}” is not a site of {trust.Label}.");
        if (Words.Required("a title", title, 160) is { } noTitle) return noTitle;
        if (Words.Limited("The summary", summary, 20_000) is { } tooLong) return tooLong;
        if (participants.Any(p => p.StudyId != StudyId)) return Refusal.NotFound;
        if (kind == InterviewKind.Individual && participants.Count > 1)
            return new Refusal("An individual interview has one participant. Choose focus group for several.");
        (TrustId, SiteId, Title, Kind, HeldOn, Summary) = (trust.Id, site?.Id, title.Trim(), kind, heldOn, summary.Trim());
        Participants = [.. participants.Select(p => new InterviewParticipant(Id, p.Id))];
        return Done.Well;
    }
}

/// <summary>A participant who took part in an interview.</summary>
public sealed record InterviewParticipant(InterviewId InterviewId, ParticipantId ParticipantId);
