namespace CoreStudy.Domain.Reports;

/// <summary>What a part of a report is. A name, once stored, keeps its meaning.</summary>
public enum ReportPartKind
{
    /// <summary>The first slide or page.</summary>
    Title,

    /// <summary>How many interviews, focus groups, trusts and participants there were.</summary>
    Process,

    /// <summary>Why the study was made.</summary>
    Purpose,

    /// <summary>A theme with its findings and quotes.</summary>
    Theme,

    /// <summary>Quotes that were chosen for it.</summary>
    Quotes,

    /// <summary>What is going badly and what could be better: own words, or a theme.</summary>
    Issues,

    /// <summary>A table of a matrix.</summary>
    Matrix,

    /// <summary>A picture.</summary>
    Picture,

    /// <summary>Own words.</summary>
    Text,

    /// <summary>Who is thanked, and who paid for it.</summary>
    Acknowledgement,

    /// <summary>Who can be asked.</summary>
    Contact,

    /// <summary>The coding framework, as an appendix.</summary>
    Framework,

    /// <summary>How the coding was done, in sentences for a paper.</summary>
    Methods,

    /// <summary>A reporting checklist, as an appendix.</summary>
    Checklist,
}

/// <summary>What the team writes in a part.</summary>
/// <param name="Heading">Up to 200 characters; empty for what is usual for its kind.</param>
/// <param name="Text">Paragraphs; a line that begins with “- ” is a bullet, one with two spaces before it a bullet below it. Up to 20,000 characters, may be empty.</param>
/// <param name="Beside">Of issues: what could be better, which stands beside them; as <paramref name="Text"/>.</param>
public sealed record PartWords(string Heading = "", string Text = "", string Beside = "")
{
    public override string ToString() => $"words of a part, {Heading.Length + Text.Length + Beside.Length} characters";

    internal PartWords Trimmed() => new(Heading.Trim(), Trim(Text), Trim(Beside));

    private static string Trim(string text) => text.ReplaceLineEndings("\n").Trim('\n').TrimEnd();
}

/// <summary>
/// What a part refers to, and how much of it is told. What is named may be gone by the time the part is read: then the part says so, and keeps its place.
/// </summary>
public sealed record PartChoice
{
    /// <summary>Quotes at most in one part.</summary>
    public const int MostQuotes = 60;

    /// <summary>Of themes, and of issues that are those of a theme; null for none.</summary>
    public ThemeId? Theme { get; init; }

    /// <summary>Quotes that were chosen, in order. Of a theme, none means those of its findings.</summary>
    public IReadOnlyList<QuoteId> Quotes { get; init; } = [];

    /// <summary>Findings of the theme that are not told.</summary>
    public IReadOnlyList<FindingId> WithoutFindings { get; init; } = [];

    /// <summary>Quotes of the theme's findings that are not shown.</summary>
    public IReadOnlyList<QuoteId> WithoutQuotes { get; init; } = [];

    /// <summary>The question of a matrix or picture as its page has it in its address, from after the study's own, such as <c>matrices?across=Trust</c>; empty for none.</summary>
    public string Address { get; init; } = "";

    /// <summary>The short name of a checklist, such as COREQ; empty for none.</summary>
    public string Checklist { get; init; } = "";

    /// <summary>Quotes shown with each finding at most, from 0.</summary>
    public int QuotesEach { get; init; } = 1;

    public bool WithNarrative { get; init; } = true;

    public bool WithStrength { get; init; }

    public bool WithCaveats { get; init; } = true;

    /// <summary>Whether it is said how many people support each finding, as far as they are not too few.</summary>
    public bool WithCounts { get; init; }

    /// <summary>Whether the themes below the theme follow it.</summary>
    public bool WithSubThemes { get; init; } = true;

    public bool Equals(PartChoice? other) => other is not null && Theme == other.Theme && Quotes.SequenceEqual(other.Quotes) && WithoutFindings.SequenceEqual(other.WithoutFindings)
        && WithoutQuotes.SequenceEqual(other.WithoutQuotes) && Address == other.Address && Checklist == other.Checklist && QuotesEach == other.QuotesEach && WithNarrative == other.WithNarrative
        && WithStrength == other.WithStrength && WithCaveats == other.WithCaveats && WithCounts == other.WithCounts && WithSubThemes == other.WithSubThemes;

