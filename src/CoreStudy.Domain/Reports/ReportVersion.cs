namespace CoreStudy.Domain.Reports;

/// <summary>A report as it stood at one time, under a name. Of quotes it holds which they were, and none of their words: those are read from the transcripts each time, as far as consent goes then.</summary>
public sealed class ReportVersion
{
    public const int LongestName = 120;

    private ReportVersion() { }

    public ReportVersionId Id { get; private set; }

    public ReportId ReportId { get; private set; }

    /// <summary>From 1, without gaps.</summary>
    public int Number { get; private set; }

    public string Name { get; private set; } = "";

    public MemberId By { get; private set; }

    public DateTimeOffset At { get; private set; }

    /// <summary>What the report said of itself.</summary>
    public ReportFacts Facts { get; private set; } = new("");

    /// <summary>Its parts as they stood, in order, so that they can be brought back.</summary>
    public IReadOnlyList<PartSnapshot> Parts { get; private set; } = [];

    /// <summary>What it told, as JSON: numbers and words of that moment, a quote by its id.</summary>
    public string Content { get; private set; } = "";

    /// <param name="number">After the last of the report.</param>
    /// <param name="content">What it tells at this moment, without words of transcripts.</param>
    public static Result<ReportVersion> Save(Report report, int number, string name, string content, MemberId by, DateTimeOffset at)
    {
        if (Words.Required("a name for this version", name, LongestName) is { } refusal) return refusal;
        return new ReportVersion
        {
            Id = ReportVersionId.New(), ReportId = report.Id, Number = number, Name = name.Trim(), By = by, At = at, Facts = report.Facts, Parts = [.. report.Standing.Select(p => p.Snapshot)], Content = content,
        };
    }
}
