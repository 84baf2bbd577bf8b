namespace CoreStudy.Domain.Studies;

/// <summary>A place that a trust runs, known by a label that names no real place.</summary>
public sealed class Site
{
    private Site() { }

    public SiteId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public TrustId TrustId { get; private set; }

    public string Label { get; private set; } = "";

    /// <summary>When it was put away; null while it is in use. What is put away stays, and can come back.</summary>
    public DateTimeOffset? ArchivedAt { get; private set; }

    public void Archive(DateTimeOffset at) => ArchivedAt ??= at;

    public void BringBack() => ArchivedAt = null;

    public static Result<Site> Create(Trust trust, string label)
    {
        var site = new Site { Id = SiteId.New(), StudyId = trust.StudyId, TrustId = trust.Id };
        return site.Rename(label).IsRefused(out var refusal, out _) ? refusal : site;
    }

    public Result<Done> Rename(string label)
    {
        if (Words.Required("a label", label, 80) is { } refusal) return refusal;
        Label = label.Trim();
        return Done.Well;
    }
}
