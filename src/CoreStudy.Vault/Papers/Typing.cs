using CoreStudy.Domain.Transcriptions;

namespace CoreStudy.Vault.Papers;

/// <summary>What has been typed of a recording, every name that was said in it included.</summary>
/// <remarks>It is sealed by the recording’s key: whatever destroys the sound, such as the withdrawal of one who speaks in it, destroys what was typed of it.</remarks>
public sealed record Typing(IReadOnlyList<TypedSpeaker> Speakers, IReadOnlyList<TypedTurn> Turns)
{
    public static Typing Of(Typescript words) => new(words.Speakers, words.Turns);

    public override string ToString() => $"typing of {Turns.Count} turns";
}
