using System.Globalization;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;

namespace CoreStudy.Web.Features.Audits;

/// <summary>Which entries of the audit trail are asked for; what is null or empty asks for all.</summary>
/// <param name="From">The first day, where the server stands.</param>
/// <param name="Until">The last day.</param>
/// <param name="By">Who did it.</param>
/// <param name="Thing">What kind of thing it is about.</param>
/// <param name="Find">Part of a label, or of what the thing is called now.</param>
public sealed record TrailFilter(DateOnly? From = null, DateOnly? Until = null, AccountId? By = null, AuditKind? Kind = null, AuditThing? Thing = null, string Find = "")
{
    public static TrailFilter Everything { get; } = new();

    /// <summary>As the part of an address after the question mark.</summary>
    public string ToQuery() => string.Join('&', new[]
    {
        ("from", From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("until", Until?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("by", By?.Value.ToString()),
        ("kind", Kind?.ToString()), ("thing", Thing?.ToString()), ("find", Find.Length == 0 ? null : Find),
    }.Where(p => p.Item2 is not null).Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2!)}"));

    /// <summary>What an address gives; parts that make no sense are refused.</summary>
    public static Result<TrailFilter> Read(IQueryCollection query)
    {
        var filter = Everything;
        foreach (var (name, values) in query)
        {
            var value = values.ToString();
            if (value.Length == 0) continue;
            TrailFilter? next = name switch
            {
                "from" when DateOnly.TryParseExact(value, "yyyy-MM-dd", out var day) => filter with { From = day },
                "until" when DateOnly.TryParseExact(value, "yyyy-MM-dd", out var day) => filter with { Until = day },
                "by" when Guid.TryParse(value, out var id) => filter with { By = new AccountId(id) },
                "kind" when Enum.TryParse<AuditKind>(value, out var kind) => filter with { Kind = kind },
                "thing" when Enum.TryParse<AuditThing>(value, out var thing) => filter with { Thing = thing },
                "find" when value.Length <= AuditLabel.MostCharacters => filter with { Find = value },
                _ => null,
            };
            if (next is null) return Refusal.NotFound;
            filter = next;
        }

        return filter;
    }
}
