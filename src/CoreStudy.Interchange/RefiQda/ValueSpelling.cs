using System.Globalization;
using System.Text.RegularExpressions;

namespace CoreStudy.Interchange.RefiQda;

/// <summary>Whether words are a value of a kind, as the schema spells them (XML Schema, part 2).</summary>
internal static partial class ValueSpelling
{
    public static bool IsOf(RefiValueKind kind, string words)
    {
        var plain = words.Trim();
        return kind switch
        {
            RefiValueKind.Boolean => plain is "true" or "false" or "1" or "0",
            RefiValueKind.Integer => Whole().IsMatch(plain),
            RefiValueKind.Float => Decimal().IsMatch(plain),
            RefiValueKind.Date => Day().IsMatch(plain) && DateOnly.TryParseExact(plain.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            RefiValueKind.DateTime => RefiTime.TryRead(plain, out _, out var isExact) && isExact,
            _ => true,
        };
    }

    [GeneratedRegex("^[+-]?[0-9]+$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$")]
    private static partial Regex Decimal();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}(?:Z|[+-]\d{2}:\d{2})?$")]
    private static partial Regex Day();
}
