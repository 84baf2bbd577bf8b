namespace CoreStudy.Domain.Summaries;

public enum SummaryState
{
    /// <summary>Nothing is written.</summary>
    Empty,

    /// <summary>Somebody is at it.</summary>
    Draft,

    /// <summary>Whoever wrote it finds it finished; it can be changed all the same.</summary>
    Done,
}

/// <summary>Whom or what a summary is about: one participant, one interview, or one trust.</summary>
public readonly record struct SummaryCase
{
    private SummaryCase(ParticipantId? participant, InterviewId? interview, TrustId? trust) => (ParticipantId, InterviewId, TrustId) = (participant, interview, trust);

    public ParticipantId? ParticipantId { get; }

    public InterviewId? InterviewId { get; }

    public TrustId? TrustId { get; }

    public CaseKind Kind => ParticipantId is not null ? CaseKind.Participants : InterviewId is not null ? CaseKind.Interviews : CaseKind.Trusts;

    public static SummaryCase Of(ParticipantId participant) => new(participant, null, null);

    public static SummaryCase Of(InterviewId interview) => new(null, interview, null);

    public static SummaryCase Of(TrustId trust) => new(null, null, trust);

    /// <summary>One of its kind, by the number that addresses and pages know it under.</summary>
    public static SummaryCase Of(CaseKind kind, Guid id) => kind switch
    {
        CaseKind.Participants => Of(new ParticipantId(id)),
        CaseKind.Interviews => Of(new InterviewId(id)),
        _ => Of(new TrustId(id)),
    };

    /// <summary>The number of the participant, interview or trust.</summary>
    public Guid Value => ParticipantId?.Value ?? InterviewId?.Value ?? TrustId?.Value ?? Guid.Empty;
}

/// <summary>What the team has written about a case: in a cell of a framework matrix, or about an interview as a whole.</summary>
/// <remarks>There is one a cell and one an interview at most. Every version that was saved is kept.</remarks>
public sealed class Summary
{
    /// <summary>How long a summary may be, in UTF-16 code units.</summary>
    public const int Longest = 20_000;

    private Summary() { }

    public SummaryId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    /// <summary>The column of the matrix in which it stands; null for the summary of an interview as a whole.</summary>
    public ColumnId? ColumnId { get; private set; }

    public ParticipantId? ParticipantId { get; private set; }

    public InterviewId? InterviewId { get; private set; }

    public TrustId? TrustId { get; private set; }

    /// <summary>With line breaks; a reference to a passage is its number in square brackets, such as [2].</summary>
    public string Text { get; private set; } = "";

    public SummaryState State { get; private set; }

    /// <summary>The number of the version that stands, from 1; 0 while nothing was saved.</summary>
    public int Number { get; private set; }

    /// <summary>Who saved the version that stands; null where nobody is known to have.</summary>
    public MemberId? ChangedBy { get; private set; }

    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>The passages that its text refers to by number, and those that an earlier version referred to.</summary>
    public List<SummaryLink> Links { get; private set; } = [];

    public SummaryCase Case => ParticipantId is { } participant ? SummaryCase.Of(participant) : InterviewId is { } interview ? SummaryCase.Of(interview) : SummaryCase.Of(TrustId!.Value);

    /// <summary>A summary in which nothing is written yet.</summary>
    /// <param name="column">Null for the summary of an interview as a whole.</param>
    public static Summary Begin(StudyId studyId, ColumnId? column, SummaryCase about, DateTimeOffset at) => new()
    {
        Id = SummaryId.New(),
        StudyId = studyId,
        ColumnId = column,
        ParticipantId = about.ParticipantId,
        InterviewId = about.InterviewId,
        TrustId = about.TrustId,
        ChangedAt = at,
    };

    /// <summary>Writes a new version, which is returned to be kept. Without words it is empty, whatever state is asked for.</summary>
    public Result<SummaryVersion> Write(string text, SummaryState state, MemberId by, DateTimeOffset at)
    {
        if (Words.Limited("A summary", text, Longest) is { } tooLong) return tooLong;
        var words = text.ReplaceLineEndings("\n").Trim();
        if (words.Length == 0 && state == SummaryState.Done) return new Refusal("Nothing is written yet, so it cannot be done. Write the summary first.");
        (Text, State) = (words, words.Length == 0 ? SummaryState.Empty : state == SummaryState.Empty ? SummaryState.Draft : state);
        (Number, ChangedBy, ChangedAt) = (Number + 1, by, at);
        return new SummaryVersion(Id, Number, Text, State, by, at);
    }

    /// <summary>Gives a passage the next number, under which the text can refer to it. Numbers are never given again, so that earlier versions stay true.</summary>
    public SummaryLink Link(KeptPassageId passage)
    {
        var link = new SummaryLink(Id, Links.Count == 0 ? 1 : Links.Max(l => l.Number) + 1, passage);
        Links.Add(link);
        return link;
    }
}

/// <summary>A passage that a summary can refer to.</summary>
/// <param name="Number">From 1 within the summary.</param>
public sealed record SummaryLink(SummaryId SummaryId, int Number, KeptPassageId PassageId);

/// <summary>A summary as somebody saved it.</summary>
/// <param name="Number">From 1.</param>
/// <param name="By">Null where nobody is known to have written it.</param>
public sealed record SummaryVersion(SummaryId SummaryId, int Number, string Text, SummaryState State, MemberId? By, DateTimeOffset At)
{
    public override string ToString() => $"version {Number}, {Text.Length} long";
}
