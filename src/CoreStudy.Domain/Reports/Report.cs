namespace CoreStudy.Domain.Reports;

/// <summary>What a report says of itself: on its first slide or page, and on its last.</summary>
/// <param name="Name">What it is called; up to 160 characters.</param>
/// <param name="Subtitle">Up to 300 characters, may be empty.</param>
/// <param name="Presenters">Who presents it, a line each; up to 1,000 characters, may be empty.</param>
/// <param name="Funder">Who paid for the study; up to 300 characters, may be empty.</param>
/// <param name="Grant">The number of the grant; up to 120 characters, may be empty.</param>
/// <param name="Disclaimer">What the funder asks to be said; up to 2,000 characters, may be empty.</param>
/// <param name="Contact">Who can be asked, a line each; up to 1,000 characters, may be empty.</param>
public sealed record ReportFacts(string Name, string Subtitle = "", string Presenters = "", string Funder = "", string Grant = "", string Disclaimer = "", string Contact = "")
{
    public override string ToString() => $"facts of a report, {Name.Length + Subtitle.Length + Presenters.Length + Funder.Length + Grant.Length + Disclaimer.Length + Contact.Length} characters";

    internal ReportFacts Trimmed() => new(Name.Trim(), Subtitle.Trim(), Presenters.ReplaceLineEndings("\n").Trim(), Funder.Trim(), Grant.Trim(), Disclaimer.ReplaceLineEndings("\n").Trim(), Contact.ReplaceLineEndings("\n").Trim());
}

/// <summary>
/// A report that the team puts together from parts. It holds the team's own words and the names of what it tells: whatever is derived, and every
/// word of a transcript, is read when the report is.
/// </summary>
public sealed class Report
{
    public const int LongestName = 160;

    /// <summary>Parts at most, those that were removed not counted.</summary>
    public const int MostParts = 120;

    private Report() { }

    public ReportId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public string Name { get; private set; } = "";

    public string Subtitle { get; private set; } = "";

    public string Presenters { get; private set; } = "";

    public string Funder { get; private set; } = "";

    public string Grant { get; private set; } = "";

    public string Disclaimer { get; private set; } = "";

    public string Contact { get; private set; } = "";

    public MemberId MadeBy { get; private set; }

    public DateTimeOffset MadeAt { get; private set; }

    /// <summary>When its facts were changed, or a part was.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>When it was put away; null while it is in use. What is put away stays as it is, and can come back.</summary>
    public DateTimeOffset? ArchivedAt { get; private set; }

    /// <summary>The number of the last change of its facts, from 1: two people's changes do not undo each other.</summary>
    public int Number { get; private set; }

    /// <summary>All parts, those that were removed too: they come back as they were.</summary>
    public List<ReportPart> Parts { get; private set; } = [];

    /// <summary>The parts that are in it, in order.</summary>
    public IEnumerable<ReportPart> Standing => Parts.Where(p => p.RemovedAt is null).OrderBy(p => p.Order);

    public ReportFacts Facts => new(Name, Subtitle, Presenters, Funder, Grant, Disclaimer, Contact);

    public static Result<Report> Make(StudyId studyId, ReportFacts facts, MemberId by, DateTimeOffset at)
    {
        var report = new Report { Id = ReportId.New(), StudyId = studyId, MadeBy = by, MadeAt = at };
        return report.Describe(facts, at).IsRefused(out var refusal, out _) ? refusal : report;
    }

    public Result<Done> Describe(ReportFacts facts, DateTimeOffset at)
    {
        if (Words.Required("a name", facts.Name, LongestName) is { } noName) return noName;
        if (Words.Limited("The subtitle", facts.Subtitle, 300) is { } subtitle) return subtitle;
        if (Words.Limited("The list of who presents it", facts.Presenters, 1000) is { } presenters) return presenters;
        if (Words.Limited("The funder", facts.Funder, 300) is { } funder) return funder;
        if (Words.Limited("The number of the grant", facts.Grant, 120) is { } grant) return grant;
        if (Words.Limited("The disclaimer", facts.Disclaimer, 2000) is { } disclaimer) return disclaimer;
        if (Words.Limited("The contact", facts.Contact, 1000) is { } contact) return contact;
        (Name, Subtitle, Presenters, Funder, Grant, Disclaimer, Contact) = facts.Trimmed();
        (Number, ChangedAt) = (Number + 1, at);
        return Done.Well;
    }

