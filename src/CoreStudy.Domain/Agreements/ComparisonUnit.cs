namespace CoreStudy.Domain.Agreements;

/// <summary>What coders are taken to have judged one by one. Every figure depends on it more than on the coefficient, so it is named beside each.</summary>
public enum ComparisonUnit
{
    /// <summary>Each UTF-16 code unit of the text, as NVivo and QualCoder do. Long passages weigh more than short ones.</summary>
    Character,

    /// <summary>What stands between white space.</summary>
    Word,

    Sentence,

    /// <summary>What one person said until the next did.</summary>
    Turn,

    /// <summary>The whole transcript: was the code used in it at all?</summary>
    Transcript,
}

/// <summary>When a word, sentence or turn counts as coded. Characters are coded or not, and in a transcript one coding is enough.</summary>
public enum UnitRule
{
    /// <summary>One of its characters is coded.</summary>
    AnyCharacter,

    /// <summary>At least half of its characters are coded.</summary>
    AtLeastHalf,
}

/// <summary>How codings become judgements that can be compared.</summary>
/// <param name="Unit">What is judged.</param>
/// <param name="Rule">When a unit counts as coded.</param>
/// <param name="Overlap">From which overlap on two segments are the same: characters in both over characters in either, above 0, at most 1. MAXQDA's examples use 0.9.</param>
public sealed record ComparisonRules(ComparisonUnit Unit, UnitRule Rule = UnitRule.AnyCharacter, double Overlap = ComparisonRules.UsualOverlap)
{
    public const double UsualOverlap = 0.9;

    public double Overlap { get; } = Overlap is > 0 and <= 1 ? Overlap : throw new ArgumentOutOfRangeException(nameof(Overlap), Overlap, "An overlap is above 0 and at most 1.");
}
