using CoreStudy.Domain;

namespace CoreStudy.Data.Codings;

/// <summary>A code that a member keeps under a digit, 1 to 9.</summary>
public sealed class CodePin(MemberId memberId, int digit, CodeId codeId)
{
    public MemberId MemberId { get; private set; } = memberId;

    public int Digit { get; private set; } = digit;

    public CodeId CodeId { get; private set; } = codeId;
}