    /// <summary>Puts a new part in.</summary>
    /// <param name="before">The part that it comes before; null for last.</param>
    public Result<ReportPart> Add(ReportPartKind kind, PartWords words, PartChoice choice, ReportPartId? before, MemberId by, DateTimeOffset at)
    {
        if (Standing.Count() >= MostParts) return new Refusal($"A report may have at most {MostParts} parts. Please take one out first.");
        if (ReportPart.Make(Id, kind, words, choice, by, at).IsRefused(out var no, out var part)) return no;
        Parts.Add(part);
        Arrange(part, before, at);
        return part;
    }

    /// <summary>Puts a part before another.</summary>
    /// <param name="before">The part that it comes before; null for last.</param>
    public Result<Done> Move(ReportPartId id, ReportPartId? before, DateTimeOffset at)
    {
        if (Parts.Find(p => p.Id == id && p.RemovedAt is null) is not { } part) return Refusal.NotFound;
        Arrange(part, before, at);
        return Done.Well;
    }

    /// <summary>Takes a part out; it keeps its place, and comes back to it.</summary>
    public Result<Done> Remove(ReportPartId id, DateTimeOffset at)
    {
        if (Parts.Find(p => p.Id == id) is not { } part) return Refusal.NotFound;
        part.Remove(at);
        ChangedAt = at;
        return Done.Well;
    }

    public Result<Done> BringBack(ReportPartId id, DateTimeOffset at)
    {
        if (Parts.Find(p => p.Id == id) is not { } part) return Refusal.NotFound;
        if (part.RemovedAt is not null && Standing.Count() >= MostParts) return new Refusal($"A report may have at most {MostParts} parts. Please take one out first.");
        part.BringBack();
        ChangedAt = at;
        return Done.Well;
    }

    /// <summary>Makes it what it was: parts that are in a version come back as they stood then, others are taken out.</summary>
    public void Become(ReportFacts facts, IReadOnlyList<PartSnapshot> parts, MemberId by, DateTimeOffset at)
    {
        (Name, Subtitle, Presenters, Funder, Grant, Disclaimer, Contact) = facts.Trimmed();
        (Number, ChangedAt) = (Number + 1, at);
        foreach (var part in Parts.Where(p => p.RemovedAt is null && parts.All(s => s.Id != p.Id))) part.Remove(at);
        foreach (var (order, snapshot) in parts.Index())
        {
            var part = Parts.Find(p => p.Id == snapshot.Id);
            if (part is null) Parts.Add(part = ReportPart.Recreate(Id, snapshot, by, at));
            else part.Become(snapshot, by, at);
            part.StandAt(order);
        }
    }

    /// <summary>A part of it was rewritten.</summary>
    public void Touch(DateTimeOffset at) => ChangedAt = at;

    public void PutAway(DateTimeOffset at) => ArchivedAt ??= at;

    public void BringBack() => ArchivedAt = null;

    /// <summary>Numbers all parts through, removed ones too, so that each keeps its neighbours.</summary>
    private void Arrange(ReportPart part, ReportPartId? before, DateTimeOffset at)
    {
        var others = Parts.Where(p => p != part).OrderBy(p => p.Order).ToList();
        var place = before is { } one ? others.FindIndex(p => p.Id == one) : -1;
        others.Insert(place < 0 ? others.Count : place, part);
        foreach (var (order, each) in others.Index()) each.StandAt(order);
        ChangedAt = at;
    }
}
