using System.Globalization;
using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using ComparisonUnit = CoreStudy.Domain.Agreements.ComparisonUnit;

namespace CoreStudy.Web.Features.Comparisons;

/// <summary>A comparison as an address has it, so that it can be sent to a colleague, opened again, and asked for as a file.</summary>
internal static class ComparisonAddress
{
    public static string Query(ComparisonAsk ask)
    {
        var parts = new List<string>
        {
            $"round={(ask.Round is { } round ? round.Value.ToString() : "now")}", $"unit={ask.Unit}",
        };
        if (ask.Rule != UnitRule.AnyCharacter) parts.Add($"rule={ask.Rule}");
        if (ask.Overlap != ComparisonRules.UsualOverlap) parts.Add($"overlap={ask.Overlap.ToString(CultureInfo.InvariantCulture)}");
        if (!ask.Turns.IsAll) parts.Add($"turns={Uri.EscapeDataString(ask.Turns.ToString())}");
        if (ask.CountsAllAsRead) parts.Add("read=all");
        parts.AddRange(ask.Transcripts.Select(t => $"transcript={t.Value}"));
        parts.AddRange(ask.Coders.Select(c => $"coder={c.Value}"));
        return string.Join('&', parts);
    }

    /// <summary>Null where the address does not say what to compare.</summary>
    public static ComparisonAsk? Read(string? round, string? unit, string? rule, string? overlap, string? turns, string? read, IEnumerable<string?>? transcripts, IEnumerable<string?>? coders, ComparisonUnit usual)
    {
        RoundId? one = Guid.TryParse(round, out var id) ? new RoundId(id) : null;
        if (one is null && round != "now") return null;
        return new ComparisonAsk(
            one, [.. Ids(transcripts).Select(t => new TranscriptId(t))], [.. Ids(coders).Select(c => new MemberId(c))],
            Enum.TryParse<ComparisonUnit>(unit, out var known) && Enum.IsDefined(known) ? known : usual,
            Enum.TryParse<UnitRule>(rule, out var way) && Enum.IsDefined(way) ? way : UnitRule.AnyCharacter,
            double.TryParse(overlap, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is > 0 and <= 1 ? share : ComparisonRules.UsualOverlap,
            TurnFilter.Parse(turns), read == "all");
    }

    private static IEnumerable<Guid> Ids(IEnumerable<string?>? texts) => (texts ?? []).Select(t => Guid.TryParse(t, out var id) ? id : Guid.Empty).Where(i => i != Guid.Empty);
}
