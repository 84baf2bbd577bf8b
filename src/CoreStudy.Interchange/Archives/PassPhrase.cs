using System.Text;
using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;
using Konscious.Security.Cryptography;

namespace CoreStudy.Interchange.Archives;

/// <summary>What seals the vault within an archive. It is nowhere kept: without it nobody opens that part again.</summary>
public sealed class PassPhrase
{
    /// <summary>The fewest characters: whoever has the file can try as often as they like.</summary>
    public const int Fewest = 15;

    /// <summary>The most characters.</summary>
    public const int Most = 500;

    private readonly byte[] _bytes;

    private PassPhrase(string typed) => _bytes = Encoding.UTF8.GetBytes(typed);

    /// <summary>Takes what somebody typed; spaces around it do not count, nor how a keyboard composes its letters.</summary>
    public static Result<PassPhrase> Of(string typed)
    {
        if (!TranscriptText.CanHold(typed)) return new Refusal("There is a sign in this pass-phrase that no keyboard writes. Please type it instead of copying it.");
        var text = typed.Trim().Normalize(NormalizationForm.FormKC);
        if (text.Length < Fewest) return new Refusal($"Please choose a pass-phrase of at least {Fewest} characters: five or six words that do not belong together are good.");
        if (text.Length > Most) return new Refusal($"A pass-phrase has at most {Most} characters.");
        return text.Distinct().Count() < 6 ? new Refusal("This pass-phrase is too easy to guess: please use more than a few different characters.") : new PassPhrase(text);
    }

    /// <summary>The key of 32 bytes that it gives with a salt: Argon2id (RFC 9106).</summary>
    internal byte[] Key(ReadOnlySpan<byte> salt, KeyCost cost)
    {
        using var argon = new Argon2id(_bytes) { Salt = salt.ToArray(), MemorySize = cost.MemoryKiB, Iterations = cost.Passes, DegreeOfParallelism = cost.Lanes };
        return argon.GetBytes(32);
    }

    public override string ToString() => "a pass-phrase";
}

/// <summary>What it costs to try one pass-phrase: memory in KiB, passes over it, lanes.</summary>
internal readonly record struct KeyCost(int MemoryKiB, int Passes, int Lanes)
{
    /// <summary>The second of the two recommendations of RFC 9106.</summary>
    public static KeyCost Usual { get; } = new(64 * 1024, 3, 4);

    /// <summary>Whether a file may ask for it: neither too cheap to protect, nor so dear that opening it harms the machine: four times the memory that we ask for is the most.</summary>
    public bool IsFit => MemoryKiB is >= 19 * 1024 and <= 256 * 1024 && Passes is >= 1 and <= 20 && Lanes is >= 1 and <= 16;
}
