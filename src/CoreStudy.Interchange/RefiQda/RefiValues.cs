using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CoreStudy.Interchange.RefiQda;

/// <summary>The GUID by which a REFI-QDA file names a thing. Files write it in any case, some in braces; here that makes no difference.</summary>
public readonly partial record struct RefiId(Guid Value)
{
    /// <summary>As the schema has it: eight, four, four, four and twelve hexadecimal digits, perhaps in braces.</summary>
    public static bool TryRead(string text, out RefiId id)
    {
        id = default;
        var plain = text.Trim();
        if (!Form().IsMatch(plain)) return false;
        id = new RefiId(Guid.Parse(plain));
        return true;
    }

    /// <summary>The same id for the same words every time, for what has none, or none of the right form.</summary>
    public static RefiId From(string words)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(words))[..16];
        (bytes[6], bytes[8]) = ((byte)((bytes[6] & 0x0F) | 0x80), (byte)((bytes[8] & 0x3F) | 0x80)); // version 8 of RFC 9562: made in a way of one's own
        return new RefiId(new Guid(bytes, bigEndian: true));
    }

    public override string ToString() => Value.ToString("D").ToUpperInvariant();

    [GeneratedRegex(@"^(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|\{[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\})$")]
    private static partial Regex Form();
}

/// <summary>A moment as the file writes it (xsd:dateTime). Some tools leave the zone out; then nobody knows it.</summary>
/// <param name="Local">The date and time of day at that zone; to 100 nanoseconds.</param>
public readonly partial record struct RefiTime(DateTime Local, TimeSpan? Zone)
{
    public static RefiTime Of(DateTimeOffset at) => new(DateTime.SpecifyKind(at.DateTime, DateTimeKind.Unspecified), at.Offset);

    /// <param name="isExact">False where the words are not quite of the form that the schema asks for.</param>
    public static bool TryRead(string text, out RefiTime time, out bool isExact)
    {
        (time, isExact) = (default, false);
        var match = Form().Match(text.Trim());
        if (!match.Success) return false;
        var fraction = match.Groups["fraction"].Value;
        var words = $"{match.Groups["date"].Value}T{match.Groups["time"].Value}{(match.Groups["second"].Success ? match.Groups["second"].Value : ":00")}.{fraction.PadRight(7, '0')[..7]}";
        if (!DateTime.TryParseExact(words, "yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return false;
        var zone = match.Groups["zone"].Value;
        TimeSpan? offset = zone.Length == 0 ? null : zone is "Z" or "z" ? TimeSpan.Zero
            : (zone[0] == '-' ? -1 : 1) * new TimeSpan(int.Parse(zone.AsSpan(1, 2), CultureInfo.InvariantCulture), int.Parse(zone.AsSpan(zone.Length - 2), CultureInfo.InvariantCulture), 0);
        if (offset is { } far && far.Duration() > TimeSpan.FromHours(14)) return false;
        time = new RefiTime(local, offset);
        isExact = match.Groups["second"].Success && fraction.Length <= 7 && match.Groups["between"].Value == "T" && zone is not "z" && (zone.Length is 0 or 1 or 6);
        return true;
    }

    /// <summary>As the schema has it; UTC ends in Z.</summary>
    public override string ToString()
    {
        var words = Local.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
        return Zone switch
        {
            null => words,
            { Ticks: 0 } => words + "Z",
            { } zone => words + (zone < TimeSpan.Zero ? "-" : "+") + zone.ToString(@"hh\:mm", CultureInfo.InvariantCulture),
        };
    }

    [GeneratedRegex(@"^(?<date>\d{4}-\d{2}-\d{2})(?<between>T| )(?<time>\d{2}:\d{2})(?<second>:\d{2})?(?:\.(?<fraction>\d+))?(?<zone>Z|z|[+-]\d{2}:?\d{2})?$")]
    private static partial Regex Form();
}

/// <summary>Who made something and when, and who changed it last, as far as the file says.</summary>
public readonly record struct RefiStamp(RefiId? CreatedBy, RefiTime? CreatedAt, RefiId? ModifiedBy, RefiTime? ModifiedAt);

/// <summary>A colour without transparency, which the format does not have.</summary>
public readonly partial record struct RefiColour(byte Red, byte Green, byte Blue)
{
    /// <summary>Reads <c>#RGB</c> and <c>#RRGGBB</c>, and what tools write beside them: <c>#AARRGGBB</c>, whose transparency is left out, and <c>r,g,b</c>.</summary>
    /// <param name="isExact">False for the spellings that the schema does not have.</param>
    public static bool TryRead(string text, out RefiColour colour, out bool isExact)
    {
        (colour, isExact) = (default, false);
        var plain = text.Trim();
        if (Hex().IsMatch(plain))
        {
            var digits = plain.Length == 4 ? string.Concat(plain[1..].Select(d => $"{d}{d}")) : plain[^6..];
            colour = new RefiColour(Byte(digits, 0), Byte(digits, 2), Byte(digits, 4));
            isExact = plain.Length != 9;
            return true;
        }

        var parts = plain.Split(',');
        if (parts.Length != 3 || !byte.TryParse(parts[0], CultureInfo.InvariantCulture, out var red) || !byte.TryParse(parts[1], CultureInfo.InvariantCulture, out var green) || !byte.TryParse(parts[2], CultureInfo.InvariantCulture, out var blue)) return false;
        colour = new RefiColour(red, green, blue);
        return true;
    }

    /// <summary>As <c>#RRGGBB</c>.</summary>
    public override string ToString() => $"#{Red:X2}{Green:X2}{Blue:X2}";

    private static byte Byte(string digits, int at) => byte.Parse(digits.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [GeneratedRegex("^#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$")]
    private static partial Regex Hex();
}
