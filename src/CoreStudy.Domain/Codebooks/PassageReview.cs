using CoreStudy.Domain.Codings;

namespace CoreStudy.Domain.Codebooks;

/// <summary>A passage to look at again, because the definition of its code changed after it was coded.</summary>
/// <remarks>It is settled when its coder says that the code still fits, or changes or removes the coding.</remarks>
public sealed class PassageReview
{
    private PassageReview() { }

    public ChangeId ChangeId { get; private set; }

    public CodingId CodingId { get; private set; }

    public StudyId StudyId { get; private set; }

    /// <summary>Whose coding it is.</summary>
    public MemberId MemberId { get; private set; }

    public CodeId CodeId { get; private set; }

    /// <summary>The coding's revision when the definition changed: a later one means that its coder has changed it since.</summary>
    public long Revision { get; private set; }

    /// <summary>When the coder said that the code still fits.</summary>
    public DateTimeOffset? KeptAt { get; private set; }

    public static PassageReview Ask(ChangeId changeId, Coding coding) => new()
    {
        ChangeId = changeId,
        CodingId = coding.Id,
        StudyId = coding.StudyId,
        MemberId = coding.MemberId,
        CodeId = coding.CodeId,
        Revision = coding.Revision,
    };

    public void Keep(DateTimeOffset at) => KeptAt ??= at;

    /// <summary>Takes back what was said.</summary>
    public void LookAgain() => KeptAt = null;
}
