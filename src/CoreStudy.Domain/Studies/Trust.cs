namespace CoreStudy.Domain.Studies;

/// <summary>An NHS trust in a study, known on screen by a pseudonymous label alone.</summary>
public sealed class Trust
{
    private Trust() { }

    public TrustId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    /// <summary>The pseudonym of the trust, such as Alder; up to 60 characters.</summary>
    public string Label { get; private set; } = "";

    /// <summary>When it was put away; null while it is in use. What is put away stays, and can come back.</summary>
    public DateTimeOffset? ArchivedAt { get; private set; }

    public void Archive(DateTimeOffset at) => ArchivedAt ??= at;

    public void BringBack() => ArchivedAt = null;

    public static Result<Trust> Create(StudyId studyId, string label)
    {
        var trust = new Trust { Id = TrustId.New(), StudyId = studyId };
        return trust.Rename(label).IsRefused(out var refusal, out _) ? refusal : trust;
    }

    public Result<Done> Rename(string label)
    {
        if (Words.Required("a label", label, 60) is { } refusal) return refusal;
        Label = label.Trim();
        return Done.Well;
    }
}
