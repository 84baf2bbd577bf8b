using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Rounds;

namespace CoreStudy.Web.Features.Rounds;

/// <summary>Rounds in plain English.</summary>
internal static class RoundWords
{
    public static string Of(RoundState state) => state switch
    {
        RoundState.Blind => "Blind",
        RoundState.Open => "Open",
        _ => "Called off",
    };

    public static string Of(ComparisonUnit unit) => unit switch
    {
        ComparisonUnit.Transcript => "whole transcript",
        _ => unit.ToString().ToLowerInvariant(),
    };

    /// <summary>What the unit means for the figures.</summary>
    public static string About(ComparisonUnit unit) => unit switch
    {
        ComparisonUnit.Character => "Each character is coded or not, as NVivo counts. Long passages weigh more than short ones.",
        ComparisonUnit.Word => "Each word is coded or not. Long passages weigh more than short ones.",
        ComparisonUnit.Sentence => "Each sentence is coded or not, whatever part of it was marked.",
        ComparisonUnit.Turn => "Each turn of a speaker is coded or not, whatever part of it was marked. A good choice for most interviews.",
        _ => "A code occurs in the transcript or does not; where, does not matter.",
    };

    public static string Sample(int? share, int? seed) => share is null ? "chosen by hand" : $"a random sample of {share} %, seed {seed}";
}
