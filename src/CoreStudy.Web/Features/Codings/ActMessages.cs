using CoreStudy.Domain;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Web.Features.Codings;

/// <summary>The acts of one sending, as the browser writes them.</summary>
public sealed record ActsMessage(IReadOnlyList<ActMessage> Acts)
{
    public override string ToString() => $"{Acts.Count} acts";
}

/// <summary>One act as the browser writes it: which fields it has hangs on its kind.</summary>
public sealed record ActMessage
{
    public Guid Id { get; init; }

    public string Kind { get; init; } = "";

    public Guid? CodingId { get; init; }

    public Guid? CodeId { get; init; }

    public Guid? CommentId { get; init; }

    public Guid? MemoId { get; init; }

    public Guid? ParentId { get; init; }

    public int? Start { get; init; }

    public int? End { get; init; }

    public bool? Unsure { get; init; }

    public string? Question { get; init; }

    public string? Text { get; init; }

    public bool? IsPrivate { get; init; }

    public string? Name { get; init; }

    public string? Colour { get; init; }

    /// <summary>The revision of the text that the act was done on; what was kept before texts had revisions is of the first.</summary>
    public int TextRevision { get; init; }

    /// <summary>The act it stands for, or a refusal that says what is missing.</summary>
    public Result<DeskAct> Read() => ReadKind().IsRefused(out var missing, out var act) ? missing : act with { TextRevision = Math.Max(0, TextRevision) };

    private Result<DeskAct> ReadKind()
    {
        var id = new ActId(Id);
        if (Id == Guid.Empty) return Missing("an id");
        return Kind switch
        {
            "Apply" when Coding is { } coding && Code is { } code && Segment is { } segment => new Apply(id, coding, code, segment, Unsure ?? false, Question ?? ""),
            "Recode" when Coding is { } coding && Code is { } code => new Recode(id, coding, code),
            "Resize" when Coding is { } coding && Segment is { } segment => new Resize(id, coding, segment),
            "Remove" when Coding is { } coding => new Remove(id, coding),
            "Restore" when Coding is { } coding => new Restore(id, coding),
            "Doubt" when Coding is { } coding => new Doubt(id, coding, Unsure ?? false, Question ?? ""),
            "Undo" => new Undo(id),
            "Redo" => new Redo(id),
            "Comment" when Coding is { } coding && CommentId is { } comment => new WriteComment(id, coding, new CommentId(comment), Text ?? ""),
            "RemoveComment" when CommentId is { } comment => new RemoveComment(id, new CommentId(comment)),
            "WriteMemo" when MemoId is { } memo && Segment is { } segment => new WriteMemo(id, new MemoId(memo), segment, Text ?? "", IsPrivate ?? false),
            "RemoveMemo" when MemoId is { } memo => new RemoveMemo(id, new MemoId(memo)),
            "ProposeCode" when Code is { } code =>
                new ProposeCode(id, code, ParentId is { } parent ? new CodeId(parent) : null, Name ?? "", Colour ?? "#607d8b"),
            _ => Missing($"what “{(Kind.Length <= 20 ? Kind : Kind[..20])}” needs"),
        };
    }

    public override string ToString() => Kind;

    private CodingId? Coding => CodingId is { } id && id != Guid.Empty ? new CodingId(id) : null;

    private CodeId? Code => CodeId is { } id && id != Guid.Empty ? new CodeId(id) : null;

    private Segment? Segment => Start is { } start && End is { } end && start >= 0 && end > start ? new Segment(start, end) : null;

    private static Result<DeskAct> Missing(string what) => new Refusal($"This act is incomplete: it lacks {what}. Please reload the page.");
}
