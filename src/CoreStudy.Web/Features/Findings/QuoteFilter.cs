using CoreStudy.Domain;
using CoreStudy.Domain.Findings;
using CoreStudy.Web.Ui;
using CoreStudy.Web.Ui.Findings;

namespace CoreStudy.Web.Features.Findings;

/// <summary>How a quote stands, to choose by.</summary>
public enum QuoteStanding
{
    Draft,
    Approved,
    LookAgain,
    NotForQuoting,
    Withdrawn,
}

/// <summary>Which quotes are shown. What is null or empty sets no limit.</summary>
public sealed record QuoteFilter(ThemeId? Theme = null, FindingId? Finding = null, TrustId? Trust = null, string Role = "", QuoteStanding? Standing = null)
{
    /// <summary>As an address has it, without the question mark.</summary>
    public string Query => string.Join('&', new[]
    {
        Theme is { } theme ? $"theme={theme.Value}" : "", Finding is { } finding ? $"finding={finding.Value}" : "", Trust is { } trust ? $"trust={trust.Value}" : "",
        Role.Length > 0 ? $"role={Uri.EscapeDataString(Role)}" : "", Standing is { } standing ? $"state={standing}" : "",
    }.Where(p => p.Length > 0));

    /// <summary>What an address says; what it says wrongly is left out.</summary>
    public static QuoteFilter Read(string query)
    {
        var said = AddressQuery.Parse(query);
        string One(string name) => said.TryGetValue(name, out var values) ? values.ToString() : "";
        return new QuoteFilter(
            Guid.TryParse(One("theme"), out var theme) ? new ThemeId(theme) : null, Guid.TryParse(One("finding"), out var finding) ? new FindingId(finding) : null,
            Guid.TryParse(One("trust"), out var trust) ? new TrustId(trust) : null, One("role"),
            Enum.TryParse<QuoteStanding>(One("state"), out var standing) && Enum.IsDefined(standing) ? standing : null);
    }

    public bool Fits(QuoteView quote) =>
        (Theme is not { } theme || quote.Themes.Contains(theme)) && (Finding is not { } finding || quote.Uses.Any(u => u.FindingId == finding)) && (Trust is not { } trust || quote.TrustId == trust)
        && (Role.Length == 0 || quote.Roles.Contains(Role)) && (Standing is not { } standing || Stands(quote, standing));

    private static bool Stands(QuoteView quote, QuoteStanding standing) => standing switch
    {
        QuoteStanding.Withdrawn => quote.Shown == QuoteShown.Withdrawn,
        QuoteStanding.NotForQuoting => quote.Shown == QuoteShown.NotForQuoting,
        QuoteStanding.LookAgain => quote.LooksAgain,
        QuoteStanding.Approved => quote.Status == QuoteStatus.Approved,
        _ => quote.Status == QuoteStatus.Draft && quote.Shown != QuoteShown.Withdrawn,
    };
}