    public override int GetHashCode() => HashCode.Combine(Theme, Quotes.Count, WithoutFindings.Count, WithoutQuotes.Count, Address, Checklist, QuotesEach);

    public override string ToString() => $"choice of {Quotes.Count} quotes";
}

/// <summary>A part as it stood at one time.</summary>
public sealed record PartSnapshot(ReportPartId Id, ReportPartKind Kind, PartWords Words, PartChoice Choice)
{
    public override string ToString() => $"{Kind} {Id.Value}";
}

/// <summary>A part of a report: what it tells of, and the team's own words.</summary>
public sealed class ReportPart
{
    public const int LongestHeading = 200;

    public const int LongestText = 20_000;

    public const int LongestAddress = 2000;

    private ReportPart() { }

    public ReportPartId Id { get; private set; }

    public ReportId ReportId { get; private set; }

    public ReportPartKind Kind { get; private set; }

    /// <summary>Its place among the parts of the report, removed ones counted, from 0.</summary>
    public int Order { get; private set; }

    public string Heading { get; private set; } = "";

    public string Text { get; private set; } = "";

    /// <summary>Of issues: what could be better.</summary>
    public string Beside { get; private set; } = "";

    public PartChoice Choice { get; private set; } = new();

    /// <summary>The number of its last change, from 1: of two people who change it, the later is told.</summary>
    public int Number { get; private set; }

    public MemberId ChangedBy { get; private set; }

    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>When it was taken out; null while it is in the report.</summary>
    public DateTimeOffset? RemovedAt { get; private set; }

    public PartWords Own => new(Heading, Text, Beside);

    public PartSnapshot Snapshot => new(Id, Kind, Own, Choice);

    internal static Result<ReportPart> Make(ReportId report, ReportPartKind kind, PartWords words, PartChoice choice, MemberId by, DateTimeOffset at)
    {
        if (!Enum.IsDefined(kind)) return new Refusal("Please say what the part is.");
        var part = new ReportPart { Id = ReportPartId.New(), ReportId = report, Kind = kind };
        return part.Write(words, choice, by, at).IsRefused(out var refusal, out _) ? refusal : part;
    }

    internal static ReportPart Recreate(ReportId report, PartSnapshot snapshot, MemberId by, DateTimeOffset at)
    {
        var part = new ReportPart { Id = snapshot.Id, ReportId = report, Kind = snapshot.Kind };
        part.Become(snapshot, by, at);
        return part;
    }

    /// <summary>Says it otherwise, or tells of something else.</summary>
    public Result<Done> Write(PartWords words, PartChoice choice, MemberId by, DateTimeOffset at)
    {
        if (Words.Limited("The heading", words.Heading, LongestHeading) is { } heading) return heading;
        if (Words.Limited("The text", words.Text, LongestText) is { } text) return text;
        if (Words.Limited("What could be better", words.Beside, LongestText) is { } beside) return beside;
        if (Words.Limited("The address", choice.Address, LongestAddress) is { } address) return address;
        if (choice.Quotes.Count > PartChoice.MostQuotes) return new Refusal($"A part may have at most {PartChoice.MostQuotes} quotes; these are {choice.Quotes.Count}. Please make another part for the rest.");
        if (choice.QuotesEach is < 0 or > 10) return new Refusal($"Quotes with each finding are a number from 0 to 10; this is {choice.QuotesEach}.");
        (Heading, Text, Beside) = words.Trimmed();
        Choice = choice with { Quotes = [.. choice.Quotes.Distinct()], WithoutFindings = [.. choice.WithoutFindings.Distinct()], WithoutQuotes = [.. choice.WithoutQuotes.Distinct()], Address = choice.Address.Trim() };
        (Number, ChangedBy, ChangedAt) = (Number + 1, by, at);
        return Done.Well;
    }

    internal void Become(PartSnapshot snapshot, MemberId by, DateTimeOffset at)
    {
        RemovedAt = null;
        if (Own == snapshot.Words && Choice == snapshot.Choice && Number > 0) return;
        ((Heading, Text, Beside), Choice) = (snapshot.Words, snapshot.Choice);
        (Number, ChangedBy, ChangedAt) = (Number + 1, by, at);
    }

    internal void StandAt(int order) => Order = order;

    internal void Remove(DateTimeOffset at) => RemovedAt ??= at;

    internal void BringBack() => RemovedAt = null;
}
