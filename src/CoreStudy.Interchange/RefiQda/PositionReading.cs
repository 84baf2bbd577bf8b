namespace CoreStudy.Interchange.RefiQda;

public enum PositionUnit
{
    /// <summary>Unicode code points, as the standard says.</summary>
    CodePoint,

    /// <summary>UTF-16 code units, as NVivo counts.</summary>
    Utf16,
}

/// <summary>How a file counts places in its texts. A byte order mark is never counted; a place is the number of units before it.</summary>
/// <param name="LineEndIsTwo">Whether CR LF counts as the two characters that it is in the file, or as one line end.</param>
/// <param name="IsEndInclusive">Whether the end is the last character rather than the place after it. The standard can be read so; no vendor's tool does it.</param>
public readonly record struct PositionReading(PositionUnit Unit, bool LineEndIsTwo, bool IsEndInclusive = false)
{
    /// <summary>Code points, line ends as they are in the file, end exclusive.</summary>
    public static PositionReading Standard { get; } = new(PositionUnit.CodePoint, true);

    /// <summary>As NVivo counts, measured in files of seven of its versions.</summary>
    public static PositionReading NVivo { get; } = new(PositionUnit.Utf16, true);

    /// <summary>As ATLAS.ti counts: the end measured, the line end reported by the makers of other tools.</summary>
    public static PositionReading AtlasTi { get; } = new(PositionUnit.CodePoint, false);

    /// <summary>The readings that are tried where a text can tell them apart.</summary>
    public static IReadOnlyList<PositionReading> All { get; } = [Standard, AtlasTi, NVivo, new(PositionUnit.Utf16, false)];

    /// <summary>The reading for files of a tool, by what the file says it comes from; null for a tool whose way nobody has measured.</summary>
    public static PositionReading? OfTool(string? origin) =>
        origin is null ? null
        : origin.StartsWith("NVivo", StringComparison.OrdinalIgnoreCase) ? NVivo
        : origin.StartsWith("ATLAS.ti", StringComparison.OrdinalIgnoreCase) ? AtlasTi
        : origin.StartsWith(ExchangeFile.Origin, StringComparison.Ordinal) ? Standard
        : null;

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static PositionReading? Parse(string? words) =>
        words is null ? null : All.SelectMany(r => new[] { r, r with { IsEndInclusive = true } }).Where(r => r.ToString() == words).Select(r => (PositionReading?)r).FirstOrDefault();

    /// <summary>Such as <c>code-points/crlf-two</c>, <c>utf-16/crlf-one</c>, and <c>/end-inclusive</c> after it.</summary>
    public override string ToString() => $"{(Unit == PositionUnit.Utf16 ? "utf-16" : "code-points")}/{(LineEndIsTwo ? "crlf-two" : "crlf-one")}{(IsEndInclusive ? "/end-inclusive" : "")}";
}
