namespace CoreStudy.Domain.Participants;

/// <summary>How much a participant takes back.</summary>
public enum WithdrawalScope
{
    /// <summary>Everything that can still be taken out: originals, identity, transcripts, codings.</summary>
    AllData,

    /// <summary>Nothing new; what was gathered stays in the analysis.</summary>
    FromNowOn,

    /// <summary>Their words are no longer quoted; all else stays.</summary>
    QuotesOnly,
}

/// <summary>Why, as far as the participant said; never in words of their own.</summary>
public enum WithdrawalReason
{
    NotSaid,
    ChangedMind,
    Wellbeing,
    ChangedCircumstances,
    Confidentiality,
    TeamDecision,
}

/// <summary>What a withdrawal took out, in numbers.</summary>
/// <param name="Interviews">Individual interviews, whose transcripts were blanked as a whole.</param>
/// <param name="FocusGroups">Group transcripts in which their turns were blanked.</param>
/// <param name="Turns">In focus groups.</param>
/// <param name="Words">Blanked words, of individual interviews and of turns.</param>
public sealed record WithdrawalCounts(int Interviews, int FocusGroups, int Turns, int Words, int Codings, int Comments, int Memos, int Evidence)
{
    public static WithdrawalCounts None { get; } = new(0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>Recordings in which they speak, of focus groups too.</summary>
    public int Recordings { get; init; }
}

/// <summary>That a participant withdrew: when, how far, recorded by whom, and what went, in numbers. It stays, as the tombstone of what went.</summary>
public sealed class Withdrawal
{
    private Withdrawal() { }

    public WithdrawalId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public ParticipantId ParticipantId { get; private set; }

    public WithdrawalScope Scope { get; private set; }

    public WithdrawalReason Reason { get; private set; }

    /// <summary>The day the participant asked for it.</summary>
    public DateOnly AskedOn { get; private set; }

    public MemberId By { get; private set; }

    public DateTimeOffset At { get; private set; }

    public WithdrawalCounts Counts { get; private set; } = WithdrawalCounts.None;

    /// <summary>When the last step, the destruction of the key, was done; null while it is still to be done, and for a scope without one.</summary>
    public DateTimeOffset? KeyDestroyedAt { get; private set; }

    /// <summary>Whether a key is to be destroyed that has not been.</summary>
    public bool IsUnfinished => Scope == WithdrawalScope.AllData && KeyDestroyedAt is null;

    public static Result<Withdrawal> Record(
        Participant participant, WithdrawalScope scope, WithdrawalReason reason, DateOnly askedOn, string typedLabel, MemberId by, DateOnly today, DateTimeOffset at)
    {
        if (!Enum.IsDefined(scope) || !Enum.IsDefined(reason)) return new Refusal("Please choose how much is withdrawn, and the reason.");
        if (participant.Withdrawn is { } already && already <= scope) return new Refusal($"{participant.Label} has withdrawn this far already.");
        if (askedOn > today) return new Refusal("The day on which they asked is still to come. Please check it.");
        if (!typedLabel.Trim().Equals(participant.Label, StringComparison.Ordinal)) return new Refusal($"To confirm, type the label exactly: {participant.Label}.");
        return new Withdrawal
        {
            Id = WithdrawalId.New(),
            StudyId = participant.StudyId,
            ParticipantId = participant.Id,
            Scope = scope,
            Reason = reason,
            AskedOn = askedOn,
            By = by,
            At = at,
        };
    }

    public void Count(WithdrawalCounts counts) => Counts = counts;

    public void KeyIsDestroyed(DateTimeOffset at) => KeyDestroyedAt ??= at;
}
