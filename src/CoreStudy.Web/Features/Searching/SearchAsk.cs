using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;

namespace CoreStudy.Web.Features.Searching;

/// <summary>How results are shown.</summary>
public enum SearchView
{
    /// <summary>A concordance: each hit in a line of its own, one below the other.</summary>
    Lines,

    /// <summary>Whole turns, to be read.</summary>
    Turns,
}

/// <summary>In which order the lines of a concordance stand.</summary>
public enum SearchOrder
{
    Interview,

    /// <summary>By the words before the hit, the nearest first.</summary>
    Left,

    /// <summary>By the words after it.</summary>
    Right,
}

/// <summary>What is sought, where, and how it is shown.</summary>
/// <param name="Speaker">A participant role, or one of the constants; null for everybody who speaks.</param>
/// <param name="Page">From 1.</param>
public sealed record SearchAsk(
    string Text, bool ByStem = true, string? Speaker = null, TrustId? Trust = null, SiteId? Site = null, InterviewKind? Kind = null, InterviewId? Interview = null,
    SearchView View = SearchView.Lines, SearchOrder Order = SearchOrder.Interview, int Page = 1)
{
    public const string Interviewers = "@interviewers";

    public const string Participants = "@participants";

    /// <summary>Those who speak and are neither interviewers nor participants that are known.</summary>
    public const string Others = "@others";

    /// <summary>Who asks, as a person reads it.</summary>
    public static string NameOf(string speaker) => speaker switch
    {
        Interviewers => "Interviewers",
        Participants => "All participants",
        Others => "Others",
        _ => speaker,
    };

    /// <summary>The page of a study that answers it.</summary>
    public string Address(StudyId studyId) => $"/studies/{studyId.Value}/search?{Query}";

    public string Query
    {
        get
        {
            var parts = new List<string> { $"q={Uri.EscapeDataString(Text)}" };
            if (!ByStem) parts.Add("forms=no");
            if (Speaker is not null) parts.Add($"speaker={Uri.EscapeDataString(Speaker)}");
            if (Trust is { } trust) parts.Add($"trust={trust.Value}");
            if (Site is { } site) parts.Add($"site={site.Value}");
            if (Kind is { } kind) parts.Add($"kind={kind}");
            if (Interview is { } interview) parts.Add($"interview={interview.Value}");
            if (View != SearchView.Lines) parts.Add($"view={View}");
            if (Order != SearchOrder.Interview) parts.Add($"order={Order}");
            if (Page > 1) parts.Add($"page={Page}");
            return string.Join('&', parts);
        }
    }

    /// <summary>What an address says; what it says wrongly is left out.</summary>
    public static SearchAsk Read(string? text, string? forms, string? speaker, string? trust, string? site, string? kind, string? interview, string? view, string? order, int? page) => new(
        text ?? "", forms != "no", string.IsNullOrEmpty(speaker) ? null : speaker,
        Guid.TryParse(trust, out var t) ? new TrustId(t) : null, Guid.TryParse(site, out var s) ? new SiteId(s) : null,
        Enum.TryParse<InterviewKind>(kind, out var k) && Enum.IsDefined(k) ? k : null, Guid.TryParse(interview, out var i) ? new InterviewId(i) : null,
        Enum.TryParse<SearchView>(view, out var v) && Enum.IsDefined(v) ? v : SearchView.Lines, Enum.TryParse<SearchOrder>(order, out var o) && Enum.IsDefined(o) ? o : SearchOrder.Interview,
        Math.Clamp(page ?? 1, 1, 100_000));

    public override string ToString() => $"{Text.Length} characters sought";
}
