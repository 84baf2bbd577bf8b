using CoreStudy.Domain;

namespace CoreStudy.Vault.Keys;

public enum KeyOwnerKind
{
    Participant,
    Transcript,
    Study,
    Recording,
}

/// <summary>Whose key seals a paper: when that key is destroyed, so is everything it sealed, in every backup too.</summary>
public readonly record struct KeyOwner(KeyOwnerKind Kind, Guid Id)
{
    public static KeyOwner Of(ParticipantId id) => new(KeyOwnerKind.Participant, id.Value);

    public static KeyOwner Of(TranscriptId id) => new(KeyOwnerKind.Transcript, id.Value);

    public static KeyOwner Of(RecordingId id) => new(KeyOwnerKind.Recording, id.Value);

    public static KeyOwner Of(StudyId id) => new(KeyOwnerKind.Study, id.Value);

    /// <summary>As it stands in file names and beside papers, such as <c>participant-…</c>.</summary>
    public override string ToString() => $"{Kind.ToString().ToLowerInvariant()}-{Id:n}";

    /// <exception cref="FormatException">It is not what <see cref="ToString"/> writes.</exception>
    public static KeyOwner Parse(string written)
    {
        var dash = written.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0 || !Enum.TryParse<KeyOwnerKind>(written[..dash], ignoreCase: true, out var kind) || !Guid.TryParseExact(written[(dash + 1)..], "n", out var id))
            throw new FormatException("This names no owner of a key.");
        return new KeyOwner(kind, id);
    }
}
