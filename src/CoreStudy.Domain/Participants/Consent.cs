namespace CoreStudy.Domain.Participants;

/// <summary>What a participant can agree to; each by itself.</summary>
public enum ConsentScope
{
    /// <summary>Take part: be interviewed, and the interview used in the analysis.</summary>
    TakePart,

    /// <summary>Words of theirs quoted, without their name.</summary>
    Quotes,

    /// <summary>The recording kept after it was transcribed.</summary>
    KeepRecording,

    /// <summary>Be asked again, about this study or another.</summary>
    ReContact,

    /// <summary>The anonymised transcript archived for other researchers.</summary>
    Archive,
}

/// <summary>
/// What a participant agreed to, as it was recorded at one time. It is never changed: another one takes its place, and those before stay as
/// the history. It holds nothing that identifies; the signed form is sealed in the vault.
/// </summary>
public sealed class Consent
{
    /// <summary>The longest name of a form, in UTF-16 code units.</summary>
    public const int LongestForm = 60;

    private Consent() { }

    public ConsentId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public ParticipantId ParticipantId { get; private set; }

    /// <summary>The version of the consent form, such as “v2.1, May 2026”.</summary>
    public string Form { get; private set; } = "";

    /// <summary>The day the participant said so.</summary>
    public DateOnly GivenOn { get; private set; }

    public List<ConsentScope> Agreed { get; private set; } = [];

    /// <summary>Whether the vault holds a file that shows it.</summary>
    public bool HasEvidence { get; private set; }

    public MemberId RecordedBy { get; private set; }

    public DateTimeOffset RecordedAt { get; private set; }

    /// <summary>The withdrawal that narrowed it; null where the participant gave it.</summary>
    public WithdrawalId? WithdrawalId { get; private set; }

    /// <param name="today">No consent is of a day to come.</param>
    public static Result<Consent> Record(
        Participant participant, string form, DateOnly givenOn, IEnumerable<ConsentScope> agreed, bool hasEvidence, MemberId by, DateOnly today, DateTimeOffset at)
    {
        if (participant.Withdrawn is WithdrawalScope.AllData) return new Refusal($"{participant.Label} has withdrawn with all data. A new consent needs a new label.");
        if (Words.Required("the version of the consent form", form, LongestForm) is { } noForm) return noForm;
        if (givenOn > today) return new Refusal("The date of the consent is still to come. Please check it.");
        var scopes = agreed.Distinct().Where(Enum.IsDefined).Order().ToList();
        if (scopes.Count > 0 && !scopes.Contains(ConsentScope.TakePart)) return new Refusal("Who agrees to anything else also agrees to take part. Tick that too, or record a withdrawal.");
        if (scopes.Count == 0) return new Refusal("Tick what was agreed. Who agrees to nothing any more withdraws: use “Withdraw” for that.");
        return new Consent
        {
            Id = ConsentId.New(),
            StudyId = participant.StudyId,
            ParticipantId = participant.Id,
            Form = form.Trim(),
            GivenOn = givenOn,
            Agreed = scopes,
            HasEvidence = hasEvidence,
            RecordedBy = by,
            RecordedAt = at,
        };
    }

    /// <summary>What is left of a consent after a withdrawal; where none was on record, nothing.</summary>
    public static Consent After(Withdrawal withdrawal, Consent? before) => new()
    {
        Id = ConsentId.New(),
        StudyId = withdrawal.StudyId,
        ParticipantId = withdrawal.ParticipantId,
        Form = before?.Form ?? "",
        GivenOn = withdrawal.AskedOn,
        Agreed = withdrawal.Scope switch
        {
            WithdrawalScope.AllData => [],
            WithdrawalScope.FromNowOn => [.. before?.Agreed.Where(s => s is ConsentScope.Quotes or ConsentScope.KeepRecording or ConsentScope.Archive) ?? []],
            _ => [.. before?.Agreed.Where(s => s is not ConsentScope.Quotes) ?? []],
        },
        RecordedBy = withdrawal.By,
        RecordedAt = withdrawal.At,
        WithdrawalId = withdrawal.Id,
    };

    /// <summary>Whether this was agreed to.</summary>
    public bool Allows(ConsentScope scope) => Agreed.Contains(scope);

    /// <summary>The file was destroyed; that there was a consent stays on record.</summary>
    public void LoseEvidence() => HasEvidence = false;
}

public static class Consents
{
    /// <summary>Whether this was agreed to; where no consent is on record, it was not.</summary>
    public static bool AllowsScope(this Consent? consent, ConsentScope scope) => consent is not null && consent.Allows(scope);

    /// <summary>The one that holds now: the last recorded.</summary>
    public static Consent? Current(this IEnumerable<Consent> consents) => consents.OrderBy(c => c.RecordedAt).ThenBy(c => c.Id.Value).LastOrDefault();
}
