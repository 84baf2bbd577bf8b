namespace CoreStudy.Domain.Memos;

/// <summary>The kinds of thing that a memo can be about.</summary>
public enum MemoTargetKind
{
    Code,
    Theme,
    Participant,
    Interview,

    /// <summary>A passage besides the one that it lies on, by the id of the <see cref="Passages.KeptPassage"/>.</summary>
    Passage,
}

/// <summary>One thing that a memo is about.</summary>
public readonly record struct MemoTarget(MemoTargetKind Kind, Guid Id)
{
    public static MemoTarget Of(CodeId code) => new(MemoTargetKind.Code, code.Value);

    public static MemoTarget Of(ParticipantId participant) => new(MemoTargetKind.Participant, participant.Value);

    public static MemoTarget Of(ThemeId theme) => new(MemoTargetKind.Theme, theme.Value);

    public static MemoTarget Of(KeptPassageId passage) => new(MemoTargetKind.Passage, passage.Value);

    public static MemoTarget Of(InterviewId interview) => new(MemoTargetKind.Interview, interview.Value);
}

/// <summary>That a memo is about something.</summary>
public sealed class MemoLink
{
    private MemoLink() { }

    public Guid Id { get; private set; }

    public MemoId MemoId { get; private set; }

    public CodeId? CodeId { get; private set; }

    public ThemeId? ThemeId { get; private set; }

    public ParticipantId? ParticipantId { get; private set; }

    public InterviewId? InterviewId { get; private set; }

    public KeptPassageId? PassageId { get; private set; }

    public MemoTarget Target =>
        CodeId is { } code ? MemoTarget.Of(code)
        : ParticipantId is { } participant ? MemoTarget.Of(participant)
        : InterviewId is { } interview ? MemoTarget.Of(interview)
        : PassageId is { } passage ? MemoTarget.Of(passage)
        : MemoTarget.Of(ThemeId!.Value);

    internal static MemoLink To(MemoId memo, MemoTarget target) => new()
    {
        Id = Guid.CreateVersion7(),
        MemoId = memo,
        CodeId = target.Kind == MemoTargetKind.Code ? new CodeId(target.Id) : null,
        ThemeId = target.Kind == MemoTargetKind.Theme ? new ThemeId(target.Id) : null,
        ParticipantId = target.Kind == MemoTargetKind.Participant ? new ParticipantId(target.Id) : null,
        InterviewId = target.Kind == MemoTargetKind.Interview ? new InterviewId(target.Id) : null,
        PassageId = target.Kind == MemoTargetKind.Passage ? new KeptPassageId(target.Id) : null,
    };
}
