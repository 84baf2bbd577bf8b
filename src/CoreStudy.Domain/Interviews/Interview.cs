using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Studies;

namespace CoreStudy.Domain.Interviews;

public enum InterviewKind
{
    Individual,
    FocusGroup,
}

public enum InterviewState
{
    Planned,
    Held,

    /// <summary>It will not take place.</summary>
    Cancelled,
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

    public InterviewState State { get; private set; }

    /// <summary>Who asks, by a label that names nobody, such as Interviewer A; up to 60 characters, may be empty.</summary>
    public string Interviewer { get; private set; } = "";

    public List<InterviewParticipant> Participants { get; private set; } = [];

    /// <summary>When it was put away; null while it is in use. What is put away stays, and can come back.</summary>
    public DateTimeOffset? ArchivedAt { get; private set; }

    public void Archive(DateTimeOffset at) => ArchivedAt ??= at;

    public void BringBack() => ArchivedAt = null;

    public static Result<Interview> Create(
        Trust trust, Site? site, string title, InterviewKind kind, DateOnly? heldOn, IReadOnlyCollection<Participant> participants)
    {
        var interview = new Interview { Id = InterviewId.New(), StudyId = trust.StudyId };
        return interview.Describe(trust, site, title, kind, heldOn, participants).IsRefused(out var refusal, out _)
            ? refusal
            : interview;
    }

    public Result<Done> Describe(
        Trust trust, Site? site, string title, InterviewKind kind, DateOnly? heldOn, IReadOnlyCollection<Participant> participants)
    {
        if (trust.StudyId != StudyId) return Refusal.NotFound;
        if (site is not null && site.TrustId != trust.Id) return new Refusal($"“{site.Label}” is not a site of {trust.Label}.");
        if (Words.Required("a title", title, 160) is { } noTitle) return noTitle;
        if (participants.Any(p => p.StudyId != StudyId)) return Refusal.NotFound;
        if (kind == InterviewKind.Individual && participants.Count > 1)
            return new Refusal("An individual interview has one participant. Choose focus group for several.");
        (TrustId, SiteId, Title, Kind, HeldOn) = (trust.Id, site?.Id, title.Trim(), kind, heldOn);
        Participants = [.. participants.Select(p => new InterviewParticipant(Id, p.Id))];
        return Done.Well;
    }

    /// <summary>A transcript shows that it was held, whether or not the day is known.</summary>
    public void Transcribed() => State = InterviewState.Held;

    /// <summary>Says who interviews, and whether it is planned, was held, or will not be.</summary>
    /// <param name="today">An interview that was held has a date that is not after today; one whose transcript came first may do without.</param>
    public Result<Done> Arrange(InterviewState state, string interviewer, DateOnly today)
    {
        if (Words.Limited("The interviewer", interviewer, 60) is { } tooLong) return tooLong;
        if (state == InterviewState.Held && State != InterviewState.Held && HeldOn is null) return new Refusal("Please give the date on which it was held.");
        if (state == InterviewState.Held && HeldOn > today) return new Refusal("An interview with a date to come is planned, not held.");
        (State, Interviewer) = (state, interviewer.Trim());
        return Done.Well;
    }
}

/// <summary>A participant who took part in an interview.</summary>
public sealed record InterviewParticipant(InterviewId InterviewId, ParticipantId ParticipantId);
