using CoreStudy.Domain;

namespace CoreStudy.Data.Tallies;

/// <summary>How often one member put one code on words of one trust: the sum of the transcripts' tallies.</summary>
public sealed class CodeTally
{
    public CodeId CodeId { get; private set; }

    public TrustId TrustId { get; private set; }

    public MemberId MemberId { get; private set; }

    public StudyId StudyId { get; private set; }

    public int Codings { get; private set; }
}
