namespace CoreStudy.Domain.Findings;

/// <summary>How well a finding is borne out, as the team judges it; no formula says it.</summary>
public enum FindingStrength
{
    /// <summary>A few people or one place: worth saying, and worth looking for more.</summary>
    Tentative,

    /// <summary>Several people, not everywhere or not all alike.</summary>
    Moderate,

    /// <summary>Many people in most places, and what speaks against it is known and understood.</summary>
    Strong,
}

/// <summary>What the team writes of a finding.</summary>
/// <param name="Claim">One sentence of up to 300 characters.</param>
/// <param name="Caveat">What a reader should bear in mind; up to 2,000 characters, may be empty.</param>
public sealed record FindingWords(string Claim, FindingStrength Strength, string Caveat)
{
    public override string ToString() => $"claim of {Claim.Length} characters";
}

/// <summary>One claim of the study, in a sentence, which belongs to a theme and stands on passages.</summary>
public sealed class Finding
{
    /// <summary>The longest claim, in UTF-16 code units.</summary>
    public const int LongestClaim = 300;

    /// <summary>The longest caveat, in UTF-16 code units.</summary>
    public const int LongestCaveat = 2000;

    private Finding() { }

    public FindingId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public ThemeId ThemeId { get; private set; }

    public string Claim { get; private set; } = "";

    public FindingStrength Strength { get; private set; }

    public string Caveat { get; private set; } = "";

    /// <summary>Its place among the findings of its theme, ascending.</summary>
    public int Order { get; private set; }

    /// <summary>The number of the last of its <see cref="FindingEdition"/>s, from 1.</summary>
    public int Edition { get; private set; }

    public MemberId WrittenBy { get; private set; }

    public DateTimeOffset WrittenAt { get; private set; }

    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Moves with each edit; a clash of two edits is refused.</summary>
    public uint Version { get; private set; }

    /// <param name="order">After the last of the theme.</param>
    public static Result<(Finding Finding, FindingEdition First)> Write(StudyId studyId, ThemeId themeId, FindingWords words, int order, MemberId by, DateTimeOffset at)
    {
        var finding = new Finding { Id = FindingId.New(), StudyId = studyId, ThemeId = themeId, Order = order, WrittenBy = by, WrittenAt = at };
        return finding.Rewrite(words, by, at).IsRefused(out var refusal, out var first) ? refusal : (finding, first);
    }

    /// <summary>Says it otherwise; how it was said before stays in its history.</summary>
    public Result<FindingEdition> Rewrite(FindingWords words, MemberId by, DateTimeOffset at)
    {
        if (Words.Required("the claim", words.Claim, LongestClaim) is { } noClaim) return noClaim;
        if (words.Claim.Trim().Contains('\n', StringComparison.Ordinal)) return new Refusal("A claim is one sentence. Please leave out the line breaks.");
        if (!Enum.IsDefined(words.Strength)) return new Refusal("Please say how strong the finding is.");
        if (Words.Limited("The caveat", words.Caveat, LongestCaveat) is { } tooLong) return tooLong;
        (Claim, Strength, Caveat) = (words.Claim.Trim(), words.Strength, words.Caveat.Trim());
        return Edited(by, at);
    }

    /// <summary>Puts it under another theme.</summary>
    /// <param name="order">After the last there.</param>
    public FindingEdition Move(ThemeId theme, int order, MemberId by, DateTimeOffset at)
    {
        (ThemeId, Order) = (theme, order);
        return Edited(by, at);
    }

    public void Place(int order) => Order = order;

    private FindingEdition Edited(MemberId by, DateTimeOffset at)
    {
        (Edition, ChangedAt) = (Edition + 1, at);
        return FindingEdition.Of(this, by);
    }
}

/// <summary>How a finding was said at one time, for its history.</summary>
public sealed class FindingEdition
{
    private FindingEdition() { }

    public FindingId FindingId { get; private set; }

    /// <summary>From 1, without gaps.</summary>
    public int Number { get; private set; }

    public ThemeId ThemeId { get; private set; }

    public string Claim { get; private set; } = "";

    public FindingStrength Strength { get; private set; }

    public string Caveat { get; private set; } = "";

    public MemberId By { get; private set; }

    public DateTimeOffset At { get; private set; }

    internal static FindingEdition Of(Finding finding, MemberId by) => new()
    {
        FindingId = finding.Id, Number = finding.Edition, ThemeId = finding.ThemeId, Claim = finding.Claim, Strength = finding.Strength, Caveat = finding.Caveat, By = by, At = finding.ChangedAt,
    };
}
