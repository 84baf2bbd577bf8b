namespace CoreStudy.Domain.Rounds;

/// <summary>What coders are compared by: every figure of agreement depends on it more than on the coefficient.</summary>
public enum ComparisonUnit
{
    /// <summary>Each character is coded, or is not; long passages weigh more than short ones.</summary>
    Character,

    /// <summary>A run of what is not white space; coded where its first character is.</summary>
    Word,

    Sentence,

    /// <summary>What one speaker said before another spoke.</summary>
    Turn,

    /// <summary>The code occurs in the transcript, or does not.</summary>
    Transcript,
}
